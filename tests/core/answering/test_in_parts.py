"""Documents longer than the window. What needs wit is asked of a script, the rest of a real model."""

import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from core import paths
from core.answering.assembly import load_engine, new_session
from core.answering.events import Answer, Answered, Delta, Event, Mode, Question, Reading
from core.answering.prompts import NO_NOTES, NOTE_REQUEST
from core.answering.session import Session
from core.documents.document import Document, Page
from core.errors import DocumentTooLong, Stopped
from core.library.chunks import chunk_document
from core.library.opening import EstimatedTokens
from core.library.store import Library
from core.model.engine import Engine
from core.model.weights import read_weights
from core.settings import Settings
from tests.core.answering.scripted import Script, ScriptedEngine, scripted_session
from tests.core.library.documents import document, page, paragraph

SETTINGS = Settings(answer_tokens=16, passage_tokens=128, context_tokens=2048)
QUESTION = "Who founded the clinic?"
FACT = "Miriam Alon founded the clinic in Haifa."
NOTHING = "NOTHING HERE"


def filler(page_number: int, words: int) -> str:
    return " ".join(f"Shelf {page_number} of room {number} holds nine books." for number in range(words // 8))


def book(
    page_count: int, words: int = 100, facts: dict[int, str] | None = None, title: str = "A book"
) -> Document:
    facts = facts or {}

    def one(number: int) -> Page:
        fact = [paragraph(facts[number])] if number in facts else []
        return page(number, paragraph(filler(number, words)), *fact)

    return document(*(one(number) for number in range(1, page_count + 1)), title=title)


def last_answer(events: Iterable[Event]) -> Answer:
    (answer,) = (event.answer for event in events if isinstance(event, Answered))
    return answer


def ask(session: Session, text: str = QUESTION) -> Answer:
    return last_answer(session.ask(Question(text, (Mode.WHOLE,))))


def is_about_part(prompt: str) -> bool:
    return NOTE_REQUEST in prompt


def finds(*facts: str) -> Script:
    """Return a script that notes these facts where they are, and answers with all that was noted of them."""

    def script(prompt: str) -> str:
        document_or_notes = prompt.rpartition("Question:")[0]
        found = " ".join(fact for fact in facts if fact in document_or_notes)
        return found or (NOTHING if is_about_part(prompt) else "The document does not say.")

    return script


@pytest.mark.parametrize("page_number", [1, 31, 60])
def test_evidence_on_any_page_is_noted_from_its_part_and_cited(page_number: int) -> None:
    read = book(60, words=520, facts={page_number: FACT})
    engine = ScriptedEngine(8192, finds(FACT))
    answer = ask(scripted_session(engine, read))
    *parts, last = engine.asked
    assert 4 <= len(parts) == answer.part_count
    having = [prompt for prompt in parts if f"[page {page_number}]\n" in prompt]
    assert having
    assert all(FACT in prompt for prompt in having)
    assert sum(FACT in prompt for prompt in parts) == len(having)
    assert f"{FACT} [page {page_number}]" in last
    assert "Shelf" not in last
    assert answer.text == FACT
    (citation,) = answer.citations
    assert citation.page_number == page_number
    assert read.page(page_number).text[citation.page_start : citation.page_end] == FACT


def test_the_notes_stand_in_the_order_of_the_document_under_their_pages() -> None:
    other = "In 2022 the clinic treated 4,705 patients."
    engine = ScriptedEngine(2048, finds(other, FACT))
    ask(scripted_session(engine, book(30, words=300, facts={2: FACT, 29: other})))
    last = engine.asked[-1]
    assert last.index(FACT) < last.index(other)
    assert "[A book, pages 1 to " in last
    assert " to 30]\n" in last


def test_where_no_part_says_anything_the_model_is_told_so() -> None:
    engine = ScriptedEngine(2048, finds())
    answer = ask(scripted_session(engine, book(20, words=300)))
    assert NO_NOTES in engine.asked[-1]
    assert answer.text == "The document does not say."
    assert answer.citations == ()


def test_what_the_model_makes_up_about_a_part_is_left_out_of_the_notes() -> None:
    made_up, script = "John Hadley founded the clinic in 1784.", finds(FACT)
    engine = ScriptedEngine(2048, lambda prompt: script(prompt).replace(NOTHING, made_up))
    answer = ask(scripted_session(engine, book(20, words=300, facts={9: FACT})))
    assert made_up not in engine.asked[-1]
    assert answer.text == FACT


def test_notes_that_all_seem_made_up_are_better_than_none() -> None:
    made_up = "Marjam Allon founded the clinic."
    engine = ScriptedEngine(2048, lambda _: made_up)
    answer = ask(scripted_session(engine, book(20, words=300, facts={9: FACT})))
    assert engine.asked[-1].count(made_up) == answer.part_count
    assert answer.citations == ()


def test_a_part_that_says_nothing_is_left_as_soon_as_it_says_so() -> None:
    talkative = f"{NOTHING}. " + "But I could tell you about the weather. " * 10
    engine = ScriptedEngine(2048, lambda prompt: talkative if is_about_part(prompt) else "No.")
    answer = ask(scripted_session(engine, book(20, words=300)))
    assert answer.tokens.noted <= 3 * answer.part_count
    assert engine.said < 4 * answer.part_count + 2


def test_hebrew_documents_and_notes_are_read_in_parts() -> None:
    fact = "מרים אלון ייסדה את המרפאה בחיפה."
    script = finds(fact)
    engine = ScriptedEngine(2048, lambda prompt: script(prompt).replace(NOTHING, "אין כאן דבר."))
    answer = ask(scripted_session(engine, book(30, words=300, facts={17: fact})), "מי ייסדה את המרפאה?")
    assert f"{fact} [page 17]" in engine.asked[-1]
    assert "אין כאן" not in engine.asked[-1]
    assert [citation.page_number for citation in answer.citations] == [17]


def test_more_notes_than_have_room_are_merged_in_rounds() -> None:
    def script(prompt: str) -> str:
        if is_about_part(prompt):
            return " ".join(f"Shelf {number} and books." for number in range(60))
        return FACT if "make one shorter note" in prompt else "Done."

    engine = ScriptedEngine(2048, script)
    answer = ask(scripted_session(engine, book(120, words=300)))
    merges = [prompt for prompt in engine.asked if "make one shorter note" in prompt]
    assert len(merges) > 1
    assert len(engine.asked) == answer.part_count + len(merges) + 1
    assert "and books." not in engine.asked[-1]
    assert engine.kept[-1] == ()
    assert answer.text == "Done."


def test_the_rounds_of_merging_are_foreseen() -> None:
    def script(prompt: str) -> str:
        return " ".join(f"Shelf {number} and books." for number in range(30))

    engine = ScriptedEngine(2048, script)
    session = scripted_session(engine, book(120, words=300))
    ask(session)
    asked = sum(len(engine.tokenize(prompt)) for prompt in engine.asked)
    foreseen = scripted_session(engine, book(120, words=300)).outlook((Mode.WHOLE,), QUESTION)[Mode.WHOLE]
    assert foreseen.prompt_tokens == pytest.approx(asked, rel=0.05)
    parts = sum(len(engine.tokenize(prompt)) for prompt in engine.asked if is_about_part(prompt))
    assert asked > 1.1 * parts, "merging was a good part of it"


def test_notes_that_cannot_be_made_shorter_still_fit() -> None:
    long_title = "A very long title of many words " * 20
    engine = ScriptedEngine(2048, lambda _: " ".join(f"Shelf {n}." for n in range(400)))
    assert ask(scripted_session(engine, book(40, words=300, title=long_title))).text


def test_a_model_that_only_came_to_think_has_noted_what_it_thought() -> None:
    engine = ScriptedEngine(
        2048, lambda prompt: f"~{FACT}" if is_about_part(prompt) and FACT in prompt else "No."
    )
    ask(scripted_session(engine, book(20, words=300, facts={4: FACT})))
    assert f"{FACT} [page 4]" in engine.asked[-1]


def test_a_follow_up_is_asked_of_every_part_behind_the_conversation() -> None:
    engine = ScriptedEngine(2048, finds(FACT))
    session = scripted_session(engine, book(20, words=300, facts={4: FACT}))
    count = ask(session).part_count
    engine.asked.clear()
    ask(session, "And when?")
    assert len(engine.asked) == count + 1
    for prompt in engine.asked:
        assert prompt.index(QUESTION) < prompt.index("And when?")
        assert f"<|assistant|>{FACT}<|end|>" in prompt
    assert all(prompt.index("[page") < prompt.index(QUESTION) for prompt in engine.asked[:-1])


def test_a_long_conversation_leaves_out_its_oldest_questions() -> None:
    engine = ScriptedEngine(2048, finds(FACT))
    session = scripted_session(engine, book(20, words=300, facts={4: FACT}))
    for number in range(6):
        ask(session, f"Question {number}: " + "who founded it? " * 12)
    assert "Question 5" in engine.asked[-1]
    assert "Question 4" in engine.asked[-1]
    assert "Question 0" not in engine.asked[-1]


def test_several_documents_are_read_in_parts_that_name_them() -> None:
    one = book(9, words=300, title="One", facts={9: FACT})
    two = book(9, words=300, title="Two")
    engine = ScriptedEngine(2048, finds(FACT))
    ask(scripted_session(engine, one, two))
    *parts, last = engine.asked
    for prompt in parts:
        first_page = prompt.index("[page")
        assert "Document: One" in prompt[:first_page] or "Document: Two" in prompt[:first_page]
    assert set(engine.kept[:-1]) >= {(one.document_id,), (two.document_id,)}
    assert f"{FACT} [One, page 9]" in last


def test_each_part_says_which_it_is_and_the_bar_only_grows() -> None:
    engine = ScriptedEngine(2048, finds(FACT))
    events = list(scripted_session(engine, book(20, words=300)).ask(Question(QUESTION, (Mode.WHOLE,))))
    readings = [event for event in events if isinstance(event, Reading)]
    count = last_answer(events).part_count
    assert [reading.part for reading in readings] == [*range(1, count + 1), count]
    assert {reading.part_count for reading in readings} == {count}
    assert (readings[0].first_page, readings[-2].last_page) == (1, 20)
    assert (readings[-1].first_page, readings[-1].last_page) == (0, 0), "the notes"
    assert all(a.done_tokens < b.done_tokens <= b.total_tokens for a, b in pairwise(readings))


def test_a_window_that_is_too_small_for_parts_is_refused() -> None:
    engine = ScriptedEngine(1024, finds(FACT))
    session = scripted_session(engine, book(20, words=300))
    with pytest.raises(DocumentTooLong, match="1,024"):
        ask(session)
    assert not session.outlook((Mode.WHOLE,))[Mode.WHOLE].fits
    with pytest.raises(DocumentTooLong):
        list(session.read_ahead())
    assert engine.asked == []


def test_a_document_that_fits_is_read_in_one() -> None:
    engine = ScriptedEngine(8192, lambda _: FACT)
    answer = ask(scripted_session(engine, book(10, words=300)))
    assert (answer.part_count, answer.tokens.noted, len(engine.asked)) == (1, 0, 1)


# With the real model


@pytest.fixture(scope="module")
def long_book() -> Document:
    return book(8, words=216, facts={1: FACT, 8: "The library closes at noon on Fridays."})


@pytest.fixture
def library(long_book: Document) -> Iterator[Library]:
    with Library(paths.library_file()) as opened:
        opened.add(long_book, chunk_document(long_book, EstimatedTokens()))
        yield opened


@contextmanager
def loaded(gguf: Path, library: Library, read: Document) -> Iterator[tuple[Session, Engine]]:
    """Return a new conversation with a model that has nothing in memory."""
    with load_engine(SETTINGS, read_weights(gguf)) as engine:
        yield new_session(SETTINGS, engine, library, None, [read]), engine


READER = """
    import sys
    from pathlib import Path
    from core import paths
    from core.answering.assembly import load_engine, new_session
    from core.library.store import Library
    from core.model.weights import read_weights
    from core.settings import Settings

    settings = Settings(answer_tokens=16, passage_tokens=128, context_tokens=2048)
    weights = read_weights(Path(sys.argv[1]))
    with Library(paths.library_file()) as library, load_engine(settings, weights) as engine:
        session = new_session(settings, engine, library, None, [library.document(sys.argv[2])])
        for reading in session.read_ahead():
            sys.stdout.write(f"{reading.part}\\n")
            sys.stdout.flush()
"""


@pytest.fixture(scope="module")
def half_read(quick_gguf: Path, long_book: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what a process has kept that was killed while it read the second part."""
    home = tmp_path_factory.mktemp("killed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(paths.HOME_VARIABLE, str(home))
        with Library(paths.library_file()) as library:
            library.add(long_book, chunk_document(long_book, EstimatedTokens()))
        command = [sys.executable, "-c", textwrap.dedent(READER), str(quick_gguf), long_book.document_id]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
            assert reader.stdout is not None
            assert "2\n" in iter(reader.stdout.readline, ""), "it came to the second part"
            reader.kill()
        return paths.snapshots()


def test_killed_in_the_second_part_the_reading_goes_on_from_there(
    quick_gguf: Path, library: Library, long_book: Document, half_read: Path
) -> None:
    shutil.copytree(half_read, paths.snapshots())
    with loaded(quick_gguf, library, long_book) as (session, _):
        first = next(session.read_ahead())
        assert (first.part, first.done_tokens) == (1, first.from_cache_tokens)
        assert first.done_tokens > 1000


def test_what_was_read_in_parts_is_never_read_again(
    quick_gguf: Path, library: Library, long_book: Document, half_read: Path
) -> None:
    shutil.copytree(half_read, paths.snapshots())  # a part is read, the other one is not
    with loaded(quick_gguf, library, long_book) as (session, _):
        ahead = list(session.read_ahead())
        count = ahead[-1].part_count
        assert count == 2
        assert ahead[-1].done_tokens == ahead[-1].total_tokens
        prefixes = ahead[-1].total_tokens
    with loaded(quick_gguf, library, long_book) as (session, _):
        again = list(session.read_ahead())
        assert again[-1].from_cache_tokens == prefixes
        outlook = session.outlook((Mode.WHOLE,), QUESTION)[Mode.WHOLE]
        assert (outlook.fits, outlook.part_count, outlook.held_tokens) == (True, count, prefixes)
        events = list(session.ask(Question(QUESTION, (Mode.WHOLE, Mode.CLOSED))))
        whole, closed = (
            next(event for event in events if isinstance(event, Answered) and event.mode is mode)
            for mode in (Mode.WHOLE, Mode.CLOSED)
        )
        assert events.index(closed) < events.index(whole), "a short answer does not wait for a long reading"
        first = whole.answer
        assert first.part_count == count
        assert first.tokens.from_cache >= prefixes
        assert first.tokens.read < 100 * count + 250 + first.tokens.noted, "the question, and the notes"
        assert (
            "".join(e.text for e in events if isinstance(e, Delta) and e.mode is Mode.WHOLE).strip()
            == first.text
        )
        foreseen = session.outlook((Mode.WHOLE,))[Mode.WHOLE]
        assert foreseen.total_s is not None
        assert foreseen.total_s > (foreseen.first_token_s or 0.0) > 0.0


def test_stopped_in_the_second_part_the_first_one_is_kept(
    quick_gguf: Path, library: Library, long_book: Document
) -> None:
    with loaded(quick_gguf, library, long_book) as (session, engine):
        events = session.ask(Question(QUESTION, (Mode.WHOLE,)))
        first = 0
        for event in events:
            if isinstance(event, Reading) and event.part == 2:
                first = event.done_tokens
                break
        engine.stop()
        with pytest.raises(Stopped):
            list(events)
    with loaded(quick_gguf, library, long_book) as (session, _):
        assert next(session.read_ahead()).from_cache_tokens > 1000
        assert session.outlook((Mode.WHOLE,))[Mode.WHOLE].held_tokens > 1000
    assert first > 1000
