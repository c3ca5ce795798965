"""The benchmark of answers runs, on one small document; its scores are those of SQuAD and ROUGE."""

from pathlib import Path

import pytest

from core import paths
from core.answering.assembly import choose_weights, find_embedder, load_engine
from core.library.store import Library
from core.settings import Settings
from tests.benchmarks.answers import (
    DATA,
    Case,
    Row,
    compared,
    contains,
    make_document,
    qmsum,
    rouge_l,
    run,
    table,
    token_f1,
    xquad,
)


@pytest.mark.parametrize("about_whole", [True, False])
def test_one_question_is_asked_in_every_mode_and_scored(
    starter_gguf: Path, starter_embedder: Path, about_whole: bool
) -> None:
    settings = Settings(
        model=str(starter_gguf), embedder=str(starter_embedder), answer_tokens=4, context_tokens=1024
    )
    document = make_document(
        "Light", [("Keeper", "Joan Marsh keeps the light."), ("", "It was built in 1987.")]
    )
    with Library(paths.library_file()) as library, load_engine(settings, choose_weights(settings)) as engine:
        cases = [Case("Who keeps the light?", ("Joan Marsh",))]
        rows = list(run(engine, find_embedder(settings), library, settings, document, cases))
    assert [row.way for row in rows] == ["read anew", "whole", "focus", "closed"]
    assert all(row.first_token_s > 0 for row in rows)
    shown = table(rows, about_whole=about_whole)
    assert len({line.count("|") for line in shown.splitlines()}) == 1, "a Markdown table"


@pytest.mark.skipif(not DATA.exists(), reason="the question sets are not here")
def test_the_sets_give_documents_with_questions(starter_gguf: Path) -> None:
    settings = Settings(model=str(starter_gguf), context_tokens=256)
    with load_engine(settings, choose_weights(settings)) as engine:
        ((document, cases),) = xquad(engine, documents=1, questions=3, seed=1)
        assert len(cases) == 3
        assert all(case.answers for case in cases)
        assert 3000 < len(engine.tokenize(" ".join(page.text for page in document.pages))) < 6000
        ((meeting, about),) = qmsum(engine, meetings=1)
        assert len(meeting.pages) > 1
        assert len(about[0].answers[0].split()) > 20


def row(question: str, way: str, right: float) -> Row:
    return Row(question, way, right, right / 2, 0.0, 1.0, 10, is_first=False)


def test_two_ways_are_compared_on_the_questions_that_both_answered() -> None:
    anew = [row(question, "read anew", right) for question, right in zip("abc", (1, 1, 0), strict=True)]
    focus = [row(question, "focus", right) for question, right in zip("bcd", (0, 1, 1), strict=True)]
    assert compared([*anew, *focus], "focus", "read anew") == (
        "focus beside read anew, 2 questions: right where the other is not 1, the reverse 1, "
        "difference +0.000 ± 1.960; token F1 +0.000 ± 0.980"
    )
    assert "fewer than two" in compared(anew, "focus", "read anew")


def test_scores_are_those_of_squad() -> None:
    assert contains("It was the Panthers, in 2015.", "panthers")
    assert not contains("Panthersville", "panthers")
    assert token_f1("the cat sat", "a cat") == pytest.approx(2 / 3)
    assert token_f1("dog", "cat") == 0.0


def test_rouge_l_follows_the_longest_common_subsequence() -> None:
    assert rouge_l("police killed the gunman", "police kill gunman") == pytest.approx(2 * 2 / (3 + 3))
    assert rouge_l("nothing alike", "cats") == 0.0
    assert rouge_l("cat sat here", "cat sat here") == 1.0
