import argparse
import json
from pathlib import Path

import pytest

from core import paths
from core.answering.events import Mode
from core.answering.history import History, PastTurn
from core.cli import history
from core.errors import LibraryUnwritable, NotInHistory
from core.library.chunks import chunk_document
from core.library.opening import EstimatedTokens
from core.library.store import Library
from tests.core.answering.said import answer
from tests.core.library.documents import document, page, paragraph


def run(*words: str) -> int:
    """Run the command as the command line does."""
    parser = argparse.ArgumentParser()
    history.add_parser(parser.add_subparsers())
    arguments = parser.parse_args(["history", *words])
    status: int = arguments.run(arguments)
    return status


@pytest.fixture
def number() -> str:
    """Keep one conversation and return its number."""
    clinic = document(page(1, paragraph("The clinic opened in 1998.")), title="The clinic")
    with Library(paths.library_file()) as library:
        library.add(clinic, chunk_document(clinic, EstimatedTokens()))
        kept = History(library)
        conversation_id = kept.start([clinic.document_id])
        said = answer(Mode.WHOLE, "It opened in 1998.", clinic)
        kept.add_turn(conversation_id, PastTurn("When did it open?", 1.0, (said,)))
    return str(conversation_id)


@pytest.mark.parametrize("words", [(), ("list",), ("list", "--search", "clinic 1998 open")])
def test_conversations_are_listed(
    number: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*(word.replace("clinic", "it") for word in words)) == 0
    shown = capsys.readouterr().out
    assert "When did it open?" in shown
    assert number in shown


@pytest.mark.usefixtures("number")
def test_a_search_without_a_match_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--search", "bananas") == 0
    assert "no such conversations" in capsys.readouterr().out


def test_the_list_is_one_json_object(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)["conversations"]
    assert (str(found["number"]), found["title"], found["turn_count"]) == (number, "When did it open?", 1)


def test_a_conversation_is_shown_with_its_sources(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", number) == 0
    shown = capsys.readouterr().out
    assert "It opened in 1998." in shown
    assert "“The clinic opened in 1998.”" in shown


@pytest.mark.parametrize(("form", "start"), [("md", "# "), ("html", "<!DOCTYPE html>")])
def test_a_conversation_is_written_to_a_file(number: str, tmp_path: Path, form: str, start: str) -> None:
    file = tmp_path / f"talk.{form}"
    assert run("export", number, "--format", form, "-o", str(file)) == 0
    assert file.read_text(encoding="utf-8").startswith(start)
    with pytest.raises(LibraryUnwritable):
        run("export", number, "-o", str(file / "below"))


def test_a_deleted_conversation_is_gone(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("delete", number) == 0
    assert "Deleted: When did it open?" in capsys.readouterr().out
    for action in ("show", "delete"):
        with pytest.raises(NotInHistory):
            run(action, number)
