"""Retrieved mode of documents that were read: it reads little but the question, and says so."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from core.answering.assembly import load_engine, new_session
from core.answering.events import Answer, Answered, Mode, Question, Reading
from core.answering.focus import AGAIN_TOKENS
from core.answering.history import decode, encode
from core.answering.session import Session
from core.documents.document import Document
from core.library.chunks import chunk_document
from core.library.opening import EstimatedTokens
from core.library.store import Library
from core.model.engine import Engine
from core.model.weights import read_weights
from core.settings import Settings
from tests.core.answering.conftest import loaded
from tests.core.library.documents import document, page, paragraph

SETTINGS = Settings(answer_tokens=12, passage_tokens=256, context_tokens=2048)
FACTS = (
    "The clinic in Haifa opened in 1998 and was founded by Miriam Alon.",
    "In 2022 the clinic treated 4,705 patients and employed 61 nurses.",
    "The library holds nine thousand books and closes at noon on Fridays.",
)
OPENED, NURSES = "When did the clinic in Haifa open?", "How many nurses did the clinic employ?"
FILLER = "The garden behind the house is large, and many old trees stand in it. "
NUMBERS = count(1)
MOST_READ = AGAIN_TOKENS + 50  # the excerpt under its title, and the question


@pytest.fixture(scope="module")
def engine(starter_gguf: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with loaded(SETTINGS, starter_gguf, tmp_path_factory.mktemp("read")) as engine:
        yield engine


def made(times: int = 6, title: str = "Notes") -> Document:
    """Return a document that no other test has read."""
    parts = [page(n, paragraph(fact), paragraph(FILLER * times)) for n, fact in enumerate(FACTS, 1)]
    return document(*parts, title=f"{title} {next(NUMBERS)}")


def session_about(
    engine: Engine, library: Library, *documents: Document, settings: Settings = SETTINGS
) -> Session:
    known = {stored.document_id for stored in library.documents()}
    for each in documents:
        if each.document_id not in known:
            library.add(each, chunk_document(each, EstimatedTokens(), 32))
    return new_session(settings, engine, library, None, documents)


def ask(session: Session, text: str, mode: Mode = Mode.RETRIEVED) -> Answer:
    events = session.ask(Question(text, (mode,)))
    return next(event.answer for event in events if isinstance(event, Answered))


def read(session: Session) -> Session:
    list(session.read_ahead())
    return session


def test_a_document_that_was_not_read_is_answered_from_passages_read_anew(
    engine: Engine, library: Library
) -> None:
    answer = ask(session_about(engine, library, made()), OPENED)
    assert not answer.is_focused
    assert answer.tokens.read > 60


def test_of_a_document_that_was_read_little_is_read_but_the_question(
    engine: Engine, library: Library
) -> None:
    session = read(session_about(engine, library, made()))
    answer = ask(session, OPENED)
    assert answer.is_focused
    assert answer.tokens.read < MOST_READ
    assert 40 < answer.tokens.from_cache < 400, "the passages, and not all that was read"
    assert "1998" in " ".join(passage.text for passage in answer.passages)
    assert "1998" in answer.text


def test_the_sentences_nearest_to_the_question_are_read_once_more_under_their_page(
    engine: Engine, library: Library
) -> None:
    about = made(title="A report on all that was done in the town and what it cost, year by year,")
    whole = ask(read(session_about(engine, library, about)), OPENED, Mode.WHOLE)
    answer = ask(session_about(engine, library, about), OPENED)
    assert whole.tokens.read + 20 < answer.tokens.read < whole.tokens.read + AGAIN_TOKENS + 12


def test_a_follow_up_sees_what_was_asked_before_and_other_passages(engine: Engine, library: Library) -> None:
    session = read(session_about(engine, library, made()))
    first, second = ask(session, OPENED), ask(session, NURSES)
    assert first.is_focused
    assert second.is_focused
    assert second.tokens.read > first.tokens.read + first.tokens.generated
    assert "61" in second.text


def test_the_person_may_have_the_passages_read_anew(engine: Engine, library: Library) -> None:
    about = made()
    read(session_about(engine, library, about))
    off = session_about(engine, library, about, settings=replace(SETTINGS, focus="off"))
    assert not ask(off, OPENED).is_focused


def test_several_documents_that_were_read_together_are_focused_on(engine: Engine, library: Library) -> None:
    session = read(session_about(engine, library, made(), made()))
    answer = ask(session, OPENED)
    assert answer.is_focused
    assert answer.tokens.read < MOST_READ


def test_one_of_documents_that_were_read_together_is_read_anew(engine: Engine, library: Library) -> None:
    first, second = made(), made()
    read(session_about(engine, library, first, second))
    assert not ask(session_about(engine, library, second), OPENED).is_focused


def test_the_whole_and_the_passages_answer_side_by_side(engine: Engine, library: Library) -> None:
    session = read(session_about(engine, library, made()))
    events = list(session.ask(Question(OPENED, tuple(Mode))))
    answers = {event.mode: event.answer for event in events if isinstance(event, Answered)}
    focused = {mode: answer.is_focused for mode, answer in answers.items()}
    assert focused == {Mode.WHOLE: False, Mode.RETRIEVED: True, Mode.CLOSED: False}
    assert answers[Mode.RETRIEVED].tokens.from_cache < answers[Mode.WHOLE].tokens.from_cache
    readings = [event for event in events if isinstance(event, Reading) and event.mode is Mode.RETRIEVED]
    assert readings[-1].done_tokens == readings[-1].total_tokens
    assert readings[-1].from_cache_tokens == answers[Mode.RETRIEVED].tokens.from_cache


def test_a_document_on_the_disk_is_focused_on_in_another_process_with_the_same_answer(
    starter_gguf: Path, library: Library
) -> None:
    about = made()
    said = []
    for is_first in (True, False):
        with load_engine(SETTINGS, read_weights(starter_gguf)) as engine:
            session = session_about(engine, library, about)
            said.append(ask(read(session) if is_first else session, OPENED))
    assert said[0].is_focused
    assert said[1].is_focused
    assert (said[1].text, said[1].tokens) == (said[0].text, said[0].tokens)


def test_where_the_question_leaves_no_room_for_the_document_the_passages_are_read_anew(
    engine: Engine, library: Library
) -> None:
    session = read(session_about(engine, library, made()))
    foreseen = session.outlook((Mode.RETRIEVED,), "Why? " * 700 + OPENED)[Mode.RETRIEVED]
    assert foreseen.fits
    assert foreseen.prompt_tokens - foreseen.held_tokens > 700


def test_what_it_costs_is_foreseen(engine: Engine, library: Library) -> None:
    session = read(session_about(engine, library, made()))
    usual = session.outlook((Mode.RETRIEVED,))[Mode.RETRIEVED]
    assert AGAIN_TOKENS < usual.prompt_tokens - usual.held_tokens < MOST_READ
    known = session.outlook((Mode.RETRIEVED,), OPENED)[Mode.RETRIEVED]
    answer = ask(session, OPENED)
    assert known.held_tokens == answer.tokens.from_cache
    assert known.prompt_tokens == answer.tokens.from_cache + answer.tokens.read


def test_the_history_keeps_how_it_was_answered(engine: Engine, library: Library) -> None:
    answer = ask(read(session_about(engine, library, made())), OPENED)
    assert decode(encode(answer)) == answer
    older = encode(answer).replace(', "is_focused": true', "")
    assert not decode(older).is_focused


def test_a_document_in_parts_is_focused_on_where_its_best_passage_stands(
    engine: Engine, library: Library
) -> None:
    about = made(times=42)
    session = read(session_about(engine, library, about))
    first, last = (
        ask(session, OPENED),
        ask(session_about(engine, library, about), "When does the library close?"),
    )
    assert first.is_focused
    assert last.is_focused
    assert "1998" in " ".join(passage.text for passage in first.passages)
    assert last.passages[-1].page_number == 3
    assert "noon" in last.passages[-1].text
    assert last.tokens.read < 200, "no part is read again"
