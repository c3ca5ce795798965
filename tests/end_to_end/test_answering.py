from pathlib import Path
from typing import Any

import pytest

from core.documents.document import Document
from core.documents.pdf import read_document
from tests.end_to_end.conftest import SAMPLE, STARTER, OpenBook, as_json

TIMINGS = {"open_s", "index_s", "load_s", "retrieve_s", "read_s", "first_token_s", "total_s"}
QUESTION = "Who is the director?"


@pytest.fixture(scope="module")
def answers(openbook: OpenBook) -> dict[str, dict[str, Any]]:
    """Return what `ask --json` prints for one question in each mode, and with focus on what was read."""
    found = {}
    for way in ("retrieved", "whole", "closed", "focus"):
        files = [] if way == "closed" else [SAMPLE]
        mode = ("--mode", "retrieved") if way == "focus" else ("--mode", way, "--no-focus")
        process = openbook("ask", *files, "-q", QUESTION, *mode, "--json", "--answer-tokens", 24)
        assert process.returncode == 0, process.stderr
        found[way] = as_json(process)
    return found


def test_once_the_book_is_read_another_run_reads_only_the_question_and_the_nearest_sentences(
    answers: dict[str, dict[str, Any]],
) -> None:
    assert {way: answer["is_focused"] for way, answer in answers.items() if answer["is_focused"]} == {
        "focus": True
    }
    assert answers["focus"]["mode"] == "retrieved"
    assert answers["focus"]["passages"]
    assert (
        answers["focus"]["tokens"]["read"] < 40 + 64 + 24
    )  # the question, the nearest sentences, their heading
    assert answers["focus"]["tokens"]["from_cache"] < answers["whole"]["tokens"]["read"] / 4


@pytest.mark.parametrize("mode", ["retrieved", "whole", "closed"])
def test_each_mode_answers_and_says_what_it_cost(answers: dict[str, dict[str, Any]], mode: str) -> None:
    answer = answers[mode]
    assert answer["answer"]
    assert answer["mode"] == mode
    assert answer["model"] == STARTER
    assert set(answer["timings"]) == TIMINGS
    assert answer["timings"]["first_token_s"] <= answer["timings"]["total_s"]
    assert 0 < answer["tokens"]["generated"] <= 24
    assert answer["context_tokens"] == 8192


def test_whole_mode_reads_the_book_and_retrieved_mode_a_slice_of_it(
    answers: dict[str, dict[str, Any]],
) -> None:
    assert answers["whole"]["passages"] == answers["closed"]["passages"] == []
    assert answers["retrieved"]["passages"]
    read = {mode: answer["tokens"]["read"] for mode, answer in answers.items()}
    assert read["whole"] > 2 * read["retrieved"] > 4 * read["closed"] > 0


def test_a_passage_stands_where_it_says(answers: dict[str, dict[str, Any]]) -> None:
    *_, document = read_document(SAMPLE)
    assert isinstance(document, Document)
    for passage in answers["retrieved"]["passages"]:
        assert passage["document_id"] == document.document_id
        text = document.page(passage["page_number"]).text
        assert passage["text"].startswith(text[passage["start"] : passage["end"]])


def test_the_answer_streams_with_sources_and_one_line_of_cost(openbook: OpenBook) -> None:
    process = openbook("ask", SAMPLE, "-q", QUESTION, "--answer-tokens", 24)
    assert process.returncode == 0, process.stderr
    assert ", page " in process.stdout
    assert process.stdout.rstrip().endswith("tokens/s")
    assert "first token after" in process.stdout


def test_without_arguments_the_sample_question_is_answered(openbook: OpenBook) -> None:
    process = openbook()
    assert process.returncode == 0, process.stderr
    assert "tokens/s" in process.stdout


def test_a_conversation_reads_the_document_once(openbook: OpenBook, note: Path) -> None:
    asked = ("ask", note, "--mode", "whole", "--answer-tokens", 8)
    process = openbook(*asked, typed="Who keeps the light?\nSince when?\n")
    assert process.returncode == 0, process.stderr
    first, second = (line for line in process.stdout.splitlines() if "tokens read" in line)
    assert "from memory" not in first
    assert int(second.split()[0]) < 30
