import pytest

from core.library.chunks import chunk_document
from core.library.listings import asks_for_listing, is_listing
from core.library.retriever import Retriever
from core.library.store import Library
from tests.core.library.documents import WordsAsTokens, document, heading, page, paragraph, table

CONTENTS = "Table of Contents\nItem 1. | Business | 3\nItem 1A. | Risk Factors | 9\nItem 2. | Properties | 19"
DOTTED = "1 Introduction .... 1\n2 Methods .... 4\n2.1 Data .... 5\n3 Results .... 9\n4 Conclusion .... 12"
INDEX = "Index\ncats, 3, 17-19\ndogs, 4\nfish, 2, 8\nmice, 11"
HEBREW = "תוכן העניינים\nמבוא | 3\nשיטות | 7\nתוצאות | 12"


@pytest.mark.parametrize("text", [CONTENTS, DOTTED, INDEX, HEBREW])
def test_contents_pages_and_indexes_are_listings(text: str) -> None:
    assert is_listing(text, page_count=100)


@pytest.mark.parametrize(
    "text",
    [
        "Item | 2022\nCash | $ 12\nDebt | $ 15\nGoods | $ 17\nLand | $ 19\nAll | $ 63",
        "Store | Number\nBest Buy | 908\nOutlet | 20\nPacific | 20\nYardbird | 18\nTotal | 966",
        "Year | Cats | Dogs\nFirst | 1 | 2\nSecond | 2 | 3\nThird | 3 | 4\nFourth | 4 | 5\nFifth | 5 | 6",
        "In 1998 the clinic had 3 rooms.\nIn 2002 it had 7.\nIn 2010 it had 12.",
        "Apples | 300\nPears | 310\nPlums | 320\nFigs | 330\nDates | 340",
        "",
    ],
)
def test_tables_and_prose_are_none(text: str) -> None:
    assert not is_listing(text, page_count=200)


def test_a_contents_page_stands_behind_what_it_leads_to(library: Library) -> None:
    made = document(
        page(
            1,
            heading("Table of Contents"),
            table("Cats | 2", "Feeding cats | 2", "Washing cats | 3", "Dogs | 4"),
        ),
        page(
            2,
            heading("Their food"),
            paragraph("When feeding them, give them fish, and now and then some milk."),
        ),
    )
    library.add(made, chunk_document(made, WordsAsTokens(), 20))
    retriever = Retriever(library, None)

    def best(question: str) -> int:
        (chunk,) = library.chunks_by_id([retriever.search(question)[0].chunk_id]).values()
        return chunk.spans[0].page_number

    assert best("How is feeding cats done?") == 2
    assert best("On which page is feeding cats?") == 1


@pytest.mark.parametrize(
    "question", ["What chapters are there?", "Show the table of contents", "אילו פרקים יש?"]
)
def test_a_question_about_the_parts_of_a_document_may_be_about_its_contents_page(question: str) -> None:
    assert asks_for_listing(question)
    assert not asks_for_listing("How is feeding cats done?")
