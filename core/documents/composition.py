"""Groups of lines become the text of a page, with a trace of where each piece of it came from."""

import re
from typing import NamedTuple

from core.documents.blocks import Group, groups_of
from core.documents.lines import Line, lines_of
from core.documents.mending import mended
from core.documents.order import in_reading_order
from core.documents.pdfium import TextPage
from core.documents.text import normalise

BLOCK_BREAK = "\n\n"

_HYPHENATED = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_LAST_WORD = re.compile(r"[\w-]+$")
_FIRST_WORD = re.compile(r"\w+")
_COMPOUND_PARTS = frozenset(
    ("self", "non", "well", "high", "low", "long", "short", "full", "half", "cross", "co", "ex", "mid", "all")
)


class Piece(NamedTuple):
    """A run of the page's text, [start, end), and the run of `TextPage.text` it came from."""

    start: int
    end: int
    source_start: int
    source_end: int


class Part(NamedTuple):
    """A group's place in the page's text, [start, end), and the group."""

    start: int
    end: int
    group: Group


class Composition(NamedTuple):
    """A page's text, its parts in order, and where each piece of it came from."""

    text: str
    parts: list[Part]
    pieces: list[Piece]


def composed(page: TextPage) -> Composition:
    """Put the text of `page` together. The same page gives the same text every time."""
    lines = mended(in_reading_order(lines_of(page)), page.text)
    return _Composer(page.text).compose(groups_of(lines, page.text, page.size[1]))


class _Composer:
    def __init__(self, source: str) -> None:
        self._source = source
        self._compounds: frozenset[str] | None = None
        self._texts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0

    def compose(self, groups: list[Group]) -> Composition:
        parts: list[Part] = []
        for group in groups:
            before = self._length
            self._add_group(group, BLOCK_BREAK if parts else "")
            if self._length > before:
                start = before + (len(BLOCK_BREAK) if parts else 0)
                parts.append(Part(start, self._length, group))
        return Composition("".join(self._texts), parts, self._pieces)

    def _add_group(self, group: Group, joint: str) -> None:
        previous: Line | None = None
        for line, before in zip(group.lines, group.breaks, strict=True):
            if previous is not None:
                joint = self._joint(previous, line, before)
            if self._add_line(line, joint):
                previous = line
        if previous is not None and previous.is_hyphenated:
            self._texts.append("-")
            self._length += 1

    def _joint(self, previous: Line, line: Line, before: str) -> str:
        """Return what stands between two lines, the hyphen at the end of the first one included."""
        if previous.is_hyphenated:
            return self._hyphen(previous, line) if before == " " else "-" + before
        ends_with_dash = self._source[previous.end - 2 : previous.end]
        if before == " " and ends_with_dash[-1:] == "-" and ends_with_dash[0].isalnum():
            return ""
        return before

    def _hyphen(self, previous: Line, line: Line) -> str:
        """Return the hyphen where it belongs to the word, and nothing where it only breaks the line."""
        last = _LAST_WORD.search(self._source, previous.start, previous.end)
        first = _FIRST_WORD.match(self._source, line.start, line.end)
        if last is None or first is None:
            return "-"
        left, right = last.group(), first.group()
        breaks_word = left.isalpha() and right.isalpha() and (right.islower() or (left + right).isupper())
        is_compound = left.lower() in _COMPOUND_PARTS or f"{left}-{right}".lower() in self._known_compounds()
        return "" if breaks_word and not is_compound else "-"

    def _known_compounds(self) -> frozenset[str]:
        if self._compounds is None:
            self._compounds = frozenset(word.lower() for word in _HYPHENATED.findall(self._source))
        return self._compounds

    def _add_line(self, line: Line, joint: str) -> bool:
        before = self._length
        for cell in line.cells:
            self._add(joint if self._length == before else cell.before, cell.start, cell.end)
        return self._length > before

    def _add(self, joint: str, start: int, end: int) -> None:
        text = usual_run(self._source, start, end)
        if text:
            start_in_text = self._length + len(joint)
            self._length = start_in_text + len(text)
            self._texts += (joint, text)
            self._pieces.append(Piece(start_in_text, self._length, start, end))


def usual_run(source: str, start: int, end: int) -> str:
    """Return a run of `TextPage.text` as it stands in the page's text."""
    return normalise(source[start:end].replace("\r\n", "  ")).strip()
