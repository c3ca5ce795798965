"""Numbers and dates in running text, in one form each, so that they can be compared.

"1,234.5" is 1234.5, "4.7 million" is 4700000, "four" is 4, "3 May 2021" and "2021-05-03" are one date; the
same in Hebrew.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

# From two on: "one" and its Hebrew kin are more often pronouns than numbers.
_ENGLISH = "two three four five six seven eight nine ten eleven twelve"
_HEBREW = (
    "שתיים|שניים|שתי|שני שלוש|שלושה|שלושת ארבע|ארבעה|ארבעת חמש|חמישה|חמשת שש|שישה|ששת שבע|שבעה|שבעת "
    "שמונה|שמונת תשע|תשעה|תשעת עשר|עשרה|עשרת"
)
_WORDS = {
    word: value
    for names in (_ENGLISH, _HEBREW)
    for value, words in enumerate(names.split(), 2)
    for word in words.split("|")
}
_SCALES = {
    "thousand": 3, "k": 3, "million": 6, "m": 6, "billion": 9, "bn": 9, "b": 9, "trillion": 12,
    "אלף": 3, "אלפים": 3, "מיליון": 6, "מיליארד": 9, "טריליון": 12,
}  # fmt: skip
_ENGLISH_MONTHS = "january february march april may june july august september october november december"
_HEBREW_MONTHS = "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר"
_MONTHS = {
    name: number
    for names in (_ENGLISH_MONTHS, _HEBREW_MONTHS)
    for number, month in enumerate(names.split(), 1)
    for name in (month, month[:3])
}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _date_pattern(order: str, number: int) -> str:
    """Return the pattern of one way to write a date; groups are numbered, since names must be unique."""
    return order.format(
        day=rf"(?P<d{number}>\d{{1,2}})(?:st|nd|rd|th)?",
        month=rf"[בלמה]?(?P<m{number}>{_any_of(_MONTHS)})\b\.?",
        year=rf"(?P<y{number}>[12]\d{{3}})(?!\d)",
    )


_DATES = (
    r"(?P<y1>[12]\d{3})-(?P<m1>\d\d)-(?P<d1>\d\d)(?!\d)",
    _date_pattern("{month} {day},? {year}", 2),
    _date_pattern("{day}(?: of)? {month},? {year}", 3),
    _date_pattern("{month},? {year}", 4),
)
_LONG_SCALES = _any_of(scale for scale in _SCALES if len(scale) > 2)
_FOUND = re.compile(
    rf"(?<![\w.])(?:{'|'.join(_DATES)})"
    r"|(?<![\w.])(?P<number>\d+(?:[.,]\d+)*)(?P<percent> ?%| percent\b| per cent\b| ?אחוז(?:ים)?\b)?"
    rf"(?:[ -]?(?P<scale>{_LONG_SCALES})\b|(?P<letter>(?-i:[KMB]|bn))\b)?"
    rf"|\b(?P<word>{_any_of(_WORDS)})\b",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_YEARS = range(1000, 2101)


class QuantityKind(StrEnum):
    """What sort of number it is; only like is compared with like."""

    AMOUNT = "amount"
    PERCENT = "percent"
    YEAR = "year"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or date at [start, end) of a text; `value` is the same for every way to write it."""

    start: int
    end: int
    kind: QuantityKind
    value: str

    def agrees_with(self, other: "Quantity") -> bool:
        """Say whether both are the same, or one is a date and the other the year or month of it."""
        if QuantityKind.DATE in (self.kind, other.kind):
            return self.value.startswith(other.value) or other.value.startswith(self.value)
        return self.value == other.value


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the numbers and dates of `text`, in order."""
    for match in _FOUND.finditer(text):
        parts = match.groupdict()
        if parts["word"]:
            value, kind = str(_WORDS[parts["word"].lower()]), QuantityKind.AMOUNT
        elif parts["number"]:
            value, kind = _number(
                parts["number"], parts["scale"] or parts["letter"] or "", bool(parts["percent"])
            )
        else:
            value, kind = _date(parts), QuantityKind.DATE
        yield Quantity(match.start(), match.end(), kind, value)


def _number(written: str, scale: str, is_percent: bool) -> tuple[str, QuantityKind]:
    plain = written.replace(",", "") if _GROUPED.fullmatch(written) else written.replace(",", ".")
    try:
        value = Decimal(plain) * 10 ** _SCALES.get(scale.lower(), 0)
    except InvalidOperation:  # 1.2.3: a version, or a numbered section
        return written, QuantityKind.AMOUNT
    is_year = not scale and written.isdigit() and len(written) == 4 and int(written) in _YEARS
    kind = QuantityKind.YEAR if is_year else QuantityKind.AMOUNT
    kind = QuantityKind.PERCENT if is_percent else kind
    shown = f"{value:f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown), kind


def _date(parts: dict[str, str | None]) -> str:
    def first(*names: str) -> str:
        return next((found for name in names if (found := parts[name])), "")

    month = first("m1", "m2", "m3", "m4")
    number = _MONTHS.get(month.lower(), 0) or int(month)
    day = first("d1", "d2", "d3")
    return f"{first('y1', 'y2', 'y3', 'y4')}-{number:02}" + (f"-{int(day):02}" if day else "")
