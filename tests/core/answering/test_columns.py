from pathlib import Path

import pytest

from core.answering.citations import passage_evidence, whole_evidence
from core.answering.columns import years, years_of_numbers, years_of_rows
from core.answering.quantities import quantities
from core.documents.document import Block, BlockKind, Document, Page, Span
from core.library.passages import Passage

HEAD = "(in millions) | 2022 | 2021"
ROWS = "Total net revenue | 8,890 | 9,569\nNet revenue of stores | 2,763 | 2,975\nGross profit | 412 | 377"
TABLE = f"{HEAD}\n{ROWS}"
QUESTION = "What was the total net revenue in 2022?"


def page_of(*blocks: tuple[BlockKind, str]) -> Page:
    made: list[Block] = []
    text = ""
    for kind, block in blocks:
        made.append(Block(len(text), len(text) + len(block), kind))
        text += f"{block}\n\n"
    return Page(1, "1", text, tuple(made))


def document_of(*blocks: tuple[BlockKind, str]) -> Document:
    return Document("id", Path("a.pdf"), "A", "en", (page_of(*blocks),))


def cited(answer: str, question: str = QUESTION, table: str = TABLE) -> list[str]:
    document = document_of((BlockKind.TABLE, table))
    citations = whole_evidence([document]).cite(answer, question)
    return [document.page(1).text[c.page_start : c.page_end] for c in citations]


def cells(*blocks: tuple[BlockKind, str]) -> list[tuple[str, ...]]:
    return list(years_of_rows(page_of(*blocks)).values())


@pytest.mark.parametrize("answer", ["8,890", "Total net revenue was 8,890 in 2022.", "It was $8.9 billion."])
def test_a_figure_of_the_year_that_is_asked_for_is_cited(answer: str) -> None:
    assert cited(answer) == ["Total net revenue | 8,890 | 9,569"]


@pytest.mark.parametrize("answer", ["9,569", "Total net revenue was 9,569 in 2022.", "It was $9.6 billion."])
def test_a_figure_of_another_year_is_not_cited(answer: str) -> None:
    assert cited(answer) == []


def test_the_year_of_the_answer_counts_before_that_of_the_question() -> None:
    assert cited("In 2021 total net revenue was 9,569.") == ["Total net revenue | 8,890 | 9,569"]
    assert cited("In 2021 total net revenue was 8,890.") == []


def test_an_answer_of_two_years_has_the_figures_of_both() -> None:
    answer = "Total net revenue fell from 9,569 in 2021 to 8,890 in 2022."
    assert cited(answer) == ["Total net revenue | 8,890 | 9,569"]


def test_figures_of_two_years_that_change_places_are_not_cited() -> None:
    assert cited("Total net revenue fell from 8,890 in 2021 to 9,569 in 2022.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose from 410 in 2020 to 470 in 2021.", {"410": "2020", "470": "2021"}),
        ("In 2020 it treated 410 patients, and in 2021 it treated 470.", {"410": "2020", "470": "2021"}),
        ("In 2020 and 2021 it treated 410 and 470, respectively.", {"410": "2020", "470": "2021"}),
        ("בשנת 2020 טופלו 410 חולים, ובשנת 2021 טופלו 470.", {"410": "2020", "470": "2021"}),
        ("Since 2019, it grew 5 in 2020, then 7.", {}),
        ("In 2020 and 2021 it treated 410 and 470.", {}),
        ("In 2020 it treated 410, 470 or more in 2021.", {}),
        ("It treated 410 in 2020.", {}),
        ("In 2021 it had 12 nurses for 470 patients.", {}),
    ],
)
def test_numbers_of_a_sentence_are_of_the_years_beside_them_where_that_is_certain(
    text: str, expected: dict[str, str]
) -> None:
    numbers = tuple(quantities(text))
    named = {each.start: each.value for each in numbers}
    assert {named[start]: year for start, year in years_of_numbers(text, numbers).items()} == expected


def test_a_sentence_that_has_the_number_for_another_year_is_not_cited() -> None:
    page = page_of((BlockKind.PARAGRAPH, "The clinic treated 410 patients in 2020 and 470 in 2021."))
    evidence = whole_evidence([Document("id", Path("a.pdf"), "A", "en", (page,))])
    asked = "How many patients did the clinic treat in 2021?"
    assert evidence.cite("470 patients.", asked)
    assert not evidence.cite("410 patients.", asked)
    assert not evidence.cite("The clinic treated 410 patients in 2021.")


def test_a_question_without_a_year_may_have_the_figure_of_any() -> None:
    assert cited("9,569", "What was the total net revenue?") == ["Total net revenue | 8,890 | 9,569"]


def test_a_year_that_the_head_does_not_have_tells_nothing() -> None:
    table = TABLE.replace("2022 | 2021", "July 29, 2022 | July 30, 2021")
    assert cited("8,890", "What was the total net revenue in fiscal 2023?", table)


@pytest.mark.parametrize("answer", ["2,763", "Total net revenue was 2,763 in 2022."])
def test_a_figure_of_another_row_is_not_cited_where_one_has_the_name_that_is_asked_for(answer: str) -> None:
    assert cited(answer) == []


def test_a_row_is_cited_that_shares_fewer_words_where_no_row_has_the_name() -> None:
    assert cited("2,763", "What was the net revenue of all stores in 2022?")


def test_an_answer_that_names_two_rows_may_have_the_figures_of_both() -> None:
    answer = "Total net revenue was 8,890 and net revenue of stores was 2,763 in 2022."
    assert len(cited(answer)) >= 1


def test_the_share_that_grew_is_no_figure_of_another_row() -> None:
    table = f"{HEAD}\nTotal net revenue | 8,890 | 9,569\nRevenue, change in % | (7.1)% | (13.1)%"
    assert cited("7.1%", "By how much did total net revenue fall in 2022?", table) != []


def test_passages_know_the_years_of_rows_whose_head_was_not_read() -> None:
    document = document_of((BlockKind.TABLE, TABLE))
    start = TABLE.index("Total")
    spans = (Span(1, start, len(TABLE)),)
    passage = Passage("id", "A", 1, "1", "", spans, TABLE[start:], 1.0, 0.9, (0, 1))
    evidence = passage_evidence([document], [passage])
    assert evidence.cite("8,890", QUESTION)
    assert not evidence.cite("9,569", QUESTION)


def test_years_above_a_table_in_blocks_of_their_own_are_its_heads() -> None:
    blocks = [(BlockKind.PARAGRAPH, text) for text in ("August 29,", "2021", "August 30,", "2020", "ASSETS")]
    table = (BlockKind.TABLE, "Inventories | 14,215 | 12,242\nOther assets | 1,312 | 1,023")
    assert cells(*blocks, table) == [("", "2021", "2020")] * 2


def test_heads_hold_for_the_rest_of_a_table_that_labels_part_it() -> None:
    first, rest = (BlockKind.TABLE, f"{HEAD}\nA | 1 | 2"), (BlockKind.TABLE, "B | 3 | 4")
    assert cells(first, (BlockKind.PARAGRAPH, "Liabilities"), rest) == [("", "2022", "2021")] * 2
    assert cells(first, (BlockKind.PARAGRAPH, "This is the text between two tables."), rest) == [
        ("", "2022", "2021")
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A | 1 | 2 | 3", []),
        ("A | 1", []),
        ("A | — | 2", [("", "2022", "2021")]),
        ("A | 7 years | 34% - 37%", [("", "2022", "2021")]),
    ],
)
def test_a_row_with_other_figures_than_heads_tells_no_year(row: str, expected: list[tuple[str, ...]]) -> None:
    assert cells((BlockKind.TABLE, f"{HEAD}\n{row}")) == expected


def test_a_column_that_is_of_no_year_has_none() -> None:
    table = "(in millions) | 2022* | 2021 | % change\nRevenue | 90 | 80 | 12.5"
    assert cells((BlockKind.TABLE, table)) == [("", "2022", "2021", "")]


def test_heads_without_years_begin_another_table() -> None:
    table = f"{HEAD}\nRevenue | 90 | 80\nBonds | Cost | Fair value\nNotes | 70 | 60"
    assert cells((BlockKind.TABLE, table)) == [("", "2022", "2021")]
    below = f"{HEAD}\nShares | Amount | Shares | Amount\nNotes | 70 | 60"
    assert cells((BlockKind.TABLE, below)) == [("", "2022", "2021")]


def test_years_are_no_amounts() -> None:
    assert years("FY22") == ["2022"]
    assert years("FY2022 and 2021, not $2018, 2,018.5 or 20185") == ["2022", "2021"]
