"""What is promised: nothing leaves the machine, a stop loses nothing, forgetting is forgetting."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fpdf import FPDF

from core import paths
from core.answering.events import Mode
from core.answering.history import History, PastTurn
from core.library.store import Library
from tests.core.answering.said import answer
from tests.end_to_end.conftest import MAIN, OpenBook, as_json, environment

NO_NETWORK = """
import runpy, sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto"):
        print("NETWORK", event, arguments, file=sys.__stderr__)
        raise SystemExit(99)
sys.addaudithook(refuse)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture(scope="module")
def long_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a PDF of 300 pages of different text: long enough to be stopped in the middle of each step."""
    pdf = FPDF()
    pdf.set_font("helvetica", size=9)
    for page in range(300):
        pdf.add_page()
        lines = (
            f"On day {page * 40 + n} the harbour master counted {n * page + 7} ships." for n in range(40)
        )
        pdf.multi_cell(0, text=" ".join(lines))
    file = tmp_path_factory.mktemp("long") / "harbour-log.pdf"
    pdf.output(str(file))
    return file


def test_nothing_opens_a_connection(shared_home: Path, note: Path) -> None:
    asked = ["ask", str(note), "-q", "Who keeps the light?", "--answer-tokens", "4", "--json"]
    process = subprocess.run(
        [sys.executable, "-c", NO_NETWORK, str(MAIN), *asked],
        capture_output=True,
        text=True,
        env=environment(shared_home),
        timeout=240,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    assert "NETWORK" not in process.stderr


def test_forgetting_leaves_no_trace_on_disk(openbook: OpenBook, own_home: Path, tmp_path: Path) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.multi_cell(0, text="The password of the safe is quetzalcoatlus. Nobody else knows it.")
    secret = tmp_path / "secret.pdf"
    pdf.output(str(secret))
    assert openbook("read", secret, home=own_home).returncode == 0
    with Library(own_home / paths.library_file().name) as library:
        history, document = History(library), library.find(str(secret))
        talk = history.start([document.document_id])
        said = answer(Mode.WHOLE, "It is archaeopteryx.", library.document(document.document_id))
        history.add_turn(talk, PastTurn("Is the password archaeopteryx?", 1.0, (said,)))
    kept = b"".join(file.read_bytes() for file in own_home.iterdir() if file.is_file())
    assert b"quetzalcoatlus" in kept
    assert b"archaeopteryx" in kept
    assert openbook("forget", secret, home=own_home).returncode == 0
    assert as_json(openbook("list", "--json", home=own_home)) == {"documents": []}
    for file in (each for each in own_home.rglob("*") if each.is_file() and not each.is_symlink()):
        assert b"quetzalcoatlus" not in file.read_bytes(), file
        assert b"archaeopteryx" not in file.read_bytes(), file


def test_a_document_is_read_once_also_over_restarts_and_forgotten_on_request(
    openbook: OpenBook, own_home: Path, tmp_path: Path
) -> None:
    pdf, report = FPDF(), tmp_path / "report.pdf"
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.multi_cell(0, text="The keeper of the light is Joan Marsh. " + "She wrote down the weather. " * 60)
    pdf.output(str(report))
    asked = ("ask", report, "-q", "Who keeps the light?", "--mode", "whole", "--answer-tokens", 12, "--json")
    assert openbook("read", report, "--prefill", home=own_home).returncode == 0
    first, second = (as_json(openbook(*asked, home=own_home)) for _ in range(2))
    assert first["tokens"]["from_cache"] > 10 * first["tokens"]["read"]
    assert (first["answer"], first["tokens"]) == (second["answer"], second["tokens"])
    assert openbook("forget", report, home=own_home).returncode == 0
    assert list((own_home / "snapshots").iterdir()) == []


INTERRUPTED = """
import sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "core.cli.parser":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
from main import main
sys.exit(main(["list"]))
"""


def test_ctrl_c_before_the_commands_are_loaded_is_a_stop_too(own_home: Path) -> None:
    started = subprocess.run(
        [sys.executable, "-c", INTERRUPTED],
        capture_output=True,
        text=True,
        cwd=MAIN.parent,
        env=environment(own_home),
        check=False,
    )
    assert (started.returncode, started.stderr) == (130, "")


@pytest.mark.parametrize("after_s", [0.6, 2.0, 6.0, 12.0])
def test_ctrl_c_stops_at_any_step_and_leaves_everything_usable(
    openbook: OpenBook, own_home: Path, long_pdf: Path, note: Path, after_s: float
) -> None:
    asked = ["ask", str(long_pdf), "-q", "How many ships?", "--context", "2048"]
    process = subprocess.Popen(
        [sys.executable, str(MAIN), *asked],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(own_home),
    )
    time.sleep(after_s)
    process.send_signal(signal.SIGINT)
    _, shown = process.communicate(timeout=30)
    assert process.returncode == 130, shown
    assert "Traceback" not in shown
    again = openbook("ask", note, "-q", "Who?", "--mode", "whole", "--answer-tokens", 2, home=own_home)
    assert again.returncode == 0, again.stderr
