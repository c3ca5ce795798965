from core.documents.document import Document, OutlineItem
from core.library.sections import sections_of
from tests.core.library.documents import document, heading, page, paragraph, table


def titles(made: Document) -> list[str]:
    return [section.title for section in sections_of(made)]


def test_headings_with_numbers_hold_those_without() -> None:
    made = document(
        page(
            1,
            heading("PART II"),
            heading("Item 7. Results"),
            paragraph("One."),
            heading("Outlook"),
            paragraph("Two."),
        ),
        page(2, heading("Risks"), paragraph("Three."), heading("Item 8. Statements"), paragraph("Four.")),
    )
    assert titles(made) == [
        "PART II > Item 7. Results",
        "PART II > Item 7. Results > Outlook",
        "PART II > Item 7. Results > Risks",
        "PART II > Item 8. Statements",
    ]


def test_numbered_headings_are_nested_by_their_dots() -> None:
    made = document(
        page(
            1,
            heading("3 Method"),
            paragraph("A."),
            heading("3.1 Data"),
            paragraph("B."),
            heading("4 End"),
            paragraph("C."),
        )
    )
    assert titles(made) == ["3 Method", "3 Method > 3.1 Data", "4 End"]


def test_a_heading_below_the_outline_makes_a_section_of_its_own() -> None:
    made = document(
        page(1, heading("Cats"), paragraph("They purr."), heading("Food"), paragraph("Fish.")),
        outline=[OutlineItem("Cats", 0, 1)],
    )
    assert titles(made) == ["Cats", "Cats > Food"]


def test_the_labels_and_units_of_a_table_name_no_section() -> None:
    made = document(
        page(
            1,
            heading("Balance Sheet"),
            heading("(in millions)"),
            table("Cash | 1"),
            heading("Debt"),
            table("Bonds | 2"),
        )
    )
    assert titles(made) == ["Balance Sheet"]


def test_a_very_long_heading_is_named_in_short() -> None:
    (title,) = titles(document(page(1, heading("A risk " * 40), paragraph("It is so."))))
    assert len(title) <= 121
    assert title.endswith("…")


def test_what_follows_the_last_chapter_is_no_part_of_it() -> None:
    made = document(
        page(
            1,
            heading("6 Conclusion"),
            paragraph("A."),
            heading("References"),
            paragraph("B."),
            heading("Setup"),
            paragraph("C."),
            heading("B.2 More"),
            paragraph("D."),
        )
    )
    assert titles(made) == ["6 Conclusion", "References", "References > Setup", "References > B.2 More"]
