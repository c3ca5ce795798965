"""The characters of a page are put in the order in which they are read, where Hebrew or Arabic is among them.

PDFium takes the order in which a file draws for the order in which one sees, and turns that about. Files draw
in either order, so here the places decide: what a line shows from left to right is worked back into text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from core.documents.bidi import (
    RIGHT_TO_LEFT,
    has_foreign_number,
    is_mostly_rtl,
    likeness,
    logical_order,
    with_turned_brackets,
    with_turned_quotes,
)
from core.documents.heights import MOST_RISE_EMS, NOWHERE
from core.documents.textpage import TextPage

LEAST_GAP_EMS = 0.05  # a space is drawn there, if it is not one that lies over a letter
WORD_GAP_EMS = 0.15  # letters stand closer, words of a justified line farther apart
SEGMENT_GAP_EMS = 1.5  # as far apart stand cells of a table: each is read by itself
WEIGHT_OF_PAGE = 1.5  # a line needs more signs than one to be mirrored on a page that is not

_ENDS_SENTENCE = re.compile(r"[.!?,:;]")
_ENDS = "\r\n\x02\ufffe"


class Glyph(NamedTuple):
    """What is drawn in one place: its characters in the order in which they are read, and their indices."""

    letters: str
    sources: tuple[int, ...]
    left: float
    right: float


SPACE = Glyph(" ", (NOWHERE,), 0.0, 0.0)
Segments = list[list[Glyph]]  # of one line, from left to right


def put_in_order(page: TextPage) -> None:
    """Arrange the text of `page` as it is read; every character stays with its place.

    A line that shows its letters in mirrored order, as programs that know nothing of Hebrew draw them, is
    read as it was meant.
    """
    runs = list(_runs(page.text))
    is_rtl_page = is_mostly_rtl(page.text)
    drawn = {run: _segments(page, *run) for run in runs if RIGHT_TO_LEFT.search(page.text, *run)}
    lines = {run: _read(page, segments, is_rtl_page) for run, segments in drawn.items() if segments}
    likely = {run: likeness(_letters(line)) for run, line in lines.items()}
    total = sum(likely.values())
    for run, like in likely.items():
        if like + _clamped(total - like, WEIGHT_OF_PAGE) < 0:
            lines[run] = list(_with_gaps(drawn[run]))
    page.arrange(*_arranged(page.text, runs, lines))


def _clamped(value: float, most: float) -> float:
    return max(-most, min(most, value))


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of `text` and what ends them, as they follow each other."""
    start = 0
    for place, letter in enumerate(text):
        if letter in _ENDS:
            if start < place:
                yield start, place
            yield place, place + 1
            start = place + 1
    if start < len(text):
        yield start, len(text)


def _is_rtl(drawn: str, is_rtl_page: bool) -> bool:
    """Tell whether a line that draws this from left to right is read from the right."""
    if is_mostly_rtl(drawn):
        return True
    ends = _ENDS_SENTENCE.match(drawn), _ENDS_SENTENCE.match(drawn[-1:])
    return bool(ends[0]) if any(ends) else is_rtl_page


def _segments(page: TextPage, start: int, end: int) -> Segments:
    """Return what a line draws; nothing if that is not one line."""
    turn, style = page.turn, page.style(start)
    page.turn = style.turn  # as the line stands upright
    places = [(index, page.room(index)) for index in range(start, end)]
    page.turn = turn
    size = style.size or 1.0
    bottoms = [room.bottom for index, room in places if not page.text[index].isspace()]
    if max(bottoms) - min(bottoms) > MOST_RISE_EMS * size:
        return []
    letters: list[Glyph] = []
    marks: list[Glyph] = []
    for index, room in places:
        _place(Glyph(page.text[index], (index,), room.left, room.right), letters, marks)
    letters.sort(key=_middle)
    if any(a[2:] == b[2:] for a, b in pairwise(letters)):
        return []  # what is drawn there stands for more than one place
    for mark in marks:
        _attach(mark, letters)
    return _parted(letters, size)


def _place(glyph: Glyph, letters: list[Glyph], marks: list[Glyph]) -> None:
    """Add a character to the letters or marks of its line, or to the ligature that it is drawn by."""
    before = letters[-1] if letters else SPACE
    if glyph.left == glyph.right and glyph.letters == " ":
        return  # PDFium has made it up, from the order of drawing
    if glyph[2:] == before[2:]:
        # PDFium has turned letters about that stand in one place, like those that stand apart
        is_rtl = RIGHT_TO_LEFT.search(glyph.letters + before.letters)
        first, last = (glyph, before) if is_rtl else (before, glyph)
        letters[-1] = _with(first, last)
    elif unicodedata.combining(glyph.letters):
        marks.append(glyph)
    else:
        letters.append(glyph)


def _with(first: Glyph, last: Glyph) -> Glyph:
    return first._replace(letters=first.letters + last.letters, sources=first.sources + last.sources)


def _middle(glyph: Glyph) -> float:
    return glyph.left + glyph.right


def _attach(mark: Glyph, letters: list[Glyph]) -> None:
    """Put a point or an accent to the letter that it stands under or over."""
    if letters:
        distances = [
            (glyph.letters == " ", abs(_middle(glyph) - _middle(mark)), at)
            for at, glyph in enumerate(letters)
        ]
        at = min(distances)[2]
        letters[at] = _with(letters[at], mark)


def _parted(glyphs: Sequence[Glyph], size: float) -> Segments:
    """Part a line where it has wide gaps, and put spaces into the narrow ones."""
    segments: Segments = [[]]
    space, reach = None, glyphs[0].left if glyphs else 0.0
    for glyph in glyphs:
        if glyph.letters == " ":
            space = glyph
            continue
        gap = (glyph.left - reach) / size
        if gap > SEGMENT_GAP_EMS:
            segments.append([])
        elif gap > (LEAST_GAP_EMS if space else WORD_GAP_EMS):
            segments[-1].append(space or SPACE)
        segments[-1].append(glyph)
        space, reach = None, max(reach, glyph.right)
    return [segment for segment in segments if segment]


def _read(page: TextPage, segments: Segments, is_rtl_page: bool) -> list[Glyph]:
    """Return the glyphs of a line as they are read."""
    is_rtl = _is_rtl(_letters(chain.from_iterable(segments)), is_rtl_page)
    ordered = [_segment_read(page, segment, is_rtl) for segment in segments]
    return list(_with_gaps(reversed(ordered) if is_rtl else ordered))


def _segment_read(page: TextPage, segment: Sequence[Glyph], is_rtl: bool) -> list[Glyph]:
    drawn = "".join(glyph.letters[0] for glyph in segment)
    has_foreign = any(unicodedata.bidirectional(letter) == "L" for letter in drawn)
    if has_foreign and RIGHT_TO_LEFT.search(drawn) is None:
        return list(segment)
    ranks = [page.rank(glyph.sources[0]) for glyph in segment] if has_foreign_number(drawn) else []
    return [segment[at] for at in logical_order(drawn, is_rtl or not has_foreign, ranks)]


def _with_gaps(segments: Iterable[Sequence[Glyph]]) -> Iterator[Glyph]:
    for number, segment in enumerate(segments):
        if number:
            yield SPACE
        yield from segment


def _letters(glyphs: Iterable[Glyph]) -> str:
    return "".join(glyph.letters for glyph in glyphs)


def _arranged(
    text: str, runs: Sequence[tuple[int, int]], lines: dict[tuple[int, int], list[Glyph]]
) -> tuple[str, list[int]]:
    """Return the page's text as it is read, and for each character the index that it had."""
    letters: list[str] = []
    sources: list[int] = []
    for run in runs:
        if run in lines:
            letters.append(with_turned_quotes(with_turned_brackets(_letters(lines[run]))))
            sources.extend(chain.from_iterable(glyph.sources for glyph in lines[run]))
        else:
            letters.append(text[slice(*run)])
            sources.extend(range(*run))
    return "".join(letters), sources
