import pytest

from core.documents.document import BlockKind, Page, Span
from core.library.tables import TableRegion, has_figures, items_of
from tests.core.library.documents import furniture, heading, page, paragraph, table


def tables(made: Page) -> list[TableRegion]:
    return [item for item in items_of(made) if isinstance(item, TableRegion)]


def texts(made: Page, spans: tuple[Span, ...]) -> list[str]:
    return [made.text[span.start : span.end] for span in spans]


def labels(made: Page, found: TableRegion) -> dict[str, str]:
    """Return the label of each row that has one, by the row's first cell."""
    return {
        texts(made, (row.span,))[0].split(" | ")[0]: texts(made, (row.label,))[0]
        for row in found.rows
        if row.label
    }


@pytest.mark.parametrize("row", ["Cash | 1,577", "(12.5)% | $ 3", "Loss | — | -", "846", "€ 3.1 | x"])
def test_a_row_with_an_amount_has_figures(row: str) -> None:
    assert has_figures(row)


@pytest.mark.parametrize(
    "row", ["Item | 2022 | 2021", "3 Years | Abstentions", "July 29, 2023 | Note 4", "Cash"]
)
def test_years_dates_and_words_are_no_figures(row: str) -> None:
    assert not has_figures(row)


def test_a_balance_sheet_in_many_blocks_is_one_table() -> None:
    made = page(
        1,
        furniture("ACME"),
        heading("Balance Sheet"),
        heading("(in millions)"),
        paragraph("At"),
        paragraph("2022"),
        table("Cash | 12", "Total current assets | 12"),
        heading("Liabilities"),
        paragraph("Current liabilities:"),
        table("Debt | 7", "Total liabilities | 7"),
        paragraph("See the notes."),
    )
    (found,) = tables(made)
    assert texts(made, found.caption) == ["Balance Sheet", "(in millions)", "At", "2022"]
    assert found.head == ()
    assert len(found.rows) == 6
    assert labels(made, found) == {
        "Debt": "Current liabilities:",
        "Total liabilities": "Current liabilities:",
    }


def test_a_table_with_a_head_of_its_own_is_another_one() -> None:
    made = page(1, table("Item | 2022", "Cash | 1"), table("Item | 2021", "Cash | 2"))
    assert [texts(made, found.head) for found in tables(made)] == [["Item | 2022"], ["Item | 2021"]]


def test_heads_in_blocks_of_their_own_are_heads() -> None:
    cells = [paragraph(text) for text in ("Stores at beginning", "Opened", "Closed", "Stores at end")]
    made = page(
        1, paragraph("Stores were as follows:"), table("2024 | 2023"), *cells, table("All | 9 | 1 | 2 | 8")
    )
    (found,) = tables(made)
    assert texts(made, found.head) == [
        "2024 | 2023",
        "Stores at beginning",
        "Opened",
        "Closed",
        "Stores at end",
    ]
    assert texts(made, found.caption) == ["Stores were as follows:"]


def test_a_label_holds_until_the_total() -> None:
    made = page(
        1, table("Item | 2022", "Current assets", "Cash | 1", "Total current assets | 1", "Goodwill | 2")
    )
    assert labels(made, tables(made)[0]) == {
        "Cash": "Current assets",
        "Total current assets": "Current assets",
    }


def test_a_row_whose_words_are_wrapped_is_one_row() -> None:
    lines = ("Proceeds from the sale of", "846 | 2", "Income of the other", "interests | 4 | 5", "Other | 3")
    made = page(1, table("Item | 2022", *lines))
    rows = texts(made, tuple(row.span for row in tables(made)[0].rows[1:]))
    assert rows == [
        "Proceeds from the sale of\n846 | 2",
        "Income of the other\ninterests | 4 | 5",
        "Other | 3",
    ]


def test_the_sentence_that_leads_to_a_table_is_its_caption() -> None:
    made = page(1, paragraph("We did well. The votes were cast as follows:"), table("For | Against", "1 | 2"))
    assert texts(made, tables(made)[0].caption) == ["The votes were cast as follows:"]


def test_prose_above_a_table_is_no_caption_and_the_caption_may_be_below() -> None:
    made = page(
        1, paragraph("We did well."), table("Model | F1", "Ours | 3"), paragraph("Table 2: Scores. All.")
    )
    assert texts(made, tables(made)[0].caption) == ["Table 2: Scores."]


def test_a_table_goes_on_over_the_page() -> None:
    first = page(1, heading("Sales (in millions)"), table("Item | 2022", "Cats | 1"))
    second = page(2, furniture("ACME"), table("Dogs | 2", "Total | 3"))
    (above, found) = (*tables(first), items_of(second, items_of(first))[0])
    assert isinstance(found, TableRegion)
    assert (found.caption, found.head) == (above.caption, above.head)
    assert len(found.rows) == 2


def test_a_table_that_begins_a_page_with_its_own_head_is_a_new_one() -> None:
    first = page(1, heading("Sales"), table("Item | 2022", "Cats | 1"))
    found = items_of(page(2, table("Model | F1", "Ours | 3")), items_of(first))[0]
    assert isinstance(found, TableRegion)
    assert found.caption == ()
    assert [span.page_number for span in found.head] == [2]


def test_what_is_no_table_stays_as_it_is() -> None:
    made = page(1, heading("Cats"), paragraph("They purr."), furniture("1"))
    assert items_of(made) == [block for block in made.blocks if block.kind is not BlockKind.FURNITURE]
