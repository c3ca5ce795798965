from collections.abc import Sequence

import pytest

from core.documents.document import Document
from core.library.chunks import JOINT, chunk_document
from core.library.embedder import Embedder
from core.library.indexing import index
from core.library.passages import Passage
from core.library.ranking import MEANING_WEIGHT, Ranked
from core.library.retriever import CANDIDATES, CLOSE, Retriever, Stage
from core.library.store import Library
from tests.core.library.documents import WordsAsTokens, document, heading, page, paragraph

CATS = "Cats purr when they are content. A cat sleeps for most of the day."
ENGINES = "The engine burns diesel fuel. Its pistons drive the ship through the sea."
BREAD = "Bread is baked from flour and water. Yeast makes the dough rise."


def count_words(text: str) -> int:
    return len(text.split())


def add(library: Library, made: Document, embedder: Embedder | None = None, max_tokens: int = 8) -> Document:
    library.add(made, chunk_document(made, WordsAsTokens(), max_tokens))
    if embedder:
        list(index(library, made.document_id, embedder))
    return made


@pytest.fixture
def three() -> Document:
    """Return three sections of two chunks each, one on a page."""
    parts = [("Animals", CATS), ("Ships", ENGINES), ("Kitchen", BREAD)]
    pages = [page(n, heading(title), paragraph(text)) for n, (title, text) in enumerate(parts, 1)]
    return document(*pages, title="Of everything")


def passages(library: Library, question: str, budget: int, embedder: Embedder | None = None) -> list[Passage]:
    return Retriever(library, embedder).retrieve(question, None, budget, count_words)


def test_a_passage_says_where_it_is(library: Library, three: Document) -> None:
    add(library, three)
    (passage,) = passages(library, "What drives the ship?", 8)
    assert (passage.document_id, passage.title, passage.section) == (
        three.document_id,
        "Of everything",
        "Ships",
    )
    assert (passage.page_number, passage.label) == (2, "ii")
    assert passage.text == "Its pistons drive the ship through the sea."
    assert passage.similarity is None
    assert passage.score > 0
    assert next(iter(library.chunks_by_id(passage.chunk_ids).values())).text == passage.text


def test_a_question_in_other_words_finds_its_passage_by_meaning(
    library: Library, three: Document, embedder: Embedder
) -> None:
    add(library, three, embedder)
    found = Retriever(library, embedder).search("feline animals", stage="dense")
    best = library.chunks_by_id([found[0].chunk_id])[found[0].chunk_id]
    assert best.section == "Animals"
    assert found[0].similarity == found[0].score > found[-1].score
    assert passages(library, "How do I make a loaf?", 20, embedder)[-1].section == "Kitchen"


def test_words_alone_serve_while_vectors_are_missing(
    library: Library, three: Document, embedder: Embedder
) -> None:
    add(library, three)
    assert passages(library, "yeast", 20, embedder) == passages(library, "yeast", 20)
    assert passages(library, "yeast", 20)[0].section == "Kitchen"


def test_passages_are_given_in_the_order_of_the_documents(library: Library, three: Document) -> None:
    add(library, three)
    second = add(library, document(page(1, paragraph("The ship sails. The yeast rises.")), title="Second"))
    retriever = Retriever(library, None)
    question = "yeast cats pistons ship"
    found = retriever.retrieve(question, None, 100, count_words)
    places = [(p.document_id == second.document_id, p.page_number, p.spans[0].start) for p in found]
    assert places == sorted(places)
    assert len({p.document_id for p in found}) == 2
    turned = retriever.retrieve(question, [second.document_id, three.document_id], 100, count_words)
    assert turned[0].document_id == second.document_id
    only = retriever.retrieve(question, [second.document_id], 100, count_words)
    assert {p.document_id for p in only} == {second.document_id}


def test_neighbours_are_joined_within_their_section(library: Library, three: Document) -> None:
    add(library, three)
    found = passages(library, "cats content sleeps day engine diesel pistons", 100)
    assert [p.section for p in found] == ["Animals", "Ships"]
    assert [len(p.chunk_ids) for p in found] == [2, 2]
    assert found[0].text == f"Animals\n\n{CATS}"


def test_the_text_of_a_passage_is_that_of_its_spans(
    library: Library, three: Document, embedder: Embedder
) -> None:
    add(library, three, embedder)
    for budget in (1, 5, 9, 14, 30, 100):
        for passage in passages(library, "cats ship bread", budget, embedder):
            assert passage.text == text_of(three, passage)


@pytest.mark.parametrize("budget", [8, 9, 15, 17, 26, 40, 80])
def test_the_budget_holds(library: Library, three: Document, budget: int) -> None:
    add(library, three)
    found = passages(library, "cats cat content ship engine bread yeast dough", budget)
    assert 0 < sum(count_words(p.text) for p in found) <= budget


def test_a_budget_holds_as_many_of_the_best_as_fit(library: Library, three: Document) -> None:
    add(library, three)
    counts = [
        sum(len(p.chunk_ids) for p in passages(library, "cats cat ship engine bread yeast", budget))
        for budget in (8, 20, 30, 60)
    ]
    assert counts == sorted(counts)
    assert counts[-1] == 6


def test_a_chunk_larger_than_the_budget_is_cut_after_a_sentence(library: Library) -> None:
    made = add(library, document(page(1, paragraph(f"{CATS} {ENGINES} {BREAD}"))), max_tokens=100)
    (passage,) = passages(library, "cats", 15)
    assert passage.text == CATS
    assert passage.text == text_of(made, passage)


def test_a_sentence_larger_than_the_budget_is_cut_between_words(library: Library) -> None:
    made = add(
        library, document(page(1, paragraph("Cats and " + "many more words " * 20 + "."))), max_tokens=100
    )
    (passage,) = passages(library, "cats", 4)
    assert passage.text == "Cats and many more" == text_of(made, passage)
    (passage,) = passages(library, "cats", 0)
    assert passage.text == "Cats"


def test_what_is_said_twice_is_given_once(library: Library) -> None:
    add(library, document(page(1, paragraph(CATS)), title="One"), max_tokens=100)
    add(library, document(page(1, paragraph(CATS.upper())), title="Two"), max_tokens=100)
    assert len(passages(library, "cats", 100)) == 1


def test_a_question_that_nothing_answers_has_no_passages(library: Library, three: Document) -> None:
    assert passages(library, "cats", 100) == []
    add(library, three)
    assert passages(library, "quantum chromodynamics", 100) == []
    assert passages(library, "", 100) == []
    assert passages(library, "?!", 100) == []


def test_a_hebrew_question_finds_its_passage(library: Library, embedder: Embedder) -> None:
    texts = ["החתולים מגרגרים כשטוב להם.", "המנוע שורף סולר ומניע את הספינה.", "הלחם נאפה מקמח וממים."]
    add(library, document(*[page(n, paragraph(text)) for n, text in enumerate(texts, 1)]), embedder)
    for question, page_number in [("ממה אופים לחם?", 3), ("מה מניע ספינה?", 2)]:
        assert (
            Retriever(library, embedder).retrieve(question, None, 5, count_words)[0].page_number
            == page_number
        )


def test_a_question_s_abbreviation_finds_the_words_it_stands_for(library: Library) -> None:
    dues = "Harbour dues and crane fees are paid at the gate."
    made = document(*(page(n, paragraph(f"Year {n}."), paragraph(dues)) for n in (1, 2, 3)))
    add(library, made, max_tokens=16)
    add(library, document(page(1, paragraph("A gate is closed at night."))))
    assert dues in passages(library, "Where is HDCF?", 30)[0].text
    assert passages(library, "Where is HDXF?", 30) == []


def test_what_meaning_has_found_gets_its_share_of_words_too(library: Library, embedder: Embedder) -> None:
    """Even if so many others match better that words alone would not have come by it."""
    harbours = [paragraph(f"Harbour {n}, {n + 1}, {n + 2} and {n + 3}.") for n in range(CANDIDATES)]
    sheltered = "Boats are safe from storms in a harbour."
    add(library, document(page(1, *harbours, paragraph(sheltered))), embedder)
    found = Retriever(library, embedder).search("Which harbour is a shelter in bad weather?", stage="fused")
    chunks = library.chunks_by_id([each.chunk_id for each in found])
    last = next(each for each in found if chunks[each.chunk_id].text == sheltered)
    assert last.similarity is not None
    assert last.score > MEANING_WEIGHT * last.similarity + 0.01


def test_what_was_found_by_both_ways_comes_before_what_one_found(
    library: Library, three: Document, embedder: Embedder
) -> None:
    add(library, three, embedder)
    retriever = Retriever(library, embedder)
    fused = retriever.search("pistons of the ship")
    words = {each.chunk_id for each in retriever.search("pistons of the ship", stage="keywords")}
    assert fused[0].chunk_id in words
    assert len(fused) == 6 > len(words)
    assert [each.score for each in fused] == sorted([each.score for each in fused], reverse=True)


NOTICE = "The tenant may end the lease with three months' notice. Notice is given in writing to the landlord."
PERIOD = "Either side can end the contract of work; the period of notice is six weeks."
RENT = "The rent is due on the first day of each month. It is paid to the landlord's account."


def several(library: Library, embedder: Embedder, *texts: str) -> list[str]:
    """Keep each text as a document and return their ids."""
    made = [document(page(1, paragraph(text)), title=f"Paper {n}") for n, text in enumerate(texts)]
    return [add(library, each, embedder, max_tokens=16).document_id for each in made]


def test_each_of_the_chosen_documents_gives_what_is_about_the_question(
    library: Library, embedder: Embedder
) -> None:
    lease, work, ship = several(library, embedder, f"{NOTICE} {RENT} {NOTICE[::-1]}", PERIOD, ENGINES)
    retriever, question = Retriever(library, embedder), "How is notice given to end the lease?"
    both = retriever.retrieve(question, [lease, work, ship], 26, count_words)
    assert [passage.document_id for passage in both] == [lease, work]
    alone = retriever.retrieve(question, [lease], 26, count_words)
    assert sum(len(passage.text.split()) for passage in alone) > 14


def test_what_two_of_the_chosen_documents_say_alike_is_given_once(
    library: Library, embedder: Embedder
) -> None:
    ids = several(library, embedder, PERIOD, PERIOD + " " + RENT, PERIOD.upper())
    found = Retriever(library, embedder).retrieve("What is the period of notice?", ids, 100, count_words)
    assert sum("period of notice" in passage.text.lower() for passage in found) == 1


def test_what_does_not_fit_any_more_is_cut_after_a_sentence(library: Library, three: Document) -> None:
    made = add(
        library, document(page(1, paragraph(ENGINES), paragraph("Ships sail. " + BREAD))), max_tokens=14
    )
    whole = passages(library, "engine pistons ship sail", 100)
    assert [len(passage.chunk_ids) for passage in whole] == [2]
    cut = passages(library, "engine pistons ship sail", 22)
    assert [passage.text for passage in cut] == [
        f"{ENGINES}\n\nShips sail. Bread is baked from flour and water."
    ]
    assert cut[0].text == text_of(made, cut[0])


LEASE = ("The lease may be ended by the tenant with three months' notice.",
         "The lease may be ended by the landlord with six months' notice.")  # fmt: skip


def test_where_the_best_two_are_about_as_good_their_tokens_decide(
    library: Library, embedder: Embedder
) -> None:
    for text in (*LEASE, "Bread is baked from flour and water.", "The ferry sails at six."):
        add(library, document(page(1, paragraph(text)), title=""), embedder, max_tokens=20)
    retriever = Retriever(library, embedder)
    question = "When can the owner of the house end the contract?"
    fused, late = retriever.search(question, stage="fused"), retriever.search(question)
    assert fused[0].score - fused[1].score < CLOSE
    assert text_at(library, late[0]) == LEASE[1] == text_at(library, fused[1])
    assert late[2:] == fused[2:]
    assert [each.score for each in late] == sorted((each.score for each in late), reverse=True)


def test_tokens_have_no_say_where_one_chunk_is_clearly_the_best(
    library: Library, three: Document, embedder: Embedder
) -> None:
    add(library, three, embedder)
    retriever = Retriever(library, embedder)
    assert retriever.search("Why does the dough rise?") == retriever.search(
        "Why does the dough rise?", stage="fused"
    )


def text_at(library: Library, ranked: Ranked) -> str:
    return library.chunks_by_id([ranked.chunk_id])[ranked.chunk_id].text


def text_of(made: Document, passage: Passage) -> str:
    parts: Sequence[str] = [made.page(s.page_number).text[s.start : s.end] for s in passage.spans]
    return JOINT.join(parts)


@pytest.mark.parametrize("stage", ["keywords", "fused"])
def test_what_the_question_quotes_comes_first(library: Library, embedder: Embedder, stage: Stage) -> None:
    texts = ["The board net of income: income board, board.", "All net income of it.", "Income, net."]
    made = add(library, document(page(1, *(paragraph(text) for text in texts))), embedder)
    ranked = Retriever(library, embedder).search('the board on "net income"', [made.document_id], 3, stage)
    assert "net income" in library.chunks_by_id([ranked[0].chunk_id])[ranked[0].chunk_id].text
