"""The marks that items of lists and notes begin with: bullets, numbers, letters of either alphabet."""

import re

# A bullet is a letter in some fonts; a number or a letter needs what closes it, and a space.
BULLETED = re.compile(r"[•◦▪■●○☐☒☑\uf0b7\uf0a7]")
MARKED = re.compile(r"(?:[–—*\-]|\(?(?:\d{1,2}|[a-zA-Z\u05d0-\u05ea]|[ivx]{1,5})[.)])\s+\S")
NOTE = re.compile(r"(?:\d{1,2}|[*∗†‡§¶]{1,2})\s?[^\W\d]")

_COUNTED = re.compile(r"(\(?)(\d{1,3}|[a-zA-Z]|[\u05d0-\u05ea]{1,2}['׳]?)([.)])\s+\S|()(\d{1,2})()[^\W\d_]")
_ENDED = re.compile(r"[^\W\d_]([.!?:])[\"'”’)\]]*\d{1,2}$")
_HEBREW = {letter: value for value, letter in enumerate("אבגדהוזחט", 1)} | {
    letter: 10 * value for value, letter in enumerate("יכלמנסעפצ", 1)
}


def begins_item(text: str, start: int) -> bool:
    """Tell whether a line of `text` that begins at `start` is the first of an item."""
    return BULLETED.match(text, start) is not None or MARKED.match(text, start) is not None


def counts_on(text: str, before: int, start: int) -> bool:
    """Tell whether the mark at `start` comes after the one at `before`, as "c)" does after "b)"."""
    a, b = _COUNTED.match(text, before), _COUNTED.match(text, start)
    if a is None or b is None:
        return False
    (a_open, a_mark, a_close), (b_open, b_mark, b_close) = _mark(a), _mark(b)
    return (a_open, a_close) == (b_open, b_close) and _is_next(a_mark, b_mark)


def sign_before_mark(text: str, start: int, end: int) -> str:
    """Return the sign of [start, end) that ends a sentence before the mark of a note, if there is one."""
    match = _ENDED.search(text, max(start, end - 8), end)
    return match[1] if match else ""


def _mark(match: re.Match[str]) -> tuple[str, str, str]:
    opening, mark, closing = [group for group in match.groups() if group is not None]
    return opening, mark.rstrip("'׳"), closing


def _is_next(a: str, b: str) -> bool:
    if a.isdecimal() and b.isdecimal():
        return int(b) == int(a) + 1
    if a.isascii() and b.isascii():
        return len(a) == len(b) == 1 and a.isalpha() and ord(b) == ord(a) + 1
    return 0 < _hebrew(a) == _hebrew(b) - 1


def _hebrew(mark: str) -> int:
    """Return the number that Hebrew letters stand for, 0 for other letters; fifteen is ט״ו, nine and six."""
    return sum(_HEBREW.get(letter, 0) for letter in mark)
