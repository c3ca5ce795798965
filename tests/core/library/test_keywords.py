import random

import pytest

from core.library import keywords
from core.library.chunks import chunk_document
from core.library.store import Library
from tests.core.library.documents import WordsAsTokens, document, page, paragraph


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("The boards elected directors", "election of a director by the board"),
        ("Net sales were $1,577.00", "1577.00"),
        ("See the 10-K of the year", "10-K"),
        ("See the 10-K of the year", "10K"),
        ("It rose by 3.5%", "3.5"),
        ("A réſumé of the ﬁrst", "resume"),
        ("PepsiCo’s FY2018 report", "pepsico"),
        ("PepsiCo’s FY2018 report", "2018"),
        ("הוא גר בבית־הספר", "בית ספר"),
        ("הוא גר בבית־הספר", "הבית"),
        ("שָׁלוֹם עוֹלָם", "שלום"),
        ("דובר צה״ל מסר", 'צה"ל'),
        ("דובר צה״ל מסר", "ובצה״ל"),
        ("ג׳ירפה בגן", "ג'ירפה"),
        ("מהממשלה נמסר", "הממשלה"),
        ("ﬠולם ﭏ", "עולם"),
        ("كَتَبَ الطالب", "كتب"),
        ("وللطالب كتاب", "الطالب"),
        ("في المدرسة الجديدة", "مدرسة"),
        ("بالمدرسـة", "المدرسه"),
        ("أحمد هنا", "احمد"),
        ("عام ١٤٣٤", "1434"),
        ("under § 12(b) of the act", "12(b)"),
        ("לפי סעיף 15(ב)(4) לחוק", "15(ב)(4)"),
        ("Net sales were 1,234.5", "1234.5"),
    ],
)
def test_a_text_is_found_however_its_words_are_written(library: Library, written: str, asked: str) -> None:
    add(library, written, "Nothing of the kind is here", "אין כאן דבר")
    assert found(library, asked)[0] == written


@pytest.mark.parametrize(
    ("written", "asked"), [("It has 15 pages", "5"), ("המלך שמח", "ילך"), ("category", "cat")]
)
def test_a_part_of_a_word_or_number_does_not_find_it(library: Library, written: str, asked: str) -> None:
    add(library, written)
    assert found(library, asked) == []


def test_words_that_every_text_has_do_not_count(library: Library) -> None:
    add(library, "what is the how and the when of it", "cheese")
    assert found(library, "what is the cheese of it") == ["cheese"]


def test_a_question_of_stop_words_alone_is_still_asked(library: Library) -> None:
    add(library, "to be or not to be")
    assert found(library, "to be or not") == ["to be or not to be"]


def test_the_rarer_word_decides(library: Library) -> None:
    add(library, "common rare", *[f"common words {n}" for n in range(20)])
    assert found(library, "common rare")[0] == "common rare"


def test_nothing_that_a_person_types_is_a_query_operator(library: Library) -> None:
    add(library, "cheese and wine")
    draw = random.Random(0)
    signs = [
        "AND",
        "OR",
        "NOT",
        "NEAR(",
        '"',
        "'",
        "(",
        ")",
        "*",
        "^",
        ":",
        "-",
        "+",
        "{",
        "body:",
        "\0",
        ";--",
        "%",
        "ש",
        "cheese",
    ]
    for _ in range(500):
        typed = draw.choice(["", " "]).join(draw.choices(signs, k=draw.randint(0, 8)))
        found(library, typed)
        library.matches(keywords.phrase_expression(typed), 10)
    assert found(library, 'NOT "cheese* (') == ["cheese and wine"]


@pytest.mark.parametrize(
    ("question", "expression"),
    [
        ('Where is "net income of the year" said?', '"net income of the year"'),
        ("“operating income” and «cash flow»", '"operating income" AND "cash flow"'),
        ('איפה כתוב ״דובר צה״ל מסר״?', '"דובר צהל מסר"'),
        ("„בית ספר” בעיר", '"בית ספר"'),
        ('דובר צה"ל וארה"ב מסר', ""),
        ('a "word" alone', ""),
        ('an open "quotation mark', ""),
        ('""" "" " "', ""),
        ("a 5\" pipe and a 6\" pipe", ""),
    ],
)  # fmt: skip
def test_what_is_quoted_is_a_phrase_and_an_abbreviation_is_none(question: str, expression: str) -> None:
    assert keywords.phrase_expression(question) == expression


def test_arabic_prefixes_are_taken_off_one_after_the_other() -> None:
    assert keywords.arabic_forms("وبالمدرسه") == ("بالمدرسه", "المدرسه", "مدرسه")
    assert keywords.arabic_forms("للطالب") == ("لطالب", "طالب")
    assert keywords.arabic_forms("ولد") == ()


def test_hebrew_prefixes_are_taken_off_one_by_one() -> None:
    assert keywords.hebrew_forms("ובבית") == ("בבית", "בית", "ית")
    assert keywords.hebrew_forms("צבא") == ()
    assert keywords.hebrew_forms("board") == ()


def add(library: Library, *texts: str) -> None:
    for text in texts:
        made = document(page(1, paragraph(text)), title="")
        library.add(made, chunk_document(made, WordsAsTokens(), 100))


def found(library: Library, question: str) -> list[str]:
    matches = library.matches(keywords.match_expression(question), 10)
    chunks = library.chunks_by_id([chunk_id for chunk_id, _ in matches])
    return [chunks[chunk_id].text for chunk_id, _ in matches]
