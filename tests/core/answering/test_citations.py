from collections.abc import Sequence
from pathlib import Path

import pytest

from core.answering.citations import passage_evidence, whole_evidence
from core.answering.translation import Vector
from core.documents.document import Block, BlockKind, Document, Page, Span
from core.errors import EmbedderNotInstalled
from core.library.chunks import Chunk, chunk_document
from core.library.embedder import Embedder
from core.library.indexing import index
from core.library.passages import Passage
from core.library.quantised import Kind
from core.library.retriever import Retriever
from core.library.store import Library


def document(*pages: str) -> Document:
    made = tuple(
        Page(number, str(number), text, (Block(0, len(text), BlockKind.PARAGRAPH),))
        for number, text in enumerate(pages, 1)
    )
    return Document("id", Path("a.pdf"), "A", "en", made)


BOOK = document(
    "The clinic opened in 1998. It was founded by Dr. Miriam Alon.",
    "In 2021 the clinic treated 4,310 patients. In 2022 it treated 4,705 patients.",
    "The roof was mended in spring. Rain had come in for years.",
)


def cited_text(answer: str, question: str = "", book: Document = BOOK) -> list[str]:
    citations = whole_evidence([book]).cite(answer, question)
    return [book.page(c.page_number).text[c.page_start : c.page_end] for c in citations]


def test_a_sentence_is_cited_with_the_line_that_says_it() -> None:
    assert cited_text("Dr. Miriam Alon founded the clinic.") == ["It was founded by Dr. Miriam Alon."]


def test_numbers_decide_between_lines_with_the_same_words() -> None:
    assert cited_text("The clinic treated 4,705 patients.") == ["In 2022 it treated 4,705 patients."]


def test_a_number_that_no_line_has_is_not_supported() -> None:
    assert cited_text("The clinic treated 9,999 patients.") == []


def test_a_sentence_about_something_else_cites_nothing() -> None:
    assert cited_text("The document does not say.") == []


def test_each_sentence_of_an_answer_is_cited_for_itself() -> None:
    answer = "The clinic opened in 1998. Bananas are yellow. The roof was mended in spring."
    citations = whole_evidence([BOOK]).cite(answer)
    assert [(answer[c.start : c.end], c.page_number) for c in citations] == [
        ("The clinic opened in 1998.", 1),
        ("The roof was mended in spring.", 3),
    ]


def test_the_number_of_a_list_item_is_no_claim() -> None:
    assert cited_text("7. The clinic opened in 1998.") == ["The clinic opened in 1998."]


def test_only_what_was_read_is_cited() -> None:
    text = BOOK.page(3).text
    read = Passage("id", "A", 3, "3", "", (Span(3, 0, 30),), text[:30], 1.0, None, (1,))
    evidence = passage_evidence([BOOK], [read])
    assert [c.page_start for c in evidence.cite("The roof was mended in spring.")] == [0]
    assert evidence.cite("Dr. Miriam Alon founded the clinic.") == ()


def test_nothing_read_cites_nothing() -> None:
    assert whole_evidence([]).cite("The roof was mended.") == ()


REPORT = document(
    "Revenue was $1,577 million in 2018, of which 24% came from Germany. "
    "Costs were twenty-five million dollars.",
    "Ruth Thorley gave the ledgers in 2011. Her sister Agnes Thorley founded the museum on 6 June 1911.",
    "The museum does not open on Mondays. "
    "Mr. Dunn is chairman of the board. He lives in Walvis Bay, Namibia.",
)


@pytest.mark.parametrize(
    "answer",
    [
        "Revenue was $1.577 billion in 2018.",
        "In 2018, revenue was about $1.6 billion.",
        "Some 24 percent of revenue came from Germany.",
        "Costs were $25 million.",
        "Agnes Thorley founded the museum on June 6, 1911.",
        "Agnes Thorley founded the museum in 1911.",
    ],
)
def test_a_number_or_date_is_known_however_it_is_written(answer: str) -> None:
    assert len(cited_text(answer, book=REPORT)) == 1


@pytest.mark.parametrize(
    "answer",
    [
        "Revenue was $1,577 billion in 2018.",
        "Revenue was $1,578 million in 2018.",
        "Revenue was $1,577 million in 2017.",
        "Some 24 billion of revenue came from Germany.",
        "Some 24 percent of revenue came from France.",
        "Agnes Dunn founded the museum in 1911.",
        "Agnes Thorley founded the museum on June 7, 1911.",
        "Revenue was not $1,577 million in 2018.",
        "The museum opens on Mondays.",
    ],
)
def test_what_has_a_wrong_number_name_or_not_is_unsupported(answer: str) -> None:
    assert cited_text(answer, book=REPORT) == []


MARSH = document(
    "The dam is 1.2 m high and 340 miles (550 km) from the sea. The lake behind it has 3 km². "
    "It cost $806 million.",
    "הסכר נמצא במרחק של 550 ק״מ מהים.",
)


@pytest.mark.parametrize(
    "answer",
    [
        "The dam is 120 centimetres high.",
        "The dam is 550 km from the sea.",
        "The lake behind the dam has 300 hectares.",
        "The dam cost 806 million dollars.",
        "הסכר נמצא במרחק של 550 קילומטרים מהים.",
    ],
)
def test_a_measure_is_known_in_other_units(answer: str) -> None:
    assert len(cited_text(answer, book=MARSH)) == 1


@pytest.mark.parametrize(
    "answer",
    [
        "The dam is 12 centimetres high.",
        "The dam is 550 miles from the sea.",
        "The lake behind the dam has 3 km.",
        "The dam cost 806 million pounds.",
        'הסכר נמצא במרחק של 550 מ"מ מהים.',
    ],
)
def test_the_same_number_in_a_unit_that_measures_another_thing_is_unsupported(answer: str) -> None:
    assert cited_text(answer, book=MARSH) == []


FARM = document(
    "The farm has 209 acres, eleven barns and 85 cows. It pays $300 for each of 14 helpers in the old barn.",
    "לחווה 209 דונם ו־85 פרות, והיא משלמת 300 ש״ח לכל אחד מ־14 עוזרים.",
)


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("How many barns does the farm have?", "eleven", "209"),
        ("How many acres does the farm have?", "209", "85"),
        ("What does the farm pay for each helper?", "$300", "$14"),
        ("כמה פרות יש לחווה?", "85", "300"),
        ("כמה דונם יש לחווה?", "209", "14"),
    ],
)
def test_a_number_that_counts_or_measures_another_thing_is_no_answer(
    question: str, right: str, wrong: str
) -> None:
    assert cited_text(right, question, FARM)
    assert cited_text(wrong, question, FARM) == []


YEAR = document(
    "Damage: The roof of the mill cost £18,400. The council voted on the proposal to sell the mill:\n"
    "The proposal to sell the mill was rejected by the council.",
    "The doors of the boat shed cost £9,750. Figure 2: Otters seen in each month. We saw 31 otters.",
    "Visitors rose by 9.4 per cent. No dogs may be taken into the hide, and none into the café.",
    "For the year to come the trustees expect an income of £67,000 from tickets and £71,000 from the fair.",
)


def test_a_sentence_that_says_several_things_is_cited_clause_by_clause() -> None:
    answer = (
        "The roof of the mill cost £18,400, the doors of the boat shed £9,750, and visitors rose by 9.4%."
    )
    citations = whole_evidence([YEAR]).cite(answer, "What did mending cost, and did more visitors come?")
    assert [(answer[c.start : c.end], c.page_number) for c in citations] == [
        ("The roof of the mill cost £18,400", 1),
        ("the doors of the boat shed £9,750", 2),
        ("visitors rose by 9.4%.", 3),
    ]


def test_a_sentence_with_a_clause_that_nothing_supports_is_unsupported() -> None:
    answer = (
        "The roof of the mill cost £18,400, the doors of the boat shed £9,570, and visitors rose by 9.4%."
    )
    assert cited_text(answer, "What did mending cost, and did more visitors come?", YEAR) == []


def test_the_number_of_a_figure_counts_nothing() -> None:
    assert cited_text("Otters: 2", "How many otters were seen?", YEAR) == []
    assert cited_text("Otters: 31", "How many otters were seen?", YEAR) == ["We saw 31 otters."]


def test_what_is_said_is_cited_and_not_what_leads_to_it() -> None:
    assert cited_text("The council voted on the proposal to sell the mill and rejected it.", book=YEAR) == [
        "The proposal to sell the mill was rejected by the council."
    ]


def test_growth_is_known_in_other_words_and_is_no_decline() -> None:
    assert cited_text("Visitors increased by 9.4 percent.", book=YEAR) == ["Visitors rose by 9.4 per cent."]
    assert cited_text("Visitors declined by 9.4 percent.", book=YEAR) == []


def test_a_prohibition_that_became_a_permission_is_unsupported_whatever_else_is_denied() -> None:
    line = "No dogs may be taken into the hide, and none into the café."
    assert cited_text("No dogs may be taken into the hide.", book=YEAR) == [line]
    assert cited_text("Dogs may be taken into the hide, and none into the café.", book=YEAR) == []


def test_a_long_sentence_that_is_said_needs_no_word_of_the_question() -> None:
    line = YEAR.page(4).text
    answer = "The trustees expect an income of £67,000 from tickets and £71,000 from the fair."
    assert cited_text(answer, "What is the outlook?", YEAR) == [line]


def test_a_number_alone_does_not_carry_a_whole_sentence() -> None:
    answer = "Electricity bills fell by £18,400 after the engineer replaced both heaters."
    assert cited_text(answer, "How did the bills change?", YEAR) == []


def test_a_citation_never_spans_what_was_not_read() -> None:
    text = (
        "The clinic opened in 1998. "
        + "Rain fell on the roof and on the yard. " * 9
        + "Miriam Alon founded it."
    )
    book, first = document(text), Span(1, 0, 26)
    last = Span(1, text.index("Miriam"), len(text))
    read = Passage("id", "A", 1, "1", "", (first, last), text, 1.0, None, (1,))
    (citation,) = passage_evidence([book], [read]).cite("Miriam Alon founded the clinic.", "Who founded it?")
    assert citation.page_start == last.start


def test_an_answer_of_few_words_is_cited_by_its_question() -> None:
    question = "When was the museum founded?"
    assert cited_text("1911", question, REPORT)[0].startswith("Her sister Agnes Thorley")
    assert cited_text("2011", question, REPORT) == []
    assert cited_text("Namibia", question, REPORT) == []


def test_a_name_far_from_what_is_asked_in_a_long_sentence_is_no_answer() -> None:
    book = document(
        "The mill by the river belonged for forty years to Ruth Thorley, who ground corn, baked bread and "
        "sold flour to each ship that lay in the harbour in winter; the town hall was built by Miriam Alon.",
        "The harbour froze in winter. Fish was scarce.",
    )
    question = "Who built the town hall?"
    assert cited_text("Miriam Alon", question, book) == [book.page(1).text]
    assert cited_text("Ruth Thorley", question, book) == []


def test_what_a_question_denies_may_be_said_in_other_words() -> None:
    book = document(
        "All of the nurses but Miriam Alon took the train to Haifa.", "The harbour froze in winter."
    )
    assert cited_text("Miriam Alon did not take the train.", "Who did not take the train to Haifa?", book)


def test_a_name_that_the_sentence_replaces_by_he_is_found_in_the_one_before() -> None:
    assert cited_text("Mr. Dunn lives in Walvis Bay.", book=REPORT) == [
        "Mr. Dunn is chairman of the board. He lives in Walvis Bay, Namibia."
    ]


def test_a_row_of_a_table_is_read_with_its_headings() -> None:
    text = "(Millions) | 2018 | 2017\nPurchases of property | (1,577) | (1,373)\nAcquisitions | 13 | (2,023)"
    page = Page(1, "1", text, (Block(0, len(text), BlockKind.TABLE),))
    table = Document("id", Path("a.pdf"), "A", "en", (page,))
    assert cited_text("Purchases of property were $1.577 billion in 2018.", book=table) == [
        "Purchases of property | (1,577) | (1,373)"
    ]
    assert cited_text("Purchases of property were $1.578 billion in 2018.", book=table) == []


def test_hebrew_is_cited_with_and_without_prefix_letters() -> None:
    book = document("המרפאה נוסדה בידי מרים אלון. בשנת 2022 טופלו בה 4,705 חולים.", "הגג תוקן באביב.")
    assert cited_text("מרים אלון ייסדה את המרפאה.", "מי ייסדה את המרפאה?", book)
    assert cited_text("4,706 חולים", "כמה חולים טופלו במרפאה?", book) == []
    assert cited_text("4,705 חולים", "כמה חולים טופלו במרפאה?", book)


def test_hebrew_is_cited_in_its_other_forms() -> None:
    book = document("בשכונת עין גנים נחטפו שני חיילים.", "הגג תוקן באביב.")
    assert cited_text("עין גנים", "באיזו שכונה נחטף חייל?", book) == [book.page(1).text]


def test_a_quotation_wins_over_the_same_words_elsewhere() -> None:
    book = document(
        "In spring the roof was mended, rain or not.", "The roof was mended in spring after rain."
    )
    assert cited_text("The roof was mended in spring after rain.", book=book) == [book.page(2).text]


def test_an_answer_in_hebrew_about_an_english_document_is_cited_by_numbers_and_meaning(
    tmp_path: Path, starter_embedder: Path
) -> None:
    book = document(
        "We took in 212 objects in the year. The roof was mended in spring, and rain came in no more.",
        "In their best year, 1846, the works made 2,940 tons of salt.",
    )
    embedder = Embedder(starter_embedder)
    with Library(tmp_path / "library.sqlite") as library:
        library.add(book, chunk_document(book, embedder.tokenizer))
        for _ in index(library, book.document_id, embedder):
            pass
        evidence = whole_evidence([book], meaning=Retriever(library, embedder))
        (citation,) = evidence.cite("בשנת השיא, 1846, ייצר המפעל 2,940 טונות של מלח.")
        assert (citation.page_number, citation.page_start) == (2, 0)
        assert evidence.cite("בשנת השיא, 1846, ייצר המפעל 2,941 טונות של מלח.") == ()
        assert evidence.cite("השחקן הבקיע שני שערים במשחק הגמר.") == ()


class FailingMeaning:
    def nearest(
        self, vector: Vector, document_ids: Sequence[str], count: int
    ) -> Sequence[tuple[Chunk, float]]:
        raise EmbedderNotInstalled(Path("gone"))

    def vectors(self, texts: Sequence[str], kind: Kind) -> Sequence[Vector]:
        raise EmbedderNotInstalled(Path("gone"))


def test_an_embedder_that_fails_costs_a_citation_and_not_the_answer() -> None:
    evidence = whole_evidence([BOOK], meaning=FailingMeaning())
    assert evidence.cite("המרפאה נפתחה בשנת 1998 בידי רופאה.") == ()
    assert len(evidence.cite("The clinic opened in 1998.")) == 1
