"""What is marked on the pages: cited lines, and hits of a search; one of each kind is the current one."""

import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import attrgetter

from PySide6.QtCore import QObject, QVariantAnimation

from core.documents.document import Span
from gui.pages.painting import Wash
from gui.pages.view import PagesView

CITED, FOUND, CURRENT_FOUND = 0.38, 0.35, 0.80
EMPHASIS = 0.45
FADE_MS = 900


class Marks:
    """Marked spans of one kind, in the order of the document."""

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._on_page: defaultdict[int, list[Span]] = defaultdict(list)
        self.current: Span | None = None

    def __len__(self) -> int:
        return len(self._spans)

    @property
    def current_index(self) -> int:
        """The place of the current one among all, -1 where there is none."""
        return bisect_left(self._spans, _order(self.current), key=_order) if self.current else -1

    def replace(self, spans: Sequence[Span], current: Span | None = None) -> None:
        """Mark these spans and no others."""
        self._spans, self.current = [], current
        self._on_page.clear()
        self.add(sorted(spans, key=_order))

    def add(self, spans: Iterable[Span]) -> None:
        """Mark these spans too; all of a page at once."""
        for page_number, group in itertools.groupby(spans, key=_page_number):
            found = list(group)
            self._on_page[page_number] += found
            place = bisect_left(self._spans, page_number, key=_page_number)
            self._spans[place:place] = sorted(found, key=_order)

    def on_page(self, page_number: int) -> Sequence[Span]:
        """Return the spans of a page."""
        return self._on_page.get(page_number, ())

    def step(self, by: int) -> Span | None:
        """Make the next one current, or the one before, round the ends; return it."""
        if self._spans:
            self.current = self._spans[(self.current_index + by) % len(self._spans)]
        return self.current

    def first_from(self, page_number: int) -> Span | None:
        """Return the first one on this page or behind, or else the very first."""
        place = bisect_left(self._spans, page_number, key=_page_number)
        return self._spans[place % len(self._spans)] if self._spans else None


_page_number = attrgetter("page_number")


def _order(span: Span) -> tuple[int, int, int]:
    return span.page_number, span.start, span.end


class Markings(QObject):
    """All marks of a view: cited lines, which come in with an emphasis that fades, and hits."""

    def __init__(self, view: PagesView) -> None:
        super().__init__(view)
        self._view = view
        self.citations, self.hits = Marks(), Marks()
        self._fading = QVariantAnimation(self, startValue=1.0, endValue=0.0, duration=FADE_MS)
        self._fading.valueChanged.connect(lambda _: view.viewport().update())
        view.add_washer(self._washes)

    def cite(self, spans: Sequence[Span], current: Span) -> None:
        """Mark cited spans, and show the current one."""
        self.citations.replace(spans, current)
        self._fading.stop()
        self._fading.start()
        self._view.show_span(current)

    def show_hit(self, hit: Span | None) -> None:
        """Make a hit the current one, and show it."""
        self.hits.current = hit
        if hit is not None:
            self._view.show_span(hit)
        self.refresh()

    def clear(self) -> None:
        """Mark nothing."""
        self.citations.replace(())
        self.hits.replace(())
        self.refresh()

    def refresh(self, changed: Iterable[Span] | None = None) -> None:
        """Paint the marks anew, if any of those that have changed are on a page in sight."""
        seen = self._view.pages_in_sight()
        if changed is None or any(span.page_number in seen for span in changed):
            self._view.viewport().update()

    def _washes(self, page_number: int) -> list[Wash]:
        hits, current = self.hits.on_page(page_number), self.hits.current
        # All but one look the same, and a short word may have hundreds: they are painted at once.
        others = [box for span in hits if span != current for box in self._view.boxes(span)]
        washes = [Wash("mark", FOUND, others)] if others else []
        if current is not None and current.page_number == page_number:
            washes.append(Wash("mark", CURRENT_FOUND, self._view.boxes(current), is_outlined=True))
        return washes + [self._citation(span) for span in self.citations.on_page(page_number)]

    def _citation(self, span: Span) -> Wash:
        if span != self.citations.current:
            return Wash("mark", CITED, self._view.boxes(span))
        is_fading = self._fading.state() == QVariantAnimation.State.Running
        emphasis = EMPHASIS * float(self._fading.currentValue()) if is_fading else 0.0
        return Wash("cite", CITED + emphasis, self._view.boxes(span))
