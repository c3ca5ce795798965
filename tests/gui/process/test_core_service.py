"""The core child with the real starter models: what the window asks, and what comes back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF
from pytestqt.qtbot import QtBot

from core.answering.agreement import Agreement
from core.answering.events import Answered, Delta, Mode, Reading, Retrieved
from core.settings import Settings
from gui.process.child import Failure
from gui.process.requests import (
    Agreed,
    Ask,
    CountConversations,
    CountVotes,
    DeleteConversation,
    DescribeDocument,
    ForgetDocument,
    Kept,
    ListDocuments,
    ListHistory,
    LoadConversation,
    LoadModel,
    OpenDocument,
    Quoted,
    RenameConversation,
    Vote,
)
from gui.process.worker import Call, Worker

SETTINGS = Settings(answer_tokens=16)
QUESTION = "How high did the water rise?"
PATIENCE_MS = 120_000


def result(qtbot: QtBot, call: Call) -> Any:
    with qtbot.waitSignal(call.finished, timeout=PATIENCE_MS) as caught:
        pass
    return caught.args[0]


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """Draw a PDF of two short pages, which any model reads in a second or two."""
    pdf, path = FPDF(), tmp_path / "note.pdf"
    pdf.set_font("helvetica", size=12)
    for text in ("The water rose to 4.31 metres in the night.", "In the morning it had fallen by a third."):
        pdf.add_page()
        pdf.multi_cell(0, 8, text)
    pdf.output(str(path))
    return path


def _open(qtbot: QtBot, worker: Worker, note: Path) -> str:
    opened = result(qtbot, worker.call(OpenDocument(note, None, SETTINGS)))
    document_id: str = opened.stored.document_id
    return document_id


def _ask(
    qtbot: QtBot, worker: Worker, document_id: str, *modes: Mode, conversation: int | None = None, **rest: Any
) -> list[Any]:
    request = Ask(conversation, (document_id,), rest.pop("turn", 0), QUESTION, modes, SETTINGS, **rest)
    call = worker.call(request)
    events: list[Any] = []
    call.progressed.connect(events.append)
    result(qtbot, call)
    return events


def _of(kind: type, events: Sequence[Any]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def test_the_model_is_loaded_and_says_what_it_is(qtbot: QtBot, core_worker: Worker) -> None:
    model = result(qtbot, core_worker.call(LoadModel(SETTINGS)))
    assert model.name == "SmolLM2-135M-Instruct-Q4_1"
    assert model.context_tokens == 8192
    assert model.quantisation == "Q4_1"


def test_a_missing_model_is_a_sentence(qtbot: QtBot, core_worker: Worker) -> None:
    call = core_worker.call(LoadModel(Settings(model="/nowhere/model.gguf")))
    with qtbot.waitSignal(call.failed, timeout=PATIENCE_MS) as caught:
        pass
    failure: Failure = caught.args[0]
    assert (failure.name, failure.is_bug) == ("ModelNotFound", False)


def test_a_question_in_several_modes_streams_quotes_agrees_and_is_kept(
    qtbot: QtBot, core_worker: Worker, note: Path
) -> None:
    document_id = _open(qtbot, core_worker, note)
    events = _ask(qtbot, core_worker, document_id, Mode.WHOLE, Mode.RETRIEVED, Mode.CLOSED)
    assert {event.mode for event in _of(Answered, events)} == set(Mode)
    assert {event.mode for event in _of(Delta, events)} == set(Mode)
    assert _of(Retrieved, events)[0].passages
    assert _of(Reading, events)
    for answered, quoted in zip(_of(Answered, events), _of(Quoted, events), strict=True):
        assert len(quoted.quotes) == len(answered.answer.citations)
    (agreed,) = _of(Agreed, events)
    assert isinstance(agreed.agreement, Agreement)
    conversation_id = _of(Kept, events)[-1].conversation_id

    (summary,) = result(qtbot, core_worker.call(ListHistory()))
    assert (summary.title, summary.turn_count) == (QUESTION, 1)
    loaded = result(qtbot, core_worker.call(LoadConversation(conversation_id)))
    assert [answer.mode for answer in loaded.conversation.turns[0].answers] == list(Mode)
    assert set(loaded.quotes[0]) == set(Mode)
    assert loaded.agreements[0] == agreed.agreement


def test_asking_again_replaces_one_answer_and_editing_replaces_the_rest(
    qtbot: QtBot, core_worker: Worker, note: Path
) -> None:
    document_id = _open(qtbot, core_worker, note)
    first = _ask(qtbot, core_worker, document_id, Mode.CLOSED)
    conversation = _of(Kept, first)[0].conversation_id
    _ask(qtbot, core_worker, document_id, Mode.CLOSED, conversation=conversation, turn=1)
    _ask(qtbot, core_worker, document_id, Mode.RETRIEVED, conversation=conversation, turn=1, is_again=True)
    turns = result(qtbot, core_worker.call(LoadConversation(conversation))).conversation.turns
    assert [[answer.mode for answer in turn.answers] for turn in turns] == [
        [Mode.CLOSED],
        [Mode.RETRIEVED, Mode.CLOSED],
    ]
    _ask(qtbot, core_worker, document_id, Mode.RETRIEVED, conversation=conversation, turn=0)
    turns = result(qtbot, core_worker.call(LoadConversation(conversation))).conversation.turns
    assert [[answer.mode for answer in turn.answers] for turn in turns] == [[Mode.RETRIEVED]]


def test_a_stopped_question_leaves_the_history_alone(qtbot: QtBot, core_worker: Worker, note: Path) -> None:
    document_id = _open(qtbot, core_worker, note)
    request = Ask(None, (document_id,), 0, QUESTION, (Mode.WHOLE,), SETTINGS)
    call = core_worker.call(request)
    with qtbot.waitSignal(call.progressed, timeout=PATIENCE_MS):
        pass
    with qtbot.waitSignal(call.stopped, timeout=PATIENCE_MS):
        call.stop()
    assert result(qtbot, core_worker.call(ListHistory())) == ()
    assert _of(Answered, _ask(qtbot, core_worker, document_id, Mode.WHOLE))


def test_votes_are_kept_and_counted(qtbot: QtBot, core_worker: Worker, note: Path) -> None:
    document_id = _open(qtbot, core_worker, note)
    events = _ask(qtbot, core_worker, document_id, Mode.RETRIEVED, Mode.CLOSED)
    conversation = _of(Kept, events)[0].conversation_id
    result(qtbot, core_worker.call(Vote(conversation, 0, (Mode.RETRIEVED,))))
    wins = result(qtbot, core_worker.call(CountVotes((document_id,))))
    assert wins[Mode.RETRIEVED] == 1
    assert wins[Mode.WHOLE] == wins[Mode.CLOSED] == 0


def test_conversations_are_renamed_deleted_and_forgotten_with_their_document(
    qtbot: QtBot, core_worker: Worker, note: Path
) -> None:
    document_id = _open(qtbot, core_worker, note)
    first, second = (_ask(qtbot, core_worker, document_id, Mode.CLOSED) for _ in range(2))
    kept, doomed = (_of(Kept, events)[0].conversation_id for events in (first, second))
    result(qtbot, core_worker.call(RenameConversation(kept, "Water")))
    result(qtbot, core_worker.call(DeleteConversation(doomed)))
    (summary,) = result(qtbot, core_worker.call(ListHistory("wat")))
    assert summary.title == "Water"
    assert result(qtbot, core_worker.call(CountConversations(document_id))) == 1
    result(qtbot, core_worker.call(ForgetDocument(document_id)))
    assert result(qtbot, core_worker.call(ListHistory())) == ()
    assert result(qtbot, core_worker.call(ListDocuments())) == ()


def test_a_kept_document_is_described_without_its_file(qtbot: QtBot, core_worker: Worker, note: Path) -> None:
    document_id = _open(qtbot, core_worker, note)
    described = result(qtbot, core_worker.call(DescribeDocument(document_id)))
    assert described.labels == ("1", "2")
    assert described.stored.page_count == 2
