"""Numbers and dates in running text, in one form each, so that they can be compared.

"1,234.5" is 1234.5, "4.7 million" is 4700000, "four" is 4, "3 May 2021" and "2021-05-03" are one date, and "3
May" is that day of any year; "1.2 m" is 120 cm, and no 1.2 litres. The same in Hebrew.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from core.answering.shares import is_rounded_share, shares
from core.answering.units import LABEL, UNSAID, Unit, unit_beside

# From two on: "one" and its Hebrew kin are more often pronouns than numbers.
_ENGLISH = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_HEBREW_TENS = "עשרים שלושים ארבעים חמישים שישים שבעים שמונים תשעים"
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
_ROUND = {
    word: value
    for names, first in ((_TENS, 30), (_HEBREW_TENS, 20))
    for value, word in zip(range(first, 100, 10), names.split(), strict=False)
} | {"twenty": 20}
_WORDS |= _ROUND
_SCALES = {
    "thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9, "b": 9, "trillion": 12,
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
        end=r"(?![\d.,]*\d)",
    )


_DATES = (
    r"(?P<y1>[12]\d{3})-(?P<m1>\d\d)-(?P<d1>\d\d)(?!\d)",
    _date_pattern("{month} {day},? {year}", 2),
    _date_pattern("{day}(?: of)? {month},? {year}", 3),
    _date_pattern("{month},? {year}", 4),
    _date_pattern("{month} {day}{end}", 5),
    _date_pattern("{day}(?: of)? {month}", 6),
)
# Where a number begins: no letter stands before it, but for the prefixes of Hebrew ("ב2011", "מארבע").
_PREFIXED = r"(?:(?<!\w)|(?<=(?<!\w)[{0}])|(?<=(?<!\w)[{0}]{{2}}))"
_LONG_SCALES = _any_of(scale for scale in _SCALES if len(scale) > 2)
_FOUND = re.compile(
    rf"(?<![\w.])(?:{'|'.join(_DATES)})"
    rf"|(?<!\.){_PREFIXED.format('והבכלמש')}(?P<number>\d+(?:[.,]\d+)*)"
    r"(?P<percent> ?%| percent\b| per cent\b| ?אחוז(?:ים)?\b)?"
    rf"(?:[ \xa0-]?(?P<scale>{_LONG_SCALES})\b|(?P<letter>(?-i:[KMB]|bn|mn))\b)?"
    rf"|{_PREFIXED.format('ובכלמ')}(?:(?P<ten>{_any_of(_ROUND)})[ -]ו?)?(?P<word>{_any_of(_WORDS)})\b"
    rf"(?: (?P<word_scale>{_LONG_SCALES})\b)?"
    r"(?P<word_percent> percent\b| per cent\b| אחוז(?:ים)?\b)?",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_YEARS = range(1000, 2101)
_PAGE_SCALE = re.compile(
    r"\b(?:in|of) (?:\w+ )?(thousand|million|billion)s\b|\((thousand|million|billion)s\b", re.I
)
ANY_YEAR = "--"  # begins a date without a year
FEWEST_DIGITS = 2  # of a number that is rounded


class QuantityKind(StrEnum):
    """What sort of number it is; only like is compared with like."""

    AMOUNT = "amount"
    PERCENT = "percent"
    YEAR = "year"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or date at [start, end) of a text; `value` is the same for every way to write it.

    `scale` is the power of ten that was written as a word: 6 of "4.7 million". `unit` is what it measures, as
    far as that stands beside it; a unit behind it ends at `unit_end`. A share in words ("a third of") is in
    percent, and only about so much.
    """

    start: int
    end: int
    kind: QuantityKind
    value: str
    scale: int = 0
    unit: Unit | None = None
    unit_end: int = 0
    is_share: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """The number as a table may write it that is "in millions", and as it is."""
        if not self.scale:
            return (self.value,)
        value = Decimal(self.value)
        return (self.value, *(_shown(value.scaleb(-power)) for power in (3, 6, 9)))

    @property
    def is_measured(self) -> bool:
        """Whether its unit is one that is hardly ever left out, as that of ages and ranks is."""
        return self.unit is not None and self.unit.sort not in UNSAID

    @property
    def is_label(self) -> bool:
        """Whether it counts nothing, but names a table, a page or a section."""
        return self.unit is not None and self.unit.sort == LABEL

    @property
    def converted(self) -> tuple[str, ...]:
        """The number as it is in the other units of its sort."""
        value = _decimal(self.value) if self.unit else None
        if self.unit is None or value is None:
            return ()
        return tuple(_shown(value * factor) for factor in self.unit.conversions())

    def agrees_with(self, other: "Quantity") -> bool:
        """Say whether both are the same, or one is a date and the other the year, month or day of it."""
        if QuantityKind.DATE in (self.kind, other.kind):
            return self._is_in(other) or other._is_in(self)
        if self.is_share is not other.is_share:
            share, rough = (self, other) if self.is_share else (other, self)
            percent = _decimal(rough.value)
            return percent is not None and is_rounded_share(percent, Decimal(share.value))
        if self.unit is None or other.unit is None or self.unit == other.unit:
            return self.value == other.value
        mine, theirs = _decimal(self.value), other.in_unit(self.unit)
        return mine is not None and mine == theirs

    def in_unit(self, unit: Unit | None) -> Decimal | None:
        """Return the number in another unit, and as it is if one of the units is not known.

        None if it measures something else, or is none (1.2.3).
        """
        value = _decimal(self.value)
        if value is None or unit is None or self.unit is None:
            return value
        return value * self.unit.factor / unit.factor if unit.sort == self.unit.sort else None

    def is_given_by(self, other: "Quantity", scales: Sequence[int] = ()) -> bool:
        """Say whether a text that has `other` gives this number too.

        It may give a part of a date less or more, or the number in a table whose numbers are "in millions":
        `scales` are such powers of ten. Millions and billions may be rounded, to two digits or more, and what
        rounds to 50 % is half.
        """
        if QuantityKind.DATE in (self.kind, other.kind):
            return self._is_in(other) or (other.value.startswith(ANY_YEAR) and other._is_in(self))
        if self.agrees_with(other):
            return True
        mine, theirs = _decimal(self.value), other.in_unit(self.unit)
        if self.is_share and theirs is not None:
            return is_rounded_share(Decimal(round(theirs)), Decimal(self.value))
        if mine is None or theirs is None or not (self.scale or scales):
            return False
        powers = (0, *scales) if not other.scale else (0,)
        return any(_is_rounded(mine, theirs.scaleb(power), self.scale) for power in powers)

    def _is_in(self, date: "Quantity") -> bool:
        if self.kind not in (QuantityKind.YEAR, QuantityKind.DATE):
            return False
        if self.value.startswith(ANY_YEAR):
            return date.value.endswith(self.value[1:])
        return date.value.startswith(self.value)


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the numbers and dates of `text`, in order."""
    said = [
        Quantity(start, end, QuantityKind.PERCENT, _shown(percent), unit_end=end, is_share=True)
        for start, end, percent in shares(text)
    ]
    covered = 0
    for each in _figures(text):
        while said and said[0].start <= each.start:
            share = said.pop(0)
            yield share
            covered = share.end
        if each.start >= covered:
            yield each
    yield from said


def _figures(text: str) -> Iterator[Quantity]:
    for match in _FOUND.finditer(text):
        parts = match.groupdict()
        if parts["word"]:
            tens = _WORDS[parts["ten"].lower()] if parts["ten"] else 0
            written = str(tens + _WORDS[parts["word"].lower()])
            value, kind, scale = _number(written, parts["word_scale"], parts["word_percent"])
        elif parts["number"]:
            value, kind, scale = _number(parts["number"], parts["scale"] or parts["letter"], parts["percent"])
        else:
            value, kind, scale = _date(parts), QuantityKind.DATE, 0
        unit, unit_end = None, match.end()
        if kind in (QuantityKind.AMOUNT, QuantityKind.YEAR):
            unit, unit_end = unit_beside(text, match.start(), match.end())
            if kind is QuantityKind.YEAR and unit_end == match.end():  # "2018 and 20 days" are no days
                unit = None
        yield Quantity(match.start(), match.end(), kind, value, scale, unit, unit_end)


def page_scales(text: str) -> tuple[int, ...]:
    """Return the powers of ten in which a page says that it gives its numbers: 6 of "(in millions)"."""
    return tuple({_SCALES[match.group(match.lastindex or 1).lower()] for match in _PAGE_SCALE.finditer(text)})


def _number(written: str, scale: str | None, percent: str | None) -> tuple[str, QuantityKind, int]:
    plain = written.replace(",", "") if _GROUPED.fullmatch(written) else written.replace(",", ".")
    power = _SCALES[scale.lower()] if scale else 0
    try:
        value = Decimal(plain).scaleb(power)
    except InvalidOperation:  # 1.2.3: a version, or a numbered section
        return written, QuantityKind.AMOUNT, 0
    is_year = not scale and written.isdigit() and len(written) == 4 and int(written) in _YEARS
    kind = QuantityKind.YEAR if is_year else QuantityKind.AMOUNT
    kind = QuantityKind.PERCENT if percent else kind
    return _shown(value), kind, power


def _shown(value: Decimal) -> str:
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _date(parts: dict[str, str | None]) -> str:
    def first(letter: str) -> str:
        return next((found for n in range(1, len(_DATES) + 1) if (found := parts.get(f"{letter}{n}"))), "")

    month, day = first("m"), first("d")
    number = _MONTHS.get(month.lower(), 0) or int(month)
    return f"{first('y') or '-'}-{number:02}" + (f"-{int(day):02}" if day else "")


def _decimal(value: str) -> Decimal | None:
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _is_rounded(rough: Decimal, exact: Decimal, scale: int) -> bool:
    """Say whether `rough` is `exact`, or that in fewer digits; only large numbers are given so."""
    if rough == exact:
        return True
    digits = len(rough.normalize().as_tuple().digits)
    if not scale or digits < FEWEST_DIGITS or not exact:
        return False
    return _shortened(exact, digits) == rough


def _shortened(exact: Decimal, digits: int) -> Decimal:
    return exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1))
