"""A run of Latin words and numbers within a line that is read from the right: where it is more than one run.

A number before a word is shown on its right, so that "10-K" and "K-10" look the same, as "8 GB" and "GB 8"
do (Unicode UAX #9: W7, N1, N2). Which it was, the order of drawing tells where programs draw runs as they are
read (Word and LibreOffice do); else what could hardly have been written otherwise.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_UNIT = re.compile(
    r"(?P<left>[kMGT]B|[kMG]?Hz|[kMG]bps|kg|mg|km|cm|mm|nm|ml|[kMG]Wh?|mAh|dB|fps|px|rpm) "
    r"(?P<right>\d[\d.,]*)$"
)
# In a line from the left no space stands before a comma; before a point it may ("p < .05").
_STOP = re.compile(r"(?<=[^\s<>=≤≥~])\s+(?:[,;:!?]+(?=[^\s,;:!?])|\.(?=\d))")
_NOTE = re.compile(r"[(\[)\]][^()\[\]]*[)\](\[] ")  # brackets may be drawn either way
_FALLING = re.compile(r"\s*(?P<left>\d+)[–—](?P<right>\d+)")

Run = tuple[int, int]


def parts(drawn: str, classes: str, run: Run, ranks: Sequence[int]) -> Sequence[Run]:
    """Return the pieces of `run` that are each read as drawn, from the left; what is between them is not.

    `classes` are those of `core.documents.bidi`; `ranks` as for `logical_order`.
    """
    if "L" not in classes[slice(*run)] or "N" not in classes[slice(*run)]:
        return [run]
    return _drawn_apart(classes, run, ranks) or _told_apart(drawn, classes, run)


def _drawn_apart(classes: str, run: Run, ranks: Sequence[int]) -> list[Run]:
    """Return the pieces that were drawn from the right, if all around was, and words as wholes."""
    if not ranks or not _is_drawn_leftwards(classes, run, ranks):
        return []
    pieces: list[list[int]] = []
    for at in range(*run):
        if ranks[at] < 0:
            continue
        if pieces and ranks[at] >= ranks[pieces[-1][-1]]:
            pieces[-1].append(at)
        else:
            pieces.append([at])
    found = [_trimmed(classes, piece[0], piece[-1] + 1) for piece in pieces]
    lows = [min(ranks[at] for at in piece) for piece in pieces]
    highs = [max(ranks[at] for at in piece) for piece in pieces]
    falls = all(low > high for low, high in zip(lows, highs[1:], strict=False))
    return found if len(found) > 1 and falls and _is_number_first(classes, found) else []


def _trimmed(classes: str, start: int, end: int) -> Run:
    piece = classes[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip())


def _is_drawn_leftwards(classes: str, run: Run, ranks: Sequence[int]) -> bool:
    """Tell whether the letters on the right of `run` were drawn before it, and those on its left after it."""
    held = [ranks[at] for at in range(*run) if ranks[at] >= 0]
    right, left = classes.find("R", run[1]), classes.rfind("R", 0, run[0])
    if not held or (right < 0 and left < 0):
        return False
    return (right < 0 or ranks[right] < min(held)) and (left < 0 or ranks[left] > max(held))


def _is_number_first(classes: str, pieces: Sequence[Run]) -> bool:
    """Tell whether there is but one piece with words, all numbers stand on its right, and none was cut."""
    kinds = ["".join(sorted(set(classes[slice(*piece)]) & {"L", "N"})) for piece in pieces]
    worded = [number for number, kind in enumerate(kinds) if "L" in kind]
    numbers = [number for number, kind in enumerate(kinds) if kind == "N"]
    is_cut = any(
        classes[end - 1] == classes[start] == "N" and end == start
        for (_, end), (start, _) in pairwise(pieces)
    )
    return len(worded) == 1 and bool(numbers) and min(numbers) > worded[0] and not is_cut


def _told_apart(drawn: str, classes: str, run: Run) -> list[Run]:
    """Return the pieces of a run that would hardly be written as it is drawn."""
    unit = _UNIT.match(drawn, *run)
    if unit:
        return [unit.span("left"), unit.span("right")]
    cuts = [match.span() for match in _STOP.finditer(drawn, *run)]
    cuts += _note_cuts(drawn, classes, run)
    for match in _FALLING.finditer(drawn, *run):
        if int(match["left"]) > int(match["right"]):
            cuts += [(match.start(), match.start("left")), (match.end("left"), match.start("right"))]
    return list(_between(cuts, run))


def _note_cuts(drawn: str, classes: str, run: Run) -> list[Run]:
    """Return the brackets that a run begins with, if only a number follows: "404 (Not Found)" is shown so."""
    note = _NOTE.match(drawn, *run)
    if note is None or "L" in classes[note.end() : run[1]] or "L" not in classes[slice(*note.span())]:
        return []
    return [(run[0], run[0] + 1), (note.end() - 2, note.end())]


def _between(cuts: list[Run], run: Run) -> Iterator[Run]:
    start, end = run
    for first, last in sorted(cuts):
        if first > start:
            yield start, first
        start = last
    if start < end:
        yield start, end
