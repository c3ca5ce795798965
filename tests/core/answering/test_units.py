"""Units beside numbers, in English and Hebrew."""

import re

import pytest

from core.answering.units import COUNT, unit_asked_for, unit_beside


def beside(text: str) -> tuple[str, int] | None:
    """Return sort and size of the unit of the first number of `text`."""
    number = re.search(r"\d+(?:[.,]\d+)*", text)
    assert number is not None
    unit, _ = unit_beside(text, number.start(), number.end())
    return (unit.sort, int(unit.factor)) if unit else None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("4.31 metres", ("length", 1000)),
        ("a 22-centimetre rise", ("length", 10)),
        ("5 square metres", ("area", 1)),
        ("22,392 km2", ("area", 1_000_000)),
        ("8,646 sq mi per year", ("imperial area", 640)),
        ("US$5 in all", ("dollar", 1)),
        ("€ 5", ("euro", 1)),
        ("NIS 500", ("shekel", 1)),
        ("500 ש״ח", ("shekel", 1)),
        ('550 ק"מ', ("length", 1_000_000)),
        ("5 מטר מרובע", ("area", 1)),
        ("20 דקות", ("time", 60)),
        ("30 to 50 km", ("length", 1_000_000)),
        ("6-8 דקות", ("time", 60)),
        ("90 calendar days", ("time", 86_400)),
        ("the 17th of them", ("ordinal", 1)),
    ],
)
def test_a_unit_is_known_however_it_is_written(text: str, unit: tuple[str, int]) -> None:
    assert beside(text) == unit


@pytest.mark.parametrize(
    "text", ["5G phones", "60 km/h", "64GB", "61 nurses", "2018 many came", "5 mice", "12 קבוצות"]
)
def test_what_is_no_unit_of_the_table_is_none(text: str) -> None:
    assert beside(text) is None


def test_a_unit_behind_its_number_says_where_it_ends() -> None:
    assert unit_beside("in 12 km or", 3, 5)[1] == 8
    assert unit_beside("for £12 or", 5, 7)[1] == 7


def test_a_question_asks_for_a_measure_or_for_a_count() -> None:
    kilometres = unit_asked_for("How many square kilometres of forest were lost?")
    assert kilometres is not None
    assert kilometres.sort == "area"
    minutes = unit_asked_for("כל כמה דקות יוצאת הרכבת?")
    assert minutes is not None
    assert minutes.sort == "time"
    assert unit_asked_for("How many nurses work there?") == COUNT
    assert unit_asked_for("כמה אחיות עובדות במרפאה?") == COUNT


@pytest.mark.parametrize("question", ["How many percent?", "כמה אחוזים מהן?", "כמה זה עולה?", "Who came?"])
def test_other_questions_ask_for_no_unit(question: str) -> None:
    assert unit_asked_for(question) is None
