"""Units beside numbers: what a number measures, and in how large a unit.

"4.31 metres" and "431 cm" are the same, "22 centimetres" is another length, and "£9,750" is none. Only what
is exact is here: feet are not compared with metres, nor months with days.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

# Each sort of unit: how many of its smallest one are in one, and how that is written; a pattern of words. The
# first that fits is taken, so square metres stand before metres.
_TABLE: dict[str, dict[str, str]] = {
    "area": {
        "1": r"m2|m²|sq\.? m|square met(?:re|er)s?|מ\"ר|מטר(?:ים)? (?:רבוע|מרובע)(?:ים)?",
        "1000": r"dunams?|דונמים|דונם",
        "10000": r"ha|hectares?|הקטר(?:ים)?",
        "1000000": r"km2|km²|sq\.? km|square kilomet(?:re|er)s?|קמ\"ר|קילומטר(?:ים)? (?:רבוע|מרובע)(?:ים)?",
    },
    "imperial area": {"1": r"acres?|אקר(?:ים)?", "640": r"sq\.? mi|square miles?|מייל(?:ים)? רבוע(?:ים)?"},
    "volume": {
        "1": r"ml|millilit(?:re|er)s?|מ\"ל|מיליליטר(?:ים)?",
        "1000": r"lit(?:re|er)s?|ליטר(?:ים)?",
        "1000000": r"m3|m³|cubic met(?:re|er)s?|מ\"ק|קוב",
    },
    "length": {
        "1": r"mm|millimet(?:re|er)s?|מ\"מ|מילימטר(?:ים)?",
        "10": r"cm|centimet(?:re|er)s?|ס\"מ|סנטימטר(?:ים)?",
        "1000": r"(?-i:m)|met(?:re|er)s?|מטר(?:ים)?",
        "1000000": r"km|kilomet(?:re|er)s?|ק\"מ|קילומטר(?:ים)?",
    },
    "imperial length": {
        "1": r"inch(?:es)?|אינץ'?|אינצ'ים",
        "12": r"ft|foot|feet",
        "36": r"yards?|יארד(?:ים)?",
        "63360": r"mi|miles?|מייל(?:ים)?",
    },
    "mass": {
        "1": r"mg|milligrams?|מ\"ג|מיליגרם",
        "1000": r"(?-i:g)|grams?|grammes?|גרם",
        "1000000": r"kgs?|kilograms?|kilos?|ק\"ג|קילוגרם|קילו",
        "1000000000": r"(?:metric )?ton(?:ne)?s?|טון|טונות",
    },
    "time": {
        "1": r"sec|seconds?|שניות",
        "60": r"mins?|minutes?|דקות",
        "3600": r"hrs?|hours?|שעות",
        "86400": r"days?|ימים|יממות",
        "604800": r"weeks?|שבועות",
    },
    "months": {"1": r"months?|חודשים|חודש", "12": r"years?|yrs|שנים|שנה"},
    "energy": {"1": r"kwh|kilowatt[ -]hours?|קוט\"ש", "1000": r"mwh|megawatt[ -]hours?"},
    "power": {
        "1": r"watts?|ואט",
        "1000": r"kw|kilowatts?|קילוואט|קו\"ט",
        "1000000": r"mw|megawatts?|מגה-?וואט|מגוואט",
    },
    "ordinal": {"1": r"(?<=\d)(?:st|nd|rd|th)"},
    "dollar": {"1": r"\$|dollars?|usd|דולר(?:ים)?"},
    "pound": {"1": r"£|pounds?|lbs?|gbp|ליש\"ט"},
    "euro": {"1": r"€|euros?|eur|אירו|יורו"},
    "shekel": {"1": r"₪|shekels?|nis|ils|ש\"ח|שקל(?:ים)?"},
}
LABEL = "label"  # of "Table 2", "page 7"
# A text leaves these out: "aged 12", "rank 12", "12 came".
UNSAID = frozenset({"months", "ordinal", "count", LABEL})
_MONEY = ("dollar", "pound", "euro", "shekel")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number measures, and how many of the smallest unit of that sort are in one."""

    sort: str
    factor: Decimal

    def conversions(self) -> Iterator[Decimal]:
        """Yield what a number in this unit is multiplied by to be in each other one of its sort."""
        for each in map(Decimal, _TABLE.get(self.sort, ())):
            if each != self.factor:
                yield self.factor / each


COUNT = Unit("count", Decimal(1))


def _pattern(written: str) -> str:
    return written.replace('\\"', '["״”]').replace("'", "['׳’]")


_UNITS = [
    (Unit(sort, Decimal(factor)), _pattern(written))
    for sort, ways in _TABLE.items()
    for factor, written in ways.items()
]
_RANGE = r"[ \xa0]?(?:[-–—,/x×]|to|or|and|עד|או|ו?ל?-)[ \xa0]?"
_FURTHER = rf"(?:{_RANGE}\d+(?:[.,]\d+)*){{1,3}}"  # "30 to 50 km": both are kilometres
_BETWEEN = r"(?:u\.?s\.?|calendar|business|working|trading|consecutive|full|whole|more|additional|further) "
_WRITTEN = rf"(?:{'|'.join(f'({written})' for _, written in _UNITS)})(?![\w\"'״/])"
_BEHIND = re.compile(rf"(?P<further>{_FURTHER})?[ \xa0-]?(?:{_BETWEEN})?{_WRITTEN}", re.IGNORECASE)
# Of "how many" and its Hebrew kin; that one asks for things that are counted where a plural follows.
_ASKED = re.compile(rf"(?:\bhow many|(?<!\w)[ובלמש]{{0,2}}כמה) {_WRITTEN}", re.IGNORECASE)
_COUNTED = re.compile(
    r"\bhow many (?!percent)|(?<!\w)[ובלמש]{0,2}כמה (?!אחוזים)[א-ת]{2,}(?:ים|ות)(?!\w)", re.IGNORECASE
)
_BEFORE = re.compile(
    "(?:"
    + "|".join(rf"(?<!\w)(?:[A-Z]{{2}})?({written})" for unit, written in _UNITS if unit.sort in _MONEY)
    + rf")[ \xa0]?(?:\d+(?:[.,]\d+)*{_RANGE})?\Z",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?<!\w)(?:tables?|figures?|fig\.|sections?|chapters?|appendix|notes?|pages?|items?|equations?|"
    r"[בלמשה]{0,2}(?:טבלה|לוח|איור|תרשים|פרק|סעיף|עמוד|נספח)) \Z",
    re.IGNORECASE,
)
_LONGEST_BEFORE_CHARS = 16


def unit_beside(text: str, start: int, end: int) -> tuple[Unit | None, int]:
    """Return the unit of the number at [start, end) of `text`, if there is one, and where it ends.

    Money may stand before its number, as does what "Table 2" names; all else stands behind.
    """
    before = _BEFORE.search(text, max(0, start - _LONGEST_BEFORE_CHARS), start)
    if before is not None:
        return next(unit for unit, _ in _UNITS if unit.sort == _MONEY[(before.lastindex or 1) - 1]), end
    behind = _BEHIND.match(text, end)
    if behind is None:
        is_label = _LABELLED.search(text, max(0, start - _LONGEST_BEFORE_CHARS), start)
        return (Unit(LABEL, Decimal(1)) if is_label else None), end
    unit = _UNITS[(behind.lastindex or 2) - 2][0]
    return unit, end if behind["further"] else behind.end()


def unit_asked_for(question: str) -> Unit | None:
    """Return the unit that `question` wants a number in: "how many kilometres", or "how many nurses".

    `COUNT` is the unit of what is counted and not measured.
    """
    asked = _ASKED.search(question)
    if asked is not None:
        return _UNITS[(asked.lastindex or 1) - 1][0]
    return COUNT if _COUNTED.search(question) else None
