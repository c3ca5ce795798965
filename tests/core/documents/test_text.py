import pytest

from core.documents.text import (
    direction,
    language,
    normalise,
    origins,
    sentences,
    short_sentences,
    word_count,
)


@pytest.mark.parametrize(
    ("raw", "usual"),
    [
        ("the ﬁrst eﬀect", "the first effect"),
        ("a\x00b\u200bc\ufffed", "abcd"),
        ("soft\N{SOFT HYPHEN}hyphen", "softhyphen"),
        ("two  spaces\tand\u00a0one", "two spaces and one"),
        ("cafe\u0301", "café"),
        ("Revenue . . . . . . . . 12", "Revenue … 12"),
        ("Revenue......... 12", "Revenue … 12"),
        ("and so on...", "and so on..."),
        ("𝑥 + 𝐲", "x + y"),
        ("\uf0b7 item", "• item"),
        ("\ufb2aלום", "ש\u05c1לום"),
        ("ﻻ", "لا"),
        ("x² at 10µ", "x² at 10µ"),
        ("one\ntwo", "one\ntwo"),
        ("a\ud800b", "ab"),
    ],
)
def test_normalising_spells_out_and_cleans(raw: str, usual: str) -> None:
    assert normalise(raw) == usual


@pytest.mark.parametrize(
    ("raw", "places"),
    [
        ("plain", [0, 1, 2, 3, 4]),
        ("eﬀ  x", [0, 1, 1, 2, 4]),
        ("cafe\u0301s", [0, 1, 2, 3, 5]),
        ("\x00a\N{SOFT HYPHEN}b", [1, 3]),
        ("a.....1", [0, 1, 1, 1, 6]),
    ],
)
def test_each_character_is_led_back_to_where_it_came_from(raw: str, places: list[int]) -> None:
    assert origins(raw) == places
    assert len(normalise(raw)) == len(places)


def units(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_sentences_end_at_full_stops_and_other_marks() -> None:
    assert units("It grew. Did it? Yes! “It did.” So it is.") == [
        "It grew.",
        "Did it?",
        "Yes!",
        "“It did.”",
        "So it is.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Smith of Acme Inc. paid $3.5 million to the U.S. Treasury in Jan. 2020.",
        "See Fig. 3 and Eq. 4, e.g. in Sec. 2.1, by Vaswani et al. (2017).",
        "J. K. Rowling wrote it, i.e. all of it.",
        "Version 3.11.7 was out at 5 p.m. on a Monday.",
    ],
)
def test_abbreviations_initials_and_decimals_end_no_sentence(sentence: str) -> None:
    assert units(f"{sentence} Next one.") == [sentence, "Next one."]


def test_the_number_of_a_list_item_stays_with_it() -> None:
    assert units("1. Fill the lamp.\n2. Trim the wick.\n(b) Wind it.") == [
        "1. Fill the lamp.",
        "2. Trim the wick.",
        "(b) Wind it.",
    ]


def test_headings_and_rows_of_tables_are_units_of_their_own() -> None:
    assert units("Revenue\n\nNet income | 7 | 8\nOther | (1) | 2\nIt rose. It fell.") == [
        "Revenue",
        "Net income | 7 | 8",
        "Other | (1) | 2",
        "It rose.",
        "It fell.",
    ]


def test_hebrew_and_chinese_sentences_end_too() -> None:
    assert units("שלום עולם. מה שלומך? טוב מאוד.") == ["שלום עולם.", "מה שלומך?", "טוב מאוד."]
    assert units("你好。我很好！") == ["你好。", "我很好！"]


def test_sentences_that_are_too_long_come_in_clauses_words_or_pieces_of_words() -> None:
    def short(text: str, most: int) -> list[str]:
        return [text[start:end] for start, end in short_sentences(text, lambda part: len(part) <= most)]

    assert short("It rained. The sun came out, and the birds sang.", 25) == [
        "It rained.", "The sun came out, ", "and the birds sang.",
    ]  # fmt: skip
    assert short("The sun came out and stayed.", 16) == ["The sun came ", "out and stayed."]
    assert short("abcdefgh", 4) == ["abcd", "efgh"]
    assert short("ab", 0) == ["a", "b"]


def test_a_hebrew_abbreviation_with_its_marks_ends_a_sentence_as_other_words_do() -> None:
    text = "התיקון עלה 340 ש״ח. הקרונות ישופצו."
    assert [text[start:end] for start, end in sentences(text)] == ["התיקון עלה 340 ש״ח.", "הקרונות ישופצו."]


def test_a_sentence_that_ends_the_text_with_an_abbreviation_is_whole() -> None:
    assert units("He works for Acme Inc.") == ["He works for Acme Inc."]
    assert units("") == units(" \n ") == []


def test_direction_is_that_of_most_letters() -> None:
    assert direction("שלום עולם, hello") == "rtl"
    assert direction("The word שלום means peace") == "ltr"
    assert direction("1234") == direction("") == "ltr"
    assert direction("مرحبا بالعالم") == "rtl"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The lamp was lit with whale oil at first, then with gas, and it is now in the museum."),
        (
            "de",
            "Die Lampe wurde zuerst mit Öl und dann mit Gas betrieben, und sie ist nicht mehr auf dem Turm.",
        ),
        (
            "fr",
            "La lampe est dans le musée des phares, et les gardiens ne sont plus sur la tour avec une lampe.",
        ),
        ("es", "La lámpara está en el museo de los faros, y los guardianes no viven en la torre como antes."),
        ("it", "La lampada è nel museo dei fari, e i guardiani non vivono più nella torre con il cane."),
        (
            "pt",
            "A lâmpada não está no museu dos faróis, e os guardas não vivem mais na torre com uma família.",
        ),
        (
            "nl",
            "De lamp is niet meer van het museum, en de wachters wonen met een hond in het huis op de dijk.",
        ),
        ("he", "המגדלור נבנה בשנת 1871 על ידי ועד הנמל"),
        ("ar", "بني المنارة في عام ١٨٧١ من قبل مجلس الميناء"),
        ("fa", "چراغ دریایی در سال ۱۸۷۱ ساخته شد و پنج نگهبان گرفت"),
        ("ru", "Маяк был построен в 1871 году портовым советом города"),
        ("uk", "Маяк був збудований у 1871 році, і його ліхтар світив"),
        ("el", "Ο φάρος χτίστηκε το 1871 από το λιμεναρχείο της πόλης"),
        ("zh", "灯塔由港务局于1871年建造"),
        ("ja", "灯台は1871年に港湾局によって建てられた"),
        ("ko", "등대는 1871년에 항만국에 의해 지어졌다"),
        ("", "12 34 56"),
        ("", "Xqz vrt plm"),
        ("", ""),
    ],
)
def test_language_is_told_by_script_and_common_words(code: str, text: str) -> None:
    assert language(text) == code


def test_words_are_counted_with_their_numbers_and_hyphens() -> None:
    assert word_count("The 10-K form costs $3.50, doesn't it?") == 7
    assert word_count('צה"ל הוקם ב-1948') == 3
    assert word_count(" | — ") == 0
