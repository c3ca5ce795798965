import numpy as np
import pytest

from core.library.embedder import Embedder
from core.library.interaction import TokenVectors, likenesses


def vectors(*directions: tuple[float, ...]) -> TokenVectors:
    made = np.array(directions, np.float32)
    unit: TokenVectors = made / np.linalg.norm(made, axis=1, keepdims=True)
    return unit


def test_a_text_that_has_each_of_the_questions_tokens_is_nearest() -> None:
    question = vectors((1, 0, 0), (0, 1, 0))
    both, one = vectors((0, 1, 0), (1, 0, 0), (0, 0, 1)), vectors((1, 0, 0), (0, 0, 1))
    near, farther = likenesses(question, [both, one])
    assert near > farther


def test_what_all_tokens_have_in_common_is_taken_away() -> None:
    common = np.array([0, 0, 0, 9], np.float32)  # so much that all cosines are above 0.97
    question, same, other = (
        vectors(tuple(common + np.array(own, np.float32)))
        for own in ((1, 0, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0))
    )
    assert likenesses(question, [same, other]) == pytest.approx([1.0, -1.0], abs=0.1)


@pytest.mark.parametrize(("question", "texts"), [((0, 2), (3,)), ((3, 2), (4, 0))])
def test_without_tokens_nothing_is_near(question: tuple[int, int], texts: tuple[int, ...]) -> None:
    found = likenesses(np.zeros(question, np.float32), [np.zeros((count, 2), np.float32) for count in texts])
    assert found == [0.0] * len(texts)


def test_a_sentence_is_nearest_to_the_question_that_it_answers(embedder: Embedder) -> None:
    texts = ["The ferry to the island sails at six.", "The museum on the island opens at nine."]
    found = embedder.embed_tokens(texts, "document")
    for at, asked in enumerate(["When does the boat leave?", "When can one see the exhibition?"]):
        nearness = likenesses(embedder.embed_tokens([asked], "query")[0], found)
        assert nearness[at] == max(nearness)
