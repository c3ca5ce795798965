import argparse
import json
from pathlib import Path

import pytest

from core import paths
from core.answering.history import History, PastTurn
from core.cli import history, keep
from core.library.chunks import chunk_document
from core.library.opening import EstimatedTokens
from core.library.store import Library
from tests.core.library.documents import document, page, paragraph

HEAD = "UNITED STATES SECURITIES AND EXCHANGE COMMISSION"


@pytest.fixture
def filings() -> tuple[str, ...]:
    """Keep two filings that call themselves the same, a question about each, and return their ids."""
    made = [
        document(page(1, paragraph(f"{name} sold much.")), title=HEAD, path=Path(f"/filings/{name}_10K.pdf"))
        for name in ("NIKE", "3M")
    ]
    with Library(paths.library_file()) as library:
        for each in made:
            library.add(each, chunk_document(each, EstimatedTokens()))
            kept = History(library)
            kept.add_turn(kept.start([each.document_id]), PastTurn("What was sold?", 1.0, ()))
    return tuple(each.document_id for each in made)


def run(command: str, *words: str) -> None:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    keep.add_parser(commands)
    history.add_parser(commands)
    arguments = parser.parse_args([command, *words])
    assert arguments.run(arguments) == 0


@pytest.mark.usefixtures("filings")
@pytest.mark.parametrize("command", ["list", "history"])
def test_documents_that_call_themselves_the_same_are_listed_by_their_files(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    run(command)
    shown = capsys.readouterr().out
    assert "NIKE_10K.pdf " in shown
    assert "3M_10K.pdf " in shown
    assert HEAD not in shown


def test_the_list_in_json_has_both_the_title_and_the_name(
    filings: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    run("list", "--json")
    told = json.loads(capsys.readouterr().out)["documents"]
    assert [each["document_id"] for each in told] == list(filings)
    assert [(each["title"], each["name"]) for each in told] == [(HEAD, "NIKE_10K.pdf"), (HEAD, "3M_10K.pdf")]
