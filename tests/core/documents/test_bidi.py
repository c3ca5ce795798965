import pytest

from core.documents.bidi import (
    is_mostly_rtl,
    likeness,
    logical_order,
    with_turned_brackets,
    with_turned_quotes,
)


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
        ("ןורכיז GB 8 לש", "של 8 GB זיכרון"),
        ("רעשב B 7 לש", "של B 7 בשער"),
        ("איה iMessage .70%-ל", "ל-70%. iMessage היא"),
        ("האצותה p < .05 ןאכ", "כאן p < .05 התוצאה"),
        ("ושוריפ (Not Found) 404 דוק", "קוד 404 )Not Found( פירושו"),
        ("האיבמ Salvation Run 2008–2007 םינשמ", "משנים 2007–2008 Salvation Run מביאה"),
        ("%3.5 ومنلا", "النمو 3.5%"),
        ("12.5", "12.5"),
        ("", ""),
    ],
)
def test_what_is_seen_is_read_from_the_right(drawn: str, read: str) -> None:
    assert "".join(drawn[at] for at in logical_order(drawn, is_rtl=True)) == read


@pytest.mark.parametrize(
    ("ranks", "read"),
    [
        ([4, 4, 4, 3, 2, 1, 1, 0, 0, 0, 0], "דוח 10-K של"),  # by runs, the number before the word
        ([2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0], "דוח K-10 של"),  # by runs, all of it in one
        (list(range(11)), "דוח K-10 של"),  # as it is seen
        (list(range(11))[::-1], "דוח K-10 של"),  # letter by letter from the right
        ([1, 1, 1, 3, 2, 0, 0, 1, 1, 1, 1], "דוח K-10 של"),  # what stands out, after all else
        ([], "דוח K-10 של"),
    ],
)
def test_the_order_of_drawing_tells_whether_a_number_came_before_a_word(ranks: list[int], read: str) -> None:
    drawn = "לש K-10 חוד"
    assert "".join(drawn[at] for at in logical_order(drawn, is_rtl=True, ranks=ranks)) == read


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


@pytest.mark.parametrize(
    ("read", "turned"),
    [
        ("בסוג של ”שירות עצמי“ ללא", "בסוג של “שירות עצמי” ללא"),
        ("ד“ר כהן, המנכ“ל", "ד”ר כהן, המנכ”ל"),
        ("בשדה ה”תשובה“.", "בשדה ה“תשובה”."),
        ("(“מערכת“)", "(“מערכת”)"),
        ("ג‘ירפה ועמ‘ 5", "ג’ירפה ועמ’ 5"),
    ],
)
def test_quotes_open_before_what_they_hold(read: str, turned: str) -> None:
    assert with_turned_quotes(read) == turned


@pytest.mark.parametrize("text", ["עמ׳ 5", 'התמ"ג', "התשכ״א", "פעילוּתוֹ בָּאָנִיָה"])
def test_no_sign_of_a_mirror_image_is_seen_in_abbreviations_and_points(text: str) -> None:
    assert likeness(text) >= 0


@pytest.mark.parametrize("text", ["שלום לכולם", "הילדים הלכו אל הגן", "ومن المدرسة إلى الجامعة"])
def test_a_mirror_image_is_told_from_the_text(text: str) -> None:
    assert likeness(text) > 0 > likeness(text[::-1])


def test_other_languages_look_like_neither() -> None:
    assert likeness("The 10-K of 2019, 3.5%") == 0


def test_a_text_is_rtl_where_most_letters_are() -> None:
    assert is_mostly_rtl("שלום Windows עולם ומלואו")
    assert not is_mostly_rtl("The word שלום")
    assert not is_mostly_rtl("1234")
