"""Answers side by side: what both say, what one alone says, and numbers that disagree."""

import pytest

from core.answering.agreement import Sentence, Stance, compare
from core.answering.events import Mode

WHOLE, RETRIEVED, CLOSED = Mode.WHOLE, Mode.RETRIEVED, Mode.CLOSED


def sentences(left: str, right: str) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    found = compare({WHOLE: left, RETRIEVED: right}).sentences
    return found[WHOLE], found[RETRIEVED]


def stances(left: str, right: str) -> tuple[list[str], list[str]]:
    both = sentences(left, right)
    return [each.stance.value for each in both[0]], [each.stance.value for each in both[1]]


def differing(left: str, right: str) -> list[tuple[str, str]]:
    """Return the pairs of numbers that disagree, as the left answer's sentences tell them."""
    return [
        (left[d.start : d.end], right[d.other_start : d.other_end])
        for sentence in sentences(left, right)[0]
        for echo in sentence.echoes
        for d in echo.differences
    ]


def test_what_both_say_is_shared_in_whatever_order() -> None:
    left = "The clinic opened in 1998. Miriam Alon founded it."
    right = "It was founded by Miriam Alon. The clinic was opened in 1998."
    assert stances(left, right) == (["shared", "shared"], ["shared", "shared"])
    (echo,) = sentences(left, right)[0][0].echoes
    assert (echo.mode, right[echo.start : echo.end]) == (RETRIEVED, "The clinic was opened in 1998.")
    assert echo.differences == ()


def test_what_one_alone_says_stands_alone() -> None:
    left = "The clinic opened in 1998. The roof was mended in spring."
    assert stances(left, "The clinic opened in 1998.") == (["shared", "alone"], ["shared"])


def test_the_longer_sentence_says_more_than_the_shorter() -> None:
    left = "It opened in 1998."
    right = "The clinic in Haifa, founded by Miriam Alon, opened in 1998."
    assert stances(left, right) == (["shared"], ["alone"])


def test_one_sentence_may_say_what_two_say() -> None:
    left = "The clinic opened in 1998 and was founded by Miriam Alon."
    right = "The clinic opened in 1998. It was founded by Miriam Alon."
    (sentence,), _ = sentences(left, right)
    assert sentence.stance is Stance.SHARED
    assert right[sentence.echoes[0].start : sentence.echoes[0].end] == right


@pytest.mark.parametrize(
    ("left", "right", "pairs"),
    [
        ("The clinic treated 4,705 patients.", "The clinic treated 4,310 patients.", [("4,705", "4,310")]),
        ("It opened in 1999.", "The clinic opened in 1998 and was founded by Alon.", [("1999", "1998")]),
        ("4,705", "In 2022 the clinic treated 4,310 patients.", [("4,705", "4,310")]),
        (
            "Net revenue for fiscal 2022 was $4,310 million, an increase of 12% compared to 2021.",
            "Net revenue was $4.31 billion in fiscal 2022, up 14% from the year before.",
            [("12%", "14%")],
        ),
        ("It grew by 5 percent.", "It grew by 6%.", [("5 percent", "6%")]),
        ("It opened on May 3, 2021.", "It opened on 4 May 2021.", [("May 3, 2021", "4 May 2021")]),
        ("There are four nurses.", "There are 5 nurses.", [("four", "5")]),
        ("במרפאה עובדות 61 אחיות.", "עובדות במרפאה 62 אחיות.", [("61", "62")]),
        ("Of 61 nurses, 12 are new.", "Of 61 nurses, 13 are new.", [("12", "13")]),
        ("4.31 metres", "The water rose by 22 centimetres.", [("4.31", "22")]),
        ("It cost £9,750 to mend.", "It cost 9,570 pounds to mend.", [("9,750", "9,570")]),
        ("המים עלו 3 מטרים.", 'המים עלו 40 ס"מ.', [("3", "40")]),
    ],
)
def test_numbers_that_disagree_are_paired(left: str, right: str, pairs: list[tuple[str, str]]) -> None:
    assert differing(left, right) == pairs
    assert differing(right, left) == [(b, a) for a, b in pairs]
    assert sentences(left, right)[1][0].stance is Stance.DIFFERS


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("It paid $1,234.50.", "It paid 1234.5 dollars."),
        ("There are four nurses.", "There are 4 nurses."),
        ("במרפאה ארבע אחיות", "במרפאה יש 4 אחיות"),
        ("It opened on 3 May 2021.", "It opened on May 3, 2021."),
        ("It cost 5 million.", "It cost 5,000,000."),
        ("הבית נבנה בשנת 1998.", "בשנת 1998 נבנה בית."),
        ("The wall is 1.2 m high.", "The wall is 120 centimetres high."),
        ("The road has 3 km.", "The road has 3,000 metres."),
        ("It took two days.", "It took 48 hours."),
        ("הכביש בן 3 ק״מ.", "הכביש בן 3,000 מטרים."),
    ],
)
def test_numbers_written_in_another_way_agree(left: str, right: str) -> None:
    assert differing(left, right) == []
    assert stances(left, right)[0] == ["shared"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("In 2022 the clinic treated 4,705 patients.", "In 2021 the clinic treated 4,310 patients."),
        ("The clinic has 12 doctors.", "The clinic has 61 nurses."),
        ("The clinic treated 4,705 patients.", "The roof cost 300 dollars."),
        ("It opened in 2021.", "It opened on 3 May 2021."),
        ("The path is 12 km.", "The path is 90 minutes."),
        ("The path is 12 miles.", "The path is 19 km."),
    ],
)
def test_numbers_of_other_things_do_not_contradict(left: str, right: str) -> None:
    assert differing(left, right) == []


def test_a_denial_is_not_what_the_other_says() -> None:
    assert stances("The clinic opens on Fridays.", "The clinic does not open on Fridays.") == (
        ["alone"],
        ["alone"],
    )


def test_a_list_s_marks_and_numbers_are_no_part_of_what_is_said() -> None:
    left = "## Facts\n\n1. **Opened** in 1998\n2. 61 nurses\n\n---\n"
    right = "- It opened in 1998\n- It has 61 nurses"
    seen, _ = sentences(left, right)
    assert [left[each.start : each.end] for each in seen] == ["**Opened** in 1998", "61 nurses"]
    assert [each.stance.value for each in seen] == ["shared", "shared"]


def test_headings_rows_of_tables_and_denials_are_no_claims() -> None:
    left = "# The clinic\n\n| Year | Patients |\n|---|---|\n| 2022 | 4,705 |\n\nIt opened in 1998."
    assert stances(left, "The document does not say. It opened in 1998.") == (["shared"], ["shared"])


def test_hebrew_answers_agree_with_and_without_prefix_letters() -> None:
    assert stances("המרפאה נפתחה בחיפה ב-1998.", "ב-1998 נפתחה מרפאה בחיפה.") == (["shared"], ["shared"])


def test_of_three_answers_each_is_compared_with_both_others() -> None:
    found = compare(
        {
            WHOLE: "It opened in 1998.",
            RETRIEVED: "The clinic opened in 1998.",
            CLOSED: "It opened in 1950. Bananas are yellow.",
        }
    ).sentences
    assert [each.stance.value for each in found[CLOSED]] == ["differs", "alone"]
    assert [each.stance.value for each in found[WHOLE]] == ["differs"]
    assert {echo.mode for echo in found[WHOLE][0].echoes} == {RETRIEVED, CLOSED}


def test_an_empty_answer_says_nothing() -> None:
    assert stances("", "It opened.") == ([], ["alone"])
    assert compare({}).sentences == {}


def test_a_length_and_a_price_do_not_disagree() -> None:
    found = compare(
        {
            Mode.WHOLE: "The flood took 140 metres of the boardwalk.",
            Mode.RETRIEVED: "The flood took £9,750 of the boardwalk.",
        }
    )
    assert all(s.stance is not Stance.DIFFERS for said in found.sentences.values() for s in said)
