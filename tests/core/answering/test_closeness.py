from pathlib import Path

from core.answering.closeness import Closeness, closeness
from core.answering.evidence import Lines, lines_of_documents
from core.answering.terms import stems, telling_words
from core.documents.document import Block, BlockKind, Document, Page

FAR_APART = (
    "The mill by the river belonged for forty years to Ruth Thorley, who ground corn, baked bread and sold "
    "flour to each ship that lay in the harbour in winter; the town hall was built by Miriam Alon."
)


def lines(*pages: str) -> Lines:
    made = tuple(
        Page(number, str(number), text, (Block(0, len(text), BlockKind.PARAGRAPH),))
        for number, text in enumerate(pages, 1)
    )
    return Lines(lines_of_documents([Document("id", Path("a.pdf"), "A", "en", made)]))


def close(read: Lines, question: str, answer: str) -> dict[int, Closeness]:
    asked = [(stems(word), 1.0) for word in telling_words(question)]
    added = [stems(word) for word in telling_words(answer)]
    return dict(closeness(read, range(len(read)), asked, added))


def test_the_name_beside_what_is_asked_is_closest() -> None:
    read = lines(FAR_APART)
    question = "Who built the town hall?"
    right, wrong = close(read, question, "Miriam Alon")[0], close(read, question, "Ruth Thorley")[0]
    assert right.to_own > 0.9 > 0.6 > wrong.to_own
    assert right.to_all > wrong.to_all


def test_a_name_in_another_sentence_is_far_from_what_is_asked() -> None:
    read = lines(
        "The town hall was built by Miriam Alon. Ruth Thorley sold flour.", "Ruth Thorley left in spring."
    )
    found = close(read, "Who built the town hall?", "Ruth Thorley")
    assert set(found) == {1, 2}
    assert found[2].to_all < 0.01 < found[1].to_all < 0.8


def test_where_nothing_is_asked_or_found_nothing_is_told() -> None:
    read = lines("The town hall was built by Miriam Alon.")
    assert close(read, "", "Miriam Alon") == {}
    assert close(read, "Who built the town hall?", "Ruth Thorley") == {}
    assert close(lines(), "Who built the town hall?", "Miriam Alon") == {}
    assert close(read, "Who built the town hall?", "") == {}
