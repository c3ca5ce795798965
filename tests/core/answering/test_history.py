"""Conversations are kept, found, changed and forgotten."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core import paths
from core.answering.events import Mode
from core.answering.history import History, PastTurn, decode, encode
from core.documents.document import Document
from core.errors import NotInHistory, NotInLibrary
from core.library.chunks import chunk_document
from core.library.opening import EstimatedTokens
from core.library.store import Library
from tests.core.answering.said import answer
from tests.core.library.documents import document, page, paragraph

Keep = Callable[..., int]


@pytest.fixture
def history(library: Library) -> History:
    return History(library)


@pytest.fixture
def keep(history: History, clinic: Document) -> Keep:
    """Return a function that keeps a conversation of one question and returns its id."""

    def kept(question: str, text: str = "In 1998.", about: Document = clinic) -> int:
        conversation_id = history.start([about.document_id])
        history.add_turn(conversation_id, turn(question, text, about))
        return conversation_id

    return kept


def turn(question: str, text: str, about: Document) -> PastTurn:
    return PastTurn(question, 1000.5, (answer(Mode.RETRIEVED, text, about, question),))


def titles(history: History, search: str = "") -> list[str]:
    return [summary.title for summary in history.summaries(search)]


def test_a_conversation_comes_back_as_it_was(history: History, clinic: Document) -> None:
    both = (answer(Mode.WHOLE, "In 1998.", clinic), answer(Mode.RETRIEVED, "1998", clinic))
    conversation_id = history.start([clinic.document_id])
    first = history.add_turn(conversation_id, PastTurn("When?", 1000.5, both, frozenset({Mode.WHOLE})))
    second = history.add_turn(conversation_id, turn("And who?", "Nobody knows.", clinic))
    found = history.load(conversation_id)
    assert (found.title, found.document_ids) == ("When?", (clinic.document_id,))
    assert found.turns == (
        PastTurn("When?", 1000.5, both, frozenset({Mode.WHOLE}), first),
        replace(turn("And who?", "Nobody knows.", clinic), turn_id=second),
    )
    assert found.turns[0].past == ("When?", {a.mode: (a.passages, a.text) for a in both})


def test_the_last_changed_conversation_comes_first(history: History, keep: Keep) -> None:
    first = keep("Who founded it?")
    keep("Where is it?")
    assert titles(history) == ["Where is it?", "Who founded it?"]
    history.truncate(first, 1)
    assert titles(history) == ["Who founded it?", "Where is it?"]


def test_a_conversation_without_questions_is_not_listed(history: History, clinic: Document) -> None:
    history.start([clinic.document_id])
    assert history.summaries() == []


@pytest.mark.parametrize(
    ("search", "is_found"),
    [
        ("CLINIC open", True),
        ("4705", False),
        ("4,705", True),
        ("חולים", True),
        ("בית החולים", True),
        ("שָׁלוֹם", True),
        ("Annual", True),
        ("annual clinic 4,705", True),
        ("annual bananas", False),
        ("100%", False),
    ],
)
def test_search_looks_in_titles_questions_and_answers(
    history: History, keep: Keep, clinic: Document, search: str, is_found: bool
) -> None:
    conversation_id = keep("When did the Clinic open?", "שלום לבית החולים")
    history.add_turn(conversation_id, turn("And how many?", "It treated 4,705 patients.", clinic))
    history.rename(conversation_id, "The ANNUAL figures")
    keep("Where are the bananas?")
    assert ("The ANNUAL figures" in titles(history, search)) is is_found


def test_a_title_can_be_given_and_taken_away(history: History, keep: Keep) -> None:
    conversation_id = keep("When did it open? " * 20)
    (automatic,) = titles(history)
    assert len(automatic) <= 80
    assert automatic.endswith("open? When…")
    history.rename(conversation_id, "  The\nclinic ")
    assert titles(history) == ["The clinic"]
    history.rename(conversation_id, "")
    assert titles(history) == [automatic]


def test_an_answer_given_again_replaces_the_first_and_takes_its_vote_along(
    history: History, keep: Keep, clinic: Document
) -> None:
    (kept,) = history.load(conversation_id := keep("When?")).turns
    history.set_answer(kept.turn_id, answer(Mode.WHOLE, "In 1998, it says.", clinic))
    history.vote(kept.turn_id, [Mode.RETRIEVED])
    history.set_answer(kept.turn_id, answer(Mode.CLOSED, "In 1950."))
    (seen,) = history.load(conversation_id).turns
    assert [a.text for a in seen.answers] == ["In 1998, it says.", "In 1998.", "In 1950."]
    assert seen.winners == frozenset({Mode.RETRIEVED})
    history.set_answer(kept.turn_id, answer(Mode.RETRIEVED, "In 1999.", clinic))
    (seen,) = history.load(conversation_id).turns
    assert [a.text for a in seen.answers] == ["In 1998, it says.", "In 1999.", "In 1950."]
    assert seen.winners is None


def test_a_question_asked_anew_drops_what_followed(history: History, keep: Keep, clinic: Document) -> None:
    conversation_id = keep("When?")
    for question in ("Where?", "Who?"):
        history.add_turn(conversation_id, turn(question, "There.", clinic))
    history.truncate(conversation_id, 1)
    history.add_turn(conversation_id, turn("Why?", "Because.", clinic))
    assert [each.question for each in history.load(conversation_id).turns] == ["When?", "Why?"]


def test_votes_are_counted_for_each_choice_of_documents(
    history: History, keep: Keep, clinic: Document, library: Library
) -> None:
    other = document(page(1, paragraph("Other words.")), title="Other")
    library.add(other, chunk_document(other, EstimatedTokens()))
    ids = [keep("When?"), keep("Where?"), keep("Who?", about=other), keep("Why?")]
    turns = [history.load(each).turns[0].turn_id for each in ids]
    history.vote(turns[0], [Mode.WHOLE, Mode.RETRIEVED])
    history.vote(turns[1], [])
    history.vote(turns[2], [Mode.WHOLE])
    history.vote(turns[3], [Mode.CLOSED])
    history.vote(turns[3], None)
    assert history.votes([other.document_id]) == {Mode.WHOLE: 1, Mode.RETRIEVED: 0, Mode.CLOSED: 0}
    both = history.start([other.document_id, clinic.document_id])
    history.vote(history.add_turn(both, turn("Both?", "Yes.", other)), [Mode.RETRIEVED])
    assert history.votes([other.document_id]) == {Mode.WHOLE: 1, Mode.RETRIEVED: 0, Mode.CLOSED: 0}
    assert history.votes([clinic.document_id, other.document_id])[Mode.RETRIEVED] == 1
    assert history.votes([])[Mode.WHOLE] == 0
    assert history.votes() == {Mode.WHOLE: 2, Mode.RETRIEVED: 2, Mode.CLOSED: 0}
    assert history.load(ids[1]).turns[0].winners == frozenset()


def test_a_deleted_conversation_leaves_no_trace(
    history: History, keep: Keep, clinic: Document, data_folder: Path
) -> None:
    kept = [keep(f"What is thing{n}? " * 20, f"Thing{n} is a thing. " * 30) for n in range(30)]
    secret = keep("Where is the xylographer?", "With the quetzalcoatlus.")
    history.rename(secret, "The zyzzyva")
    for n in range(20):
        history.add_turn(secret, turn(f"Xylographer {n}?", "A quetzalcoatlus. " * 40, clinic))
        history.add_turn(kept[n], turn(f"More of {n}?", "More. " * 40, clinic))
    words = [b"xylographer", b"quetzalcoatlus", b"zyzzyva"]
    assert all(word in everything(data_folder) for word in words)
    history.delete(secret)
    assert [word for word in words if word in everything(data_folder)] == []
    assert len(titles(history)) == 30
    with pytest.raises(NotInHistory):
        history.load(secret)


def everything(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file()).lower()


def test_forgetting_a_document_forgets_the_conversations_that_quote_it(
    history: History, keep: Keep, clinic: Document, library: Library, data_folder: Path
) -> None:
    other = document(page(1, paragraph("Other words.")), title="Other")
    library.add(other, chunk_document(other, EstimatedTokens()))
    keep("About the clinic?", "quetzalcoatlus")
    history.add_turn(keep("About the other?", about=other), turn("And the clinic?", "xylographer", clinic))
    keep("Only the other?", about=other)
    assert library.conversations_about(clinic.document_id) == 2
    assert library.conversations_about(other.document_id) == 2
    library.forget(clinic.document_id)
    assert titles(history) == ["Only the other?"]
    assert b"quetzalcoatlus" not in everything(data_folder)
    assert b"xylographer" not in everything(data_folder)


def test_what_was_forgotten_does_not_come_back_by_a_late_answer(
    history: History, keep: Keep, clinic: Document, library: Library
) -> None:
    conversation_id = keep("When?")
    turn_id = history.load(conversation_id).turns[0].turn_id
    library.forget(clinic.document_id)
    late = turn("Late?", "Here.", clinic)
    for attempt in (
        lambda: history.add_turn(conversation_id, late),
        lambda: history.set_answer(turn_id, late.answers[0]),
        lambda: history.vote(turn_id, []),
        lambda: history.truncate(conversation_id, 0),
        lambda: history.rename(conversation_id, "A"),
        lambda: history.delete(conversation_id),
    ):
        with pytest.raises(NotInHistory):
            attempt()
    with pytest.raises(NotInLibrary):
        history.start([clinic.document_id])


def test_an_answer_about_a_document_that_is_not_kept_can_be_read(clinic: Document) -> None:
    said = answer(Mode.RETRIEVED, 'It says "שלום" | and\nmore.', clinic)
    assert decode(encode(said)) == said


def test_an_answer_that_was_kept_before_there_were_parts_can_be_read() -> None:
    said = answer(Mode.WHOLE, "In 1998.")
    kept = json.loads(encode(said))
    del kept["part_count"], kept["tokens"]["noted"]
    assert decode(json.dumps(kept)) == said
    in_parts = replace(said, part_count=7)
    assert decode(encode(in_parts)) == in_parts


def test_conversations_are_there_when_the_library_is_opened_again(keep: Keep) -> None:
    keep("When?")
    with Library(paths.library_file()) as again:
        assert titles(History(again)) == ["When?"]


def test_what_crosses_to_the_window_is_light_to_import() -> None:
    code = (
        "import sys, core.answering.history, core.answering.estimates, core.answering.agreement; "
        "print([m for m in ('numpy', 'sqlite3', 'llama_cpp', 'psutil') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
