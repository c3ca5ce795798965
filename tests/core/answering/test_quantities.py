import pytest

from core.answering.quantities import QuantityKind, page_scales, quantities


def values(text: str) -> list[str]:
    return [each.value for each in quantities(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", "1234.5"),
        ("1234.50", "1234.5"),
        ("3,5", "3.5"),
        ("4.7 million", "4700000"),
        ("$5M", "5000000"),
        ("12 אלף", "12000"),
        ("four", "4"),
        ("Twelve", "12"),
        ("ארבעה", "4"),
        ("שתי", "2"),
        ("12%", "12"),
        ("12 percent", "12"),
        ("100", "100"),
        ("1998", "1998"),
        ("May 3, 2021", "2021-05-03"),
        ("3 May 2021", "2021-05-03"),
        ("3rd of Sep. 2021", "2021-09-03"),
        ("2021-05-03", "2021-05-03"),
        ("3 במאי 2021", "2021-05-03"),
        ("May 2021", "2021-05"),
        ("1.2.3", "1.2.3"),
        ("twenty-five", "25"),
        ("two million", "2000000"),
        ("2,018mn", "2018000000"),
        ("6 June", "--06-06"),
    ],
)
def test_a_number_has_one_value_however_it_is_written(text: str, value: str) -> None:
    assert values(f"It was {text}, they say.") == [value]


def test_words_that_only_look_like_numbers_are_none() -> None:
    assert values("No one may march on often, B12 or not.") == []


def test_each_number_knows_its_place() -> None:
    text = "In 1998 it had 4,705 patients and 61 nurses."
    found = list(quantities(text))
    assert [text[each.start : each.end] for each in found] == ["1998", "4,705", "61"]
    assert [each.kind for each in found] == [QuantityKind.YEAR, QuantityKind.AMOUNT, QuantityKind.AMOUNT]


def test_a_date_agrees_with_its_year_and_not_with_another_day() -> None:
    day, month, year, other, amount = quantities("3 May 2021; May 2021; 2021; 4 May 2021; 5")
    assert day.agrees_with(month)
    assert year.agrees_with(day)
    assert not day.agrees_with(other)
    assert not amount.agrees_with(year)


def test_a_small_number_is_no_part_of_a_date() -> None:
    small, date = quantities("It has 20 rooms. It opened on 3 May 2021.")
    assert not small.agrees_with(date)
    assert not small.is_given_by(date)


def test_a_day_without_a_year_agrees_with_that_day_of_any_year() -> None:
    day, dated, other = quantities("6 June; 6 June 2021; 7 June 2021")
    assert day.agrees_with(dated)
    assert not day.agrees_with(other)


def test_a_number_is_given_by_a_table_in_millions_and_may_be_rounded_if_it_is_large() -> None:
    exact, rounded, wrong, cell = quantities("1.577 billion; 1.6 billion; 1.7 billion; 1,577")
    scales = page_scales("(Millions) | 2018 | 2017")
    assert scales == page_scales("(in millions, except per share data)") == (6,)
    assert exact.is_given_by(cell, scales)
    assert rounded.is_given_by(cell, scales)
    assert not wrong.is_given_by(cell, scales)
    assert not exact.is_given_by(cell)


def test_a_date_is_not_given_by_its_year_alone() -> None:
    date, year = quantities("3 May 2021; 2021")
    assert year.is_given_by(date)
    assert not date.is_given_by(year)


@pytest.mark.parametrize(
    ("text", "value"), [("נוסדה ב2011", "2011"), ("מארבע יבשות", "4"), ("בשתי ערים", "2")]
)
def test_a_number_is_known_behind_the_prefixes_of_hebrew(text: str, value: str) -> None:
    assert [each.value for each in quantities(text)] == [value]


@pytest.mark.parametrize("text", ["השני", "B2B", "v2.1.3"])
def test_what_only_holds_a_number_is_none(text: str) -> None:
    assert list(quantities(text)) == []
