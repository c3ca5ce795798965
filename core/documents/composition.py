"""Groups of lines become the text of a page, with a trace of where each piece of it came from."""

import re
from functools import cached_property
from typing import NamedTuple

from core.documents.bidi import RIGHT_TO_LEFT
from core.documents.blocks import Group, groups_of
from core.documents.heights import part_lines
from core.documents.lines import Line, lines_of
from core.documents.logical import put_in_order
from core.documents.mending import mended
from core.documents.notes import notes_last
from core.documents.order import in_reading_order
from core.documents.spacing import close_words
from core.documents.text import has_usual_spacing, is_plain, is_usual, normalise, origins
from core.documents.textpage import TextPage

BLOCK_BREAK = "\n\n"

MARGIN_SHARE = 0.08  # of the page's width
STEM_CHARS = 3  # enough to know that "fine-tuned" is written as "fine-tuning" is
WORD_CHARS = 4

_WORD = re.compile(r"[^\W\d_]+")
# Possessive, and only from a word's beginning: else every letter of every word would be tried as one.
_BROKEN = re.compile("(?<!\\w)\\w++[\x02\ufffe]\\w+")
_HYPHENATED = re.compile(r"(?<![^\W\d_])([^\W\d_]++)-([^\W\d_]+)")
_LAST_WORD = re.compile(r"[\w-]+$")
_FIRST_WORD = re.compile(r"\w+")
_COMPOUND_PARTS = frozenset(
    ("self", "non", "well", "high", "low", "long", "short", "full", "half", "cross", "co", "ex", "mid", "all")
)


class Piece(NamedTuple):
    """A run of the page's text, [start, end), the run of `TextPage.text` it came from, and its line."""

    start: int
    end: int
    source_start: int
    source_end: int
    line: int

    def source(self, start: int, end: int, source: str) -> tuple[int, int]:
        """Return the run of `source` that the characters [start, end) of the page's text came from."""
        places = [*self.origins(source), self.source_end]
        first, last = places[start - self.start], places[end - self.start]
        return first, max(last, first + 1)

    def origins(self, source: str) -> list[int]:
        """Return for each character of the piece the index in `source` of the one it came from."""
        run = source[self.source_start : self.source_end].replace("\r\n", "  ")
        normal = normalise(run)
        lead = len(normal) - len(normal.lstrip())
        places = origins(run)[lead : lead + self.end - self.start]
        return [self.source_start + place for place in places]


class Part(NamedTuple):
    """A group of lines in the page's text, [start, end), and how it looks.

    Units: `size` and `baseline` (of its first line) in points. `is_margin`: turned text at the page's side.
    """

    start: int
    end: int
    line_count: int
    size: float
    weight: int
    baseline: float
    is_table: bool
    is_edge: bool
    is_margin: bool


class Composition(NamedTuple):
    """A page's text, its parts in order, and, where it was asked for, where each piece of it came from."""

    text: str
    parts: list[Part]
    pieces: list[Piece]


class Sight(NamedTuple):
    """What PDFium says of a page, taken at once: its lines as drawn, its characters, its size in points."""

    lines: list[Line]
    source: str
    size: tuple[float, float]
    has_objects: bool
    is_plain: bool


def sight_of(page: TextPage) -> Sight:
    """Take from `page` all that `composed` needs, and turn it so that most lines stand upright."""
    plain = is_plain(page.text)
    is_rtl = not plain and RIGHT_TO_LEFT.search(page.text) is not None
    if is_rtl:
        part_lines(page)
        put_in_order(page)
    else:
        close_words(page)
    lines = lines_of(page, plain, is_parted=is_rtl)
    return Sight(lines, page.text, page.size, page.has_objects, plain)


def composed(sight: Sight, is_traced: bool = False) -> Composition:
    """Put the text of a page together. The same page gives the same text every time.

    `is_traced`: with its pieces, which are many and which only a span of the page asks for.
    """
    width, height = sight.size
    lines = notes_last(mended(in_reading_order(sight.lines), sight.source), sight.source)
    return _Composer(sight.source, width, _is_usual(sight), is_traced).compose(
        groups_of(lines, sight.source, height)
    )


def _is_usual(sight: Sight) -> bool:
    """Tell whether the lines of a page read as they are written; what ends them is in none of them."""
    if sight.is_plain:
        return has_usual_spacing(sight.source)
    return is_usual(sight.source.replace("\r", "").replace("\x02", "").replace("\ufffe", ""))


class _Composer:
    def __init__(self, source: str, width: float, is_usual: bool, is_traced: bool) -> None:
        self._source, self._width = source, width
        self._is_usual, self._is_traced = is_usual, is_traced
        self._texts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0
        self._line = 0

    def compose(self, groups: list[Group]) -> Composition:
        parts: list[Part] = []
        for group in groups:
            before = self._length
            self._add_group(group, BLOCK_BREAK if parts else "")
            if self._length > before:
                start = before + (len(BLOCK_BREAK) if parts else 0)
                parts.append(self._part(start, group))
        return Composition("".join(self._texts), parts, self._pieces)

    def _part(self, start: int, group: Group) -> Part:
        first, margin = group.lines[0], MARGIN_SHARE * self._width
        return Part(
            start,
            self._length,
            len(group.lines),
            group.size,
            group.weight,
            first.baseline,
            group.is_table,
            group.is_edge,
            not first.is_upright and (first.right < margin or first.left > self._width - margin),
        )

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
        if before == " " and self._source[previous.end - 1] == "-":
            return "" if self._source[max(previous.end - 2, 0)].isalnum() else before
        return before

    def _hyphen(self, previous: Line, line: Line) -> str:
        """Return the hyphen where it belongs to the word, and nothing where it only breaks the line."""
        space = max(previous.start, self._source.rfind(" ", previous.start, previous.end))
        last = _LAST_WORD.search(self._source, space, previous.end)
        first = _FIRST_WORD.match(self._source, line.start, line.end)
        if last is None or first is None:
            return "-"
        left, right = last.group(), first.group()
        breaks_word = left.isalpha() and right.isalpha() and (right.islower() or (left + right).isupper())
        return "" if breaks_word and not self._vocabulary.is_compound(left.lower(), right.lower()) else "-"

    @cached_property
    def _vocabulary(self) -> "_Vocabulary":
        return _Vocabulary(self._source)

    def _add_line(self, line: Line, joint: str) -> bool:
        """Add what `line` reads, if anything, with `joint` in front."""
        before, self._line = self._length, self._line + 1
        for start, end, _, _, parting in line.cells:
            text = self._source[start:end] if self._is_usual else usual_run(self._source, start, end)
            if text:
                between = joint if self._length == before else parting
                start_in_text = self._length + len(between)
                self._length = start_in_text + len(text)
                self._texts += (between, text)
                if self._is_traced:
                    self._pieces.append(Piece(start_in_text, self._length, start, end, self._line))
        return self._length > before


class _Vocabulary:
    """The words of one page, which tell how a word broken at the end of a line is written."""

    def __init__(self, source: str) -> None:
        self._text = source.lower()

    def is_compound(self, left: str, right: str) -> bool:
        """Tell whether the hyphen between `left` and `right`, in lower case, is part of the word."""
        stem = f"{left}-{right[:STEM_CHARS]}"
        # What is nowhere in the text is no word of it: most questions end before the words are sought out.
        if left in _COMPOUND_PARTS or (stem in self._text and stem in self._stems):
            return True
        if min(len(left), len(right)) < WORD_CHARS or left not in self._text or right not in self._text:
            return False
        return left in self._words and right in self._words and left + right not in self._words

    @cached_property
    def _unbroken(self) -> str:
        return _BROKEN.sub(" ", self._text)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self._unbroken))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(f"{a}-{b[:STEM_CHARS]}" for a, b in _HYPHENATED.findall(self._unbroken))


def usual_run(source: str, start: int, end: int) -> str:
    """Return a run of `TextPage.text` as it stands in the page's text."""
    return normalise(source[start:end].replace("\r\n", "  ")).strip()
