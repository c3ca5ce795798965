"""Text as it is drawn from left to right becomes text as it is read, where Hebrew or Arabic is in it.

What a page shows is the outcome of the bidirectional algorithm (Unicode UAX #9), which has no inverse:
several texts look the same. Where the order of drawing tells them apart, it decides (`foreign`). Else the
likelier is taken: English beside a number is one run ("Windows 10"), a hyphen between a word and a number
joins them, a hyphen before a number alone is its sign.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from core.documents.foreign import parts

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

_MIRRORED = dict(zip("()[]{}«»‹›", ")(][}{»«›‹", strict=True))
_OPENING = frozenset("([{«‹")
_BRACKET = re.compile(r"[()\[\]{}«»‹›]")
_AFTER_CLOSING = frozenset(".,;:!?׃'\"״”’")
_QUOTE = re.compile("[“”‘’]")
_CLOSED = {"“": "”", "‘": "’"}
_OPENED = {"”": "“", "’": "‘"}
_BEFORE_LAST_LETTER = re.compile(r".\w(?!\w)")
_BEFORE_QUOTE = re.compile(r"[\s([{«‹]")

# What stands together as it is drawn: numbers with their signs, then words in Latin letters with the numbers
# beside them. The classes are those of `_class`: R, L, N (digit), C (between digits), T (%, $), H (hyphen).
_NUMBER = re.compile(r"(?:(?<![^ o])H(?=[NT]))?T*N(?:[CH]?N)*T*")
_FOREIGN_NUMBER = re.compile(r"L[^R]*N|N[^R]*L")
_PERCENT = re.compile(r"[%٪‰][\d.,٫٬]*\d$")
_FOREIGN = re.compile(r"[LN](?:[^R]*[LN])?")
_READ_LEFTWARDS = re.compile(r"R(?:[^L]*R)?")

# Letters that have another form at the end of a word: the final forms, and those that they stand for.
_FINAL, _NOT_FINAL = frozenset("םןץףך"), frozenset("מנצכ")
# Abbreviations (עמ׳, התמ״ג) end as no word does; possessive, or one letter less of them would match.
_HEBREW_WORD = re.compile("(?<![א-ת'\"׳״’”‘“])[א-ת]{2,}+(?!['\"׳״’”‘“])")
_POINTS = re.compile("[\u0591-\u05bd\u05bf-\u05c7]")
_ARABIC_WORD = re.compile("[\u0621-\u064a]{3,}")


def is_mostly_rtl(text: str) -> bool:
    """Tell whether most letters of `text` are Hebrew or Arabic."""
    return 2 * len(RIGHT_TO_LEFT.findall(text)) > sum(map(str.isalpha, text))


def logical_order(drawn: str, is_rtl: bool, ranks: Sequence[int] = ()) -> list[int]:
    """Return the indices of the characters of `drawn`, which run from left to right, as they are read.

    `is_rtl`: the line as a whole is read from the right. `ranks`: for each character the number of the object
    that draws it, in the order of drawing, -1 where nothing does; empty where that is not known.
    """
    classes = "".join(map(_class, drawn))
    if is_rtl:
        return list(_leftwards(drawn, classes, 0, len(drawn), ranks))
    return list(_rightwards(drawn, classes))


def has_foreign_number(drawn: str) -> bool:
    """Tell whether a line has Latin words beside numbers, so that the order of drawing may decide."""
    return _FOREIGN_NUMBER.search("".join(map(_class, drawn))) is not None


def with_turned_quotes(text: str) -> str:
    """Return a line as it is read with each curly quote the way that its place asks for; PDFium turns some.

    Before a word's last letter it is a sign of abbreviation (ד”ר), which looks as one that closes; so does an
    apostrophe (ג’ירפה).
    """
    letters = list(text)
    for match in _QUOTE.finditer(text):
        place, sign = match.start(), match.group()
        letters[place] = _OPENED.get(sign, sign) if _opens_quote(text, place) else _CLOSED.get(sign, sign)
    return "".join(letters)


def _opens_quote(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if not before or _BEFORE_QUOTE.match(before):
        return bool(after.strip())
    if text[place] in "‘’":
        return False
    return after.isalnum() and before.isalpha() and _BEFORE_LAST_LETTER.match(text, place) is None


def with_turned_brackets(text: str) -> str:
    """Return a line as it is read with each bracket the way that its place asks for, whatever was drawn.

    Whether a font's "(" is the one that is read or the one that is seen, PDFs do not agree on.
    """
    letters, depth = list(text), 0
    for match in _BRACKET.finditer(text):
        place, sign = match.start(), match.group()
        opens = _opens(text, place)
        if opens is None:
            opens = depth == 0
        depth = depth + 1 if opens else max(0, depth - 1)
        letters[place] = sign if (sign in _OPENING) == opens else _MIRRORED[sign]
    return "".join(letters)


def likeness(text: str) -> int:
    """Return how much `text` looks like Hebrew or Arabic; below 0 it looks like their mirror image.

    In Hebrew the letters ם ן ץ ף ך end words and never begin them, and the letters that they stand for never
    end them; in Arabic "ال" begins words, and ة and ى end them.
    """
    text = _POINTS.sub("", text)
    hebrew = (
        (word[-1] in _FINAL) - (word[0] in _FINAL) + (word[0] in _NOT_FINAL) - (word[-1] in _NOT_FINAL)
        for word in _HEBREW_WORD.findall(text)
    )
    arabic = (
        word.startswith("ال") - word.endswith("لا") + (word[-1] in "ةى") - (word[0] in "ةى")
        for word in _ARABIC_WORD.findall(text)
    )
    return int(sum(hebrew) + sum(arabic))


@lru_cache(maxsize=4096)
def _class(letter: str) -> str:
    kind: str = unicodedata.bidirectional(letter)
    if kind in ("R", "AL", "L"):
        return kind[-1] if kind == "L" else "R"
    if letter in "-+\u2212":
        return "H"
    return {"EN": "N", "AN": "N", "CS": "C", "ET": "T", "WS": " "}.get(kind, "o")


def _leftwards(drawn: str, classes: str, start: int, end: int, ranks: Sequence[int] = ()) -> Iterator[int]:
    """Yield what stands in [start, end) from the right, but numbers and words in Latin letters as drawn."""
    runs = _joined([*_spans(_NUMBER, classes, start, end), *_foreign(drawn, classes, start, end)])
    for first, last in reversed([part for run in runs for part in parts(drawn, classes, run, ranks)]):
        yield from range(end - 1, last - 1, -1)
        yield from _with_percent_last(drawn, first, last)
        end = first
    yield from range(end - 1, start - 1, -1)


def _with_percent_last(drawn: str, first: int, last: int) -> Iterator[int]:
    """Yield a run as drawn, but behind Arabic letters a per cent sign on the left of a number after it.

    Such a number is an Arabic one, and its sign goes on in the direction of the line (UAX #9, W2 and W5).
    """
    if _PERCENT.match(drawn, first, last) and _is_behind_arabic(drawn, last):
        yield from range(first + 1, last)
        yield first
    else:
        yield from range(first, last)


def _is_behind_arabic(drawn: str, place: int) -> bool:
    letter = RIGHT_TO_LEFT.search(drawn, place)
    return letter is not None and unicodedata.bidirectional(letter.group()) == "AL"


def _rightwards(drawn: str, classes: str) -> Iterator[int]:
    place = 0
    for start, end in _spans(_READ_LEFTWARDS, classes, 0, len(classes)):
        yield from range(place, start)
        yield from _leftwards(drawn, classes, start, end)
        place = end
    yield from range(place, len(drawn))


def _spans(pattern: re.Pattern[str], classes: str, start: int, end: int) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(classes, start, end)]


def _foreign(drawn: str, classes: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the runs between right-to-left letters that have a Latin letter, with the brackets they close."""
    for first, last in _spans(_FOREIGN, classes, start, end):
        if "L" in classes[first:last]:
            yield _with_bracket(drawn, first, last, start, end)


def _with_bracket(drawn: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    inside = len(_BRACKET.findall(drawn, first, last))
    if inside % 2 and last < end and _BRACKET.match(drawn, last):
        return first, last + 1
    if inside % 2 and first > start and _BRACKET.match(drawn, first - 1):
        return first - 1, last
    return first, last


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _opens(text: str, place: int) -> bool | None:
    """Tell from what stands around a bracket whether it opens; None where that does not say."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    is_after_word, is_before_word = bool(before.strip()), bool(after.strip())
    if is_after_word == is_before_word:
        return False if is_after_word and after in _AFTER_CLOSING and before not in _OPENING else None
    return is_before_word
