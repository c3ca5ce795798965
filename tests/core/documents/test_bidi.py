import pytest

from core.documents.bidi import is_mostly_rtl, likeness, logical_order, with_turned_brackets


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("םולש", "שלום"),
        ("?םלוכ םולש המ", "מה שלום כולם?"),
        ("2023-ב", "ב-2023"),
        ("םוי 1,234.5 ירחא", "אחרי 1,234.5 יום"),
        ("-4.3 יוניש", "שינוי -4.3"),
        ("4.3- יוניש", "שינוי -4.3"),
        ("3.5% ךס", "סך 3.5%"),
        ("החתפ .1", "1. פתחה"),
        ("ירחא Windows 10 ינפל", "לפני Windows 10 אחרי"),
        ("1950–1948 תנש", "שנת 1948–1950"),
        ("31/12/2023 דע", "עד 31/12/2023"),
        ("ןושאר Python (beta) ינש", "שני Python (beta) ראשון"),
        ("12.5", "12.5"),
        ("", ""),
    ],
)
def test_what_is_seen_is_read_from_the_right(drawn: str, read: str) -> None:
    assert "".join(drawn[at] for at in logical_order(drawn, is_rtl=True)) == read


def test_hebrew_words_in_an_english_line_are_read_in_their_turn() -> None:
    drawn = "the words םלוע םולש mean 2 things"
    read = "".join(drawn[at] for at in logical_order(drawn, is_rtl=False))
    assert read == "the words שלום עולם mean 2 things"


@pytest.mark.parametrize(
    ("drawn", "turned"),
    [
        ("סעיף 15)ב()4( לחוק", "סעיף 15(ב)(4) לחוק"),
        ("סעיף 15(ב)(4) לחוק", "סעיף 15(ב)(4) לחוק"),
        ("(הערה).", "(הערה)."),
        (")הערה(.", "(הערה)."),
        ("1( ראשית", "1) ראשית"),
        ("»מילה«", "«מילה»"),
        ("(א (ב) ג)", "(א (ב) ג)"),
    ],
)
def test_brackets_open_before_what_they_hold(drawn: str, turned: str) -> None:
    assert with_turned_brackets(drawn) == turned


@pytest.mark.parametrize("text", ["שלום לכולם", "הילדים הלכו אל הגן", "ومن المدرسة إلى الجامعة"])
def test_a_mirror_image_is_told_from_the_text(text: str) -> None:
    assert likeness(text) > 0 > likeness(text[::-1])


def test_other_languages_look_like_neither() -> None:
    assert likeness("The 10-K of 2019, 3.5%") == 0


def test_a_text_is_rtl_where_most_letters_are() -> None:
    assert is_mostly_rtl("שלום Windows עולם ומלואו")
    assert not is_mostly_rtl("The word שלום")
    assert not is_mostly_rtl("1234")
