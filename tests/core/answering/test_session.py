"""Conversations with the real starter model and real passages."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from core import paths
from core.answering.assembly import new_session
from core.answering.events import (
    Answer,
    Answered,
    Delta,
    Event,
    Mode,
    Question,
    Reading,
    Refused,
    Retrieved,
)
from core.answering.session import Session
from core.answering.talk import Past
from core.documents.document import Block, BlockKind, Document, Page
from core.errors import DocumentTooLong, Stopped
from core.library.chunks import chunk_document
from core.library.opening import EstimatedTokens
from core.library.store import Library
from core.model.engine import Engine
from core.settings import Settings
from tests.core.answering.conftest import loaded
from tests.core.answering.scripted import ScriptedEngine, scripted_session

SETTINGS = Settings(answer_tokens=12, passage_tokens=128, context_tokens=2048)
FACTS = (
    "The clinic in Haifa opened in 1998 and was founded by Miriam Alon.",
    "In 2022 the clinic treated 4,705 patients and employed 61 nurses.",
    "The library holds nine thousand books and closes at noon on Fridays.",
)


def make_document(title: str, times: int = 1) -> Document:
    texts = [" ".join([fact] * times) for fact in FACTS]
    pages = tuple(
        Page(n, str(n), text, (Block(0, len(text), BlockKind.PARAGRAPH),)) for n, text in enumerate(texts, 1)
    )
    return Document(sha256(f"{title}{times}".encode()).hexdigest(), Path(f"{title}.pdf"), title, "en", pages)


@pytest.fixture(scope="module")
def engine(quick_gguf: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with loaded(SETTINGS, quick_gguf, tmp_path_factory.mktemp("read")) as engine:
        yield engine


def session_about(engine: Engine, library: Library, *documents: Document) -> Session:
    for document in documents:
        library.add(document, chunk_document(document, EstimatedTokens()))
    return new_session(SETTINGS, engine, library, None, documents)


def answers(events: Iterator[Event]) -> dict[Mode, Answer]:
    return {event.mode: event.answer for event in events if isinstance(event, Answered)}


def ask(session: Session, text: str, mode: Mode) -> Answer:
    return answers(session.ask(Question(text, (mode,))))[mode]


def as_past(*said: Answer) -> Past:
    return said[0].question, {answer.mode: (answer.passages, answer.text) for answer in said}


def prompt_tokens(answer: Answer) -> int:
    return answer.tokens.read + answer.tokens.from_cache


def test_the_events_come_in_order_and_make_up_the_answer(engine: Engine, library: Library) -> None:
    session = session_about(engine, library, make_document("order"))
    events = list(session.ask(Question("Who founded the clinic?", (Mode.RETRIEVED,))))
    assert isinstance(events[0], Retrieved)
    assert isinstance(events[1], Reading)
    assert isinstance(events[-1], Answered)
    text = "".join(event.text for event in events if isinstance(event, Delta))
    assert events[-1].answer.text == text.strip()
    assert events[-1].answer.passages == events[0].passages


def test_a_follow_up_about_a_whole_document_reads_only_itself(engine: Engine, library: Library) -> None:
    session = session_about(engine, library, make_document("follow", times=4))
    first = ask(session, "Who founded the clinic?", Mode.WHOLE)
    second = ask(session, "When did it open?", Mode.WHOLE)
    assert first.tokens.read > 200
    assert second.tokens.read < 30
    assert second.tokens.from_cache >= first.tokens.read


def test_a_new_conversation_about_a_read_document_reads_only_its_question(
    engine: Engine, library: Library
) -> None:
    document = make_document("again", times=4)
    ask(session_about(engine, library, document), "Who founded the clinic?", Mode.WHOLE)
    again = ask(session_about(engine, library, document), "How many nurses are there?", Mode.WHOLE)
    assert again.tokens.read < 30


def test_two_modes_answer_side_by_side(engine: Engine, library: Library) -> None:
    document = make_document("compare")
    library.add(document, chunk_document(document, EstimatedTokens()))
    # Long enough that the first is not over before the others are read, however small the slices are.
    session = new_session(replace(SETTINGS, answer_tokens=64), engine, library, None, [document])
    events = list(session.ask(Question("Who founded the clinic?", tuple(Mode))))
    found = answers(iter(events))
    assert set(found) == set(Mode)
    assert found[Mode.CLOSED].passages == ()
    deltas = [event.mode for event in events if isinstance(event, Delta)]
    switches = sum(a is not b for a, b in pairwise(deltas))
    assert switches > 3, "the answers stream in turn, not one after the other"


def test_a_closed_iterator_keeps_what_was_read(engine: Engine, library: Library) -> None:
    session = session_about(engine, library, make_document("closed", times=12))
    with closing(session.ask(Question("Who founded the clinic?", (Mode.WHOLE,)))) as events:
        read = next(event for event in events if isinstance(event, Reading) and event.done_tokens > 200)
    assert read.done_tokens < read.total_tokens
    assert ask(session, "Who founded the clinic?", Mode.WHOLE).tokens.from_cache >= read.done_tokens


def test_a_stopped_question_leaves_the_conversation_as_it_was(engine: Engine, library: Library) -> None:
    session = session_about(engine, library, make_document("stopped", times=10))
    events = session.ask(Question("Who founded the clinic?", (Mode.WHOLE,)))
    next(events)
    engine.stop()
    with pytest.raises(Stopped):
        list(events)
    answer = ask(session, "When did it open?", Mode.WHOLE)
    assert answer.text
    assert answer.tokens.read > 0


def test_a_question_longer_than_the_window_is_refused_before_anything_is_read(
    engine: Engine, library: Library
) -> None:
    session = session_about(engine, library, make_document("long", times=200))
    with pytest.raises(DocumentTooLong) as caught:
        next(session.ask(Question("Who founded the clinic? " * 500, (Mode.WHOLE,))))
    assert caught.value.document_tokens > caught.value.context_tokens == 2048


def test_a_long_conversation_forgets_its_oldest_question_and_never_the_document(
    quick_gguf: Path, tmp_path: Path, library: Library
) -> None:
    settings = replace(SETTINGS, context_tokens=768)
    question = "Who founded the clinic? " * 20
    with loaded(settings, quick_gguf, tmp_path) as engine:
        session = session_about(engine, library, make_document("patient", times=6))
        sizes = [ask(session, question, Mode.WHOLE).tokens for _ in range(5)]
    prompts = [size.read + size.from_cache for size in sizes]
    assert prompts[1] > prompts[0], "the second question sees the first one"
    assert max(prompts) + settings.answer_tokens <= 768 < prompts[0] + 4 * (prompts[1] - prompts[0])
    assert all(size.from_cache > 340 for size in sizes[1:])


def test_several_documents_are_read_together(engine: Engine, library: Library) -> None:
    session = session_about(engine, library, make_document("one"), make_document("two", times=2))
    answer = ask(session, "Who founded the clinic?", Mode.WHOLE)
    alone = ask(session_about(engine, library, make_document("one")), "Who founded the clinic?", Mode.WHOLE)
    total = answer.tokens.read + answer.tokens.from_cache
    assert total > 2 * (alone.tokens.read + alone.tokens.from_cache) - 150


def test_the_answer_is_cited_with_the_line_that_supports_it(engine: Engine, library: Library) -> None:
    session = session_about(engine, library, make_document("cited"))
    answer = ask(session, "When did the clinic in Haifa open?", Mode.WHOLE)
    assert "1998" in answer.text
    assert [citation.page_number for citation in answer.citations] == [1]


def test_a_mode_that_cannot_answer_is_refused_and_the_others_answer(engine: Engine, library: Library) -> None:
    session = session_about(engine, library, make_document("refused", times=38))
    question = "Who founded the clinic? " * 100  # no room behind the document, nor behind a part of it
    events = list(session.ask(Question(question, tuple(Mode))))
    (refused,) = (event for event in events if isinstance(event, Refused))
    assert (refused.mode, refused.name) == (Mode.WHOLE, "DocumentTooLong")
    assert "2,048" in str(refused.sentence)
    assert set(answers(iter(events))) == {Mode.RETRIEVED, Mode.CLOSED}


def test_whole_mode_knows_what_was_asked_and_answered_about_passages(
    engine: Engine, library: Library
) -> None:
    document = make_document("stand-in", times=2)
    session = session_about(engine, library, document)
    first = ask(session, "Who founded the clinic?", Mode.RETRIEVED)
    after = ask(session, "When did it open?", Mode.WHOLE)
    alone = ask(session_about(engine, library, document), "When did it open?", Mode.WHOLE)
    turn = len(engine.tokenize(first.question)) + first.tokens.generated
    assert turn < prompt_tokens(after) - prompt_tokens(alone) < turn + 20, "question and answer, no passages"


def test_retrieved_mode_knows_what_was_asked_of_the_whole_document(engine: Engine, library: Library) -> None:
    document = make_document("other", times=2)
    session = session_about(engine, library, document)
    ask(session, "Who founded the clinic?", Mode.WHOLE)
    after = ask(session, "When did it open?", Mode.RETRIEVED)
    alone = ask(session_about(engine, library, document), "When did it open?", Mode.RETRIEVED)
    assert prompt_tokens(after) > prompt_tokens(alone) + 10


def test_closed_book_sees_only_its_own_answers(engine: Engine, library: Library) -> None:
    session = session_about(engine, library, make_document("closed book"))
    alone = ask(session, "Who founded the clinic?", Mode.CLOSED)
    ask(session, "Who founded the clinic?", Mode.WHOLE)
    whole = ask(session, "When did it open?", Mode.WHOLE)
    again = session_about(engine, library, make_document("closed book"))
    ask(again, "Who founded the clinic?", Mode.WHOLE)
    again.recall([as_past(alone)])
    fresh = ask(again, "When did it open?", Mode.WHOLE)
    assert prompt_tokens(fresh) < prompt_tokens(whole), "an answer from memory stands in for none"


@pytest.mark.parametrize("mode", list(Mode))
def test_a_recalled_conversation_goes_on_as_the_live_one_would(
    engine: Engine, library: Library, mode: Mode
) -> None:
    document = make_document("recalled", times=2)
    live, later = session_about(engine, library, document), session_about(engine, library, document)
    first = ask(live, "Who founded the clinic?", mode)
    later.recall([as_past(first)])
    gone_on, taken_up = (ask(each, "When did it open?", mode) for each in (live, later))
    assert abs(prompt_tokens(gone_on) - prompt_tokens(taken_up)) <= 2, "but for the answer's tokens"
    assert taken_up.text


def test_what_a_session_wrote_itself_is_recalled_without_reading_it_again(
    engine: Engine, library: Library
) -> None:
    session = session_about(engine, library, make_document("known", times=3))
    first = ask(session, "Who founded the clinic?", Mode.WHOLE)
    second = ask(session, "When did it open?", Mode.WHOLE)
    session.recall([as_past(first), as_past(second)])
    third = ask(session, "How many nurses are there?", Mode.WHOLE)
    assert third.tokens.from_cache >= prompt_tokens(second)
    session.recall([as_past(first)])
    edited = ask(session, "When does the library close?", Mode.WHOLE)
    assert prompt_tokens(edited) < prompt_tokens(third), "the later questions are gone"


def test_a_question_answered_again_in_another_mode_is_one_turn(engine: Engine, library: Library) -> None:
    session = session_about(engine, library, make_document("one turn", times=2))
    read = ask(session, "Who founded the clinic?", Mode.RETRIEVED)
    session.recall([])
    whole = ask(session, "Who founded the clinic?", Mode.WHOLE)
    session.recall([as_past(read, whole)])
    follow_up = ask(session, "When did it open?", Mode.WHOLE)
    assert follow_up.tokens.from_cache >= prompt_tokens(whole)


def test_what_a_question_costs_is_foreseen_from_what_was_measured(engine: Engine, library: Library) -> None:
    document = make_document("foreseen", times=5)
    session = session_about(engine, library, document)
    question = "Who founded the clinic?"
    unknown = session.outlook(tuple(Mode), question)
    assert {mode: each.fits for mode, each in unknown.items()} == dict.fromkeys(Mode, True)
    assert all(each.first_token_s is None and each.total_s is None for each in unknown.values())
    answer = ask(session, question, Mode.WHOLE)
    assert unknown[Mode.WHOLE].prompt_tokens == prompt_tokens(answer)
    known = session_about(engine, library, document).outlook(tuple(Mode), "When did it open?")
    whole, retrieved, closed = known[Mode.WHOLE], known[Mode.RETRIEVED], known[Mode.CLOSED]
    again = ask(session_about(engine, library, document), "When did it open?", Mode.WHOLE)
    assert (whole.prompt_tokens, whole.held_tokens) == (prompt_tokens(again), again.tokens.from_cache)
    assert whole.total_s is not None
    assert closed.first_token_s is not None
    assert whole.total_s > (whole.first_token_s or 0.0) > 0.0
    assert retrieved.first_token_s is None, "no search was measured yet"
    assert retrieved.prompt_tokens < whole.prompt_tokens
    assert paths.rates_file().exists()


def test_with_the_question_itself_retrieved_mode_s_prompt_is_known_exactly(
    engine: Engine, library: Library
) -> None:
    session = session_about(engine, library, make_document("exact", times=4))
    for question in ("Who founded the clinic?", "Who is Miriam Alon?"):
        outlook = session.outlook((Mode.RETRIEVED,), question)[Mode.RETRIEVED]
        answer = ask(session, question, Mode.RETRIEVED)
        assert outlook.prompt_tokens == prompt_tokens(answer)
        assert outlook.held_tokens == answer.tokens.from_cache
    assert session.outlook((Mode.RETRIEVED,))[Mode.RETRIEVED].first_token_s is not None


def test_looking_ahead_changes_nothing(engine: Engine, library: Library) -> None:
    session = session_about(engine, library, make_document("ahead", times=3))
    first = ask(session, "Who founded the clinic?", Mode.WHOLE)
    for _ in range(3):
        session.outlook(tuple(Mode), "A long question? " * 100)
        session.meter()
    assert ask(session, "When?", Mode.WHOLE).tokens.from_cache >= prompt_tokens(first)


def test_the_window_s_fill_is_told_in_pages_and_tokens(engine: Engine, library: Library) -> None:
    session = session_about(engine, library, make_document("meter", times=4))
    before = session.meter()
    assert (before.page_count, before.fitting_pages, before.conversation_tokens) == (3, 3, 0)
    assert 100 < before.document_tokens < before.context_tokens == 2048
    answer = ask(session, "Who founded the clinic?", Mode.WHOLE)
    filled = session.meter().conversation_tokens
    assert answer.tokens.generated < filled < answer.tokens.generated + 40


def test_of_a_document_longer_than_the_window_the_pages_that_fit_are_counted(
    engine: Engine, library: Library
) -> None:
    session = session_about(engine, library, make_document("long meter", times=60))
    meter = session.meter()
    assert meter.document_tokens > meter.context_tokens
    assert 0 < meter.fitting_pages < meter.page_count == 3
    outlook = session.outlook(tuple(Mode))
    assert all(each.fits for each in outlook.values())
    assert outlook[Mode.WHOLE].part_count > 1
    assert outlook[Mode.WHOLE].prompt_tokens > meter.document_tokens


def test_where_every_mode_is_refused_the_question_is_over(engine: Engine, library: Library) -> None:
    session = session_about(engine, library, make_document("hopeless"))
    modes = (Mode.WHOLE, Mode.CLOSED)
    events = list(session.ask(Question("Who founded the clinic? " * 500, modes)))
    assert [type(event) for event in events] == [Refused, Refused]


def test_documents_with_the_title_of_a_form_are_told_apart_before_the_model(
    engine: Engine, library: Library
) -> None:
    form = "UNITED STATES SECURITIES AND EXCHANGE COMMISSION"
    one, other = (
        replace(make_document(name), title=form, path=Path(f"{name}.pdf")) for name in ("north", "south")
    )
    answer = ask(session_about(engine, library, one, other), "Who founded the clinic?", Mode.RETRIEVED)
    assert answer.passages
    assert {passage.title for passage in answer.passages} <= {"north.pdf", "south.pdf"}
    scripted = ScriptedEngine(4096, lambda _: "Miriam Alon.")
    ask(scripted_session(scripted, one, other), "Who founded the clinic?", Mode.WHOLE)
    ask(scripted_session(scripted, one), "Who founded the clinic?", Mode.WHOLE)
    headings = [re.findall("Document: (.*)", asked) for asked in scripted.asked]
    # What was read of one document by itself does not depend on how its file is called.
    assert headings == [["north.pdf", "south.pdf"], [form]]
