from decimal import Decimal
from pathlib import Path

import pytest

from core.answering.citations import whole_evidence
from core.answering.quantities import QuantityKind, quantities
from core.answering.shares import shares, without_shares
from core.documents.document import Block, BlockKind, Document, Page


def is_cited(answer: str, text: str, question: str = "") -> bool:
    page = Page(1, "1", text, (Block(0, len(text), BlockKind.PARAGRAPH),))
    document = Document("id", Path("a.pdf"), "A", "en", (page,))
    return bool(whole_evidence([document]).cite(answer, question))


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("Half of the patients came.", "50"),
        ("It lost half its roof.", "50"),
        ("Two-thirds voted for it.", "66.6667"),
        ("About a third of its sales are here.", "33.3333"),
        ("One quarter of those who came stayed.", "25"),
        ("Three quarters of the staff are women.", "75"),
        ("Sales fell by a third.", "33.3333"),
        ("0.4 of the total is paid back.", "40"),
        ("Half", "50"),
        ("Sales doubled in May.", "100"),
        ("המכירות הוכפלו במאי.", "100"),
        ("כמחצית מהתושבים חתמו.", "50"),
        ("מחצית התושבים חתמו.", "50"),
        ("חצי מהעובדים הם חדשים.", "50"),
        ("שני שלישים מהחברים הגיעו.", "66.6667"),
        ("שלושה רבעים מהם נשארו.", "75"),
        ("המחיר ירד בשליש.", "33.3333"),
        ("רבע מתוך התקציב נשאר.", "25"),
        ("כמחצית", "50"),
    ],
)
def test_a_share_in_words_is_so_many_percent(text: str, percent: str) -> None:
    assert [each.percent for each in shares(text)] == [Decimal(percent)]
    (share,) = quantities(text)
    assert (share.kind, share.is_share) == (QuantityKind.PERCENT, True)


@pytest.mark.parametrize(
    "text",
    [
        "In the second half of the year a third party came.",
        "Half a million people live there.",
        "The first three quarters of the year were dry.",
        "The first quarter was dry.",
        "It more than doubled.",
        "It took a quarter of an hour.",
        "It is half of one percent.",
        "במחצית השנייה של המאה",
        "במחצית המאה ה-19",
        "חצי האי קרים",
        "חצי מיליון איש",
        "רבע שעה",
        "רבע הגמר",
        "בשליש הראשון",
    ],
)
def test_what_only_sounds_like_a_share_is_none(text: str) -> None:
    assert list(shares(text)) == []


def test_numbers_beside_a_share_stay() -> None:
    text = "In 2021 two thirds of 310 nurses and half of the 12 doctors left."
    assert [each.value for each in quantities(text)] == ["2021", "66.6667", "310", "50", "12"]
    assert without_shares("two thirds of 310").split() == ["of", "310"]


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("Women are half of the nurses.", "Women are 50 % of the nurses."),
        ("Women are half of the nurses.", "Women are 49.7 % of the nurses."),
        ("Women are 50 percent of the nurses.", "Women are half of the nurses."),
        ("Women are a third of the nurses.", "Women are 33% of the nurses."),
        ("Women are 33.3% of the nurses.", "Women are a third of the nurses."),
        ("Women are two thirds of the nurses.", "Women are 66% of the nurses."),
        ("Sales of bread doubled in May.", "In May sales of bread rose by 100 percent."),
        ("Sales of bread rose by 100% in May.", "In May sales of bread doubled."),
        ("נשים הן מחצית מהאחיות במרפאה.", "נשים הן 50% מהאחיות במרפאה."),
        ("נשים הן 50 אחוז מהאחיות במרפאה.", "נשים הן מחצית מהאחיות במרפאה."),
        ("נשים הן שני שלישים מהאחיות במרפאה.", "נשים הן 67% מהאחיות במרפאה."),
    ],
)
def test_a_share_and_its_percent_are_the_same(answer: str, text: str) -> None:
    assert is_cited(answer, text)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("Women are half of the nurses.", "Women are a third of the nurses."),
        ("Women are half of the nurses.", "Women are 33 % of the nurses."),
        ("Women are half of the nurses.", "Women are 53 % of the nurses."),
        ("Women are 33 percent of the nurses.", "Women are half of the nurses."),
        ("Women are 49.7 percent of the nurses.", "Women are half of the nurses."),
        ("Sales of bread doubled in May.", "In May sales of bread rose by 35 percent."),
        ("נשים הן מחצית מהאחיות במרפאה.", "נשים הן שליש מהאחיות במרפאה."),
        ("נשים הן רבע מהאחיות במרפאה.", "נשים הן 50% מהאחיות במרפאה."),
    ],
)
def test_another_share_of_the_same_thing_is_a_contradiction(answer: str, text: str) -> None:
    assert not is_cited(answer, text)


def test_a_share_alone_answers_a_question() -> None:
    question = "What share of the nurses are women?"
    assert is_cited("Half.", "Women are 50 % of the nurses.", question)
    assert not is_cited("A third.", "Women are 50 % of the nurses.", question)
    assert not is_cited("Half.", "Women are nurses.", question)


def test_a_share_that_is_worked_out_from_amounts_does_not_lose_its_source() -> None:
    assert is_cited(
        "Six nurses, half of the twelve nurses, are women.", "Six of the twelve nurses are women."
    )
