"""Shares that are written in words: "half of", "two thirds", "a quarter of", in Hebrew too, as percent.

"The second half of the year", "a third party", "two quarters" and "half a million" are none: a word counts
only where what it is a share of follows, or the "by" of a change stands before it. "Doubled" is 100 % more.
"""

import re
from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

DECIMALS = 4  # of the percent of a share
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_COUNTS = "two three four five six seven eight nine"
_HEBREW_PARTS = {
    "מחצית": 2, "חצי": 2, "שליש": 3, "שלישים": 3, "רבע": 4, "רבעים": 4, "רבעי": 4, "חמישית": 5, "חמישיות": 5,
    "שישית": 6, "שישיות": 6, "שמינית": 8, "שמיניות": 8, "עשירית": 10, "עשיריות": 10,
}  # fmt: skip
_HEBREW_COUNTS = {
    "שני": 2, "שתי": 2, "שלושה": 3, "שלושת": 3, "שלוש": 3, "ארבעה": 4, "ארבעת": 4, "ארבע": 4,
    "חמישה": 5, "חמש": 5, "שבע": 7, "תשע": 9,
}  # fmt: skip
_GROWTH = {
    "doubled": 100,
    "tripled": 200,
    "quadrupled": 300,
    "הוכפל": 100,
    "הכפיל": 100,
    "שולש": 200,
    "שילש": 200,
}
_WHOLE = r"(?:the|all|its|their|our|his|her|these|those|them|it|us|which|whom|every|total)\b"
_END = r"(?=\s*(?:[.,;:!?)]|$))"
_ABOUT = r"(?:about |nearly |almost |roughly |over )?(?:an? |one[ -])?"
# "The second half of", "half of one percent", "three quarters" of a year and "a quarter of an hour" are none.
_BEFORE_HALF = "".join(f"(?<!{word} )" for word in ("first", "second", "latter", "last", "early", "and a"))
_BEFORE_QUARTERS = "".join(f"(?<!{word} three )" for word in ("first", "last", "next", "past"))
_HALF = rf"(?P<half>half)(?= (?:of )?{_WHOLE}| of (?!an?\b|one\b|\d)\w| as (?:many|much)\b)"
_ENGLISH = (
    rf"(?<!\w){_BEFORE_HALF}{_HALF}"
    rf"|\b(?P<count>{_COUNTS.replace(' ', '|')})[ -](?:"
    r"(?P<parts>thirds|fourths|fifths|sixths|eighths|tenths)\b"
    rf"|{_BEFORE_QUARTERS}(?P<quarters>quarters)(?= of {_WHOLE}))"
    r"|\b(?:an?|one)[ -](?P<part>third|quarter|fifth|sixth|eighth|tenth)(?= of (?!an?\b))"
    rf"|^\W*{_ABOUT}(?P<alone>half|third|quarter|fifth|tenth)\W*$"
    rf"|\bby (?:an? |one[ -])?(?P<change>half|third|quarter|fifth|tenth){_END}"
    r"|(?<!more than )\b(?P<growth>doubled|tripled|quadrupled)\b"
    rf"|(?<![\w.])(?P<decimal>0\.\d+)(?= of {_WHOLE})"
)
_PREFIX = r"(?<!\w)[ובכלמש]{0,2}"
_OF_THEM = r"(?:מן|מכלל|מכל|מתוך|מה\w|מ-|של ה)"
_NAMED = r"(?! ה?(?:ראשו|שני|שלישי|רביעי|אחרו|מאה|שנה|שנות|גמר))"  # "the first half", "mid-century"
_HEBREW = (
    rf"{_PREFIX}(?P<of_count>{'|'.join(_HEBREW_COUNTS)})[ -]ה?"
    r"(?P<hebrew_parts>שלישים|רבעים|רבעי|חמישיות|שישיות|שמיניות|עשיריות)\b"
    rf"|{_PREFIX}(?P<hebrew_half>מחצית|שליש|רבע)(?= {_OF_THEM}| ה\w){_NAMED}"
    rf"|{_PREFIX}(?P<hebrew_part>חצי|חמישית|שישית|שמינית|עשירית)(?= {_OF_THEM})"
    r"|^\W*כ?-?(?P<hebrew_alone>מחצית|חצי|שליש|רבע|חמישית|שמינית|עשירית)\W*$"
    rf"|(?<!\w)ב(?P<hebrew_change>מחצית|שליש|רבע){_END}"
    r"|(?<!\w)ו?(?P<hebrew_growth>הוכפל|הכפיל|שולש|שילש)(?:[והת]\b|\b)"
)
_FOUND = re.compile(f"{_ENGLISH}|{_HEBREW}", re.IGNORECASE)
# One of these is in each; most texts have none, and to look for these first takes a third of the time.
_ENGLISH_ROOTS = "half third quarter fifth fourth sixth eighth tenth doubled tripled quadrupled 0."
_HEBREW_ROOTS = "מחצית חצי שליש רבע חמישי שישי שמיני עשירי הוכפל הכפיל שולש שילש"
_ROOTS = (*_ENGLISH_ROOTS.split(), *_HEBREW_ROOTS.split())


class Share(NamedTuple):
    """A share at [start, end) of a text, in percent."""

    start: int
    end: int
    percent: Decimal


def shares(text: str) -> Iterator[Share]:
    """Yield the shares that `text` gives in words, in order."""
    lowered = text.lower()
    if not any(root in lowered for root in _ROOTS):
        return
    for match in _FOUND.finditer(text):
        parts = {name: found.lower() for name, found in match.groupdict().items() if found}
        yield Share(match.start(), match.end(), _percent(parts))


def without_shares(text: str) -> str:
    """Return `text` without the words of its shares."""
    return _FOUND.sub(" ", text)


def is_rounded_share(rough: Decimal, exact: Decimal) -> bool:
    """Say whether `rough` percent is the share `exact` with fewer digits: 33, 33.3 and 66 or 67 of thirds."""
    exponent = rough.normalize().as_tuple().exponent
    digits = Decimal(1).scaleb(min(0, max(-DECIMALS, exponent)) if isinstance(exponent, int) else 0)
    return rough in (exact.quantize(digits, ROUND_HALF_UP), exact.quantize(digits, ROUND_DOWN))


def _percent(found: dict[str, str]) -> Decimal:
    if "decimal" in found:
        return Decimal(found["decimal"]) * 100
    if growth := found.get("growth") or found.get("hebrew_growth"):
        return Decimal(_GROWTH[growth])
    count = found.get("count") or found.get("of_count")
    counts = {word: value for value, word in enumerate(_COUNTS.split(), 2)} | _HEBREW_COUNTS
    name = next(word for key, word in found.items() if key not in ("count", "of_count"))
    part = (_PARTS | _HEBREW_PARTS).get(name) or _PARTS[name.removesuffix("s")]
    return round(Decimal(100 * (counts[count] if count else 1)) / part, DECIMALS)
