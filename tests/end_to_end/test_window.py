"""The window as a person starts it: it holds nothing heavy, is never held up, and leaves nothing behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from fpdf import FPDF

from core import paths, settings
from core.answering.history import Conversation, History
from core.library.store import Library
from core.settings import Settings
from tests.end_to_end.conftest import MAIN, SAMPLE, environment
from tests.end_to_end.program import Found, Program, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched as Linux shows them")
HEAVY = {"torch", "transformers", "llama_cpp", "hnswlib", "onnxruntime", "numpy", "pypdfium2"}
LONG_PAGES = 500
QUESTION = "Who kept the light?"


@pytest.fixture(scope="module")
def long_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a PDF of 500 pages of different text, with an outline."""
    pdf = FPDF()
    pdf.set_font("helvetica", size=9)
    for page in range(LONG_PAGES):
        pdf.add_page()
        if page % 50 == 0:
            pdf.start_section(f"Year {1950 + page // 50}")
        for n in range(25):
            day, ships = page * 25 + n, n * page + 7
            pdf.cell(
                0, 8, f"On day {day} the harbour master counted {ships} ships.", new_x="LMARGIN", new_y="NEXT"
            )
    file = tmp_path_factory.mktemp("long") / "harbour-log.pdf"
    pdf.output(str(file))
    return file


@pytest.fixture
def home(own_home: Path) -> Path:
    """Return a data folder in which answers are short, which saves time."""
    settings.save(Settings(answer_tokens=24, passage_tokens=512), own_home / paths.settings_file().name)
    return own_home


@pytest.fixture(scope="module")
def torch_home(tmp_path_factory: pytest.TempPathFactory, starter_gguf: Path, starter_embedder: Path) -> Path:
    """Return a data folder whose embedder only torch can run."""
    home = tmp_path_factory.mktemp("torch")
    embedder = home / "models" / starter_embedder.name
    embedder.mkdir(parents=True)
    (home / "models" / starter_gguf.name).symlink_to(starter_gguf)
    for each in starter_embedder.iterdir():
        if each.name != "openbook-int8":
            (embedder / each.name).symlink_to(each)
    described = embedder / "sentence_bert_config.json"
    changed = {**json.loads(described.read_text(encoding="utf-8")), "do_lower_case": True}
    described.unlink()
    described.write_text(json.dumps(changed), encoding="utf-8")
    settings.save(Settings(answer_tokens=64, passage_tokens=256), home / paths.settings_file().name)
    return home


def offscreen(home: Path) -> dict[str, str]:
    return {**environment(home), "QT_QPA_PLATFORM": "offscreen"}


def kept(home: Path) -> list[Conversation]:
    """Return the conversations that are on disk."""
    with Library(home / paths.library_file().name) as library:
        history = History(library)
        return [history.load(each.conversation_id) for each in history.summaries()]


def is_open(state: Found) -> bool:
    return bool(state["page_count"] and state["can_ask"])


def has_loaded(process: psutil.Process, library: str) -> bool:
    """Whether a native library is in a process's memory."""
    return any(library in each.path for each in process.memory_maps())


# Never held up


@dataclass(frozen=True)
class Morning:
    """What was seen in the window while everything heavy happened at once."""

    at_work: Found
    while_answering: Found
    did_import_torch: bool
    connections: Sequence[object]
    complaints: str


@pytest.fixture(scope="module")
def morning(torch_home: Path, long_pdf: Path, tmp_path_factory: pytest.TempPathFactory) -> Morning:
    """Open 500 pages, ask while they are read and indexed, and scroll meanwhile."""
    log = tmp_path_factory.mktemp("morning") / "log"
    with Program([long_pdf, SAMPLE], offscreen(torch_home), log) as program:
        program.wait_until(lambda state: bool(state["visible_s"]))
        program.tell("restart_watch")
        program.wait_until(is_open)
        core = max(program.family()[1:], key=lambda each: each.memory_info().rss)
        wait_until(lambda: has_loaded(core, "libtorch"))
        for step in range(20):
            program.tell(f"scroll {step / 19}")
            program.wait_until(lambda state: state["is_drawn"])
        at_work = program.state()
        program.tell("restart_watch")
        program.tell(f"ask {QUESTION}")
        while_answering = program.wait_until(lambda state: not state["is_busy"])
        wait_until(lambda: bool(kept(torch_home)))
        connections = [each for p in program.family() for each in p.net_connections("inet")]
        did_import = has_loaded(core, "libtorch")
    return Morning(at_work, while_answering, did_import, connections, log.read_text(encoding="utf-8"))


def test_the_window_s_process_imports_nothing_heavy(morning: Morning) -> None:
    assert morning.did_import_torch
    assert HEAVY.isdisjoint(morning.while_answering["modules"])


@pytest.mark.parametrize("step", ["at_work", "while_answering"])
def test_a_tick_never_waits_long_for_the_window_s_own_work(morning: Morning, step: str) -> None:
    felt: Found = getattr(morning, step)
    assert felt["ticks"] > 10
    assert felt["longest_cpu_s"] < 0.100


def test_no_other_machine_is_reached(morning: Morning) -> None:
    assert morning.connections == []
    assert "NETWORK" not in morning.complaints


def test_nothing_is_complained_of(morning: Morning) -> None:
    assert morning.while_answering["banners"] == []
    assert morning.complaints == ""


# One window, and its children


def test_a_second_start_hands_its_file_over_and_ends(home: Path, note: Path, tmp_path: Path) -> None:
    with Program([SAMPLE], offscreen(home), tmp_path / "log") as program:
        program.wait_until(is_open)
        began = set(program.family())
        second = subprocess.run(
            [sys.executable, str(MAIN), note.name],
            cwd=note.parent,
            env=offscreen(home),
            timeout=60,
            check=False,
        )
        assert second.returncode == 0
        program.wait_until(lambda state: len(state["documents"]) == 2)
        assert set(program.family()) == began


def test_closing_while_busy_leaves_no_process_behind(home: Path, long_pdf: Path, tmp_path: Path) -> None:
    with Program([SAMPLE, long_pdf], offscreen(home), tmp_path / "log") as program:
        program.wait_until(is_open)
        program.tell(f"ask {QUESTION}")
        assert program.state()["is_busy"]
        family = program.family()
        program.tell("close")
        assert program.process.wait(timeout=60) == 0
        _, left = psutil.wait_procs(family, timeout=20)
        assert left == []
        assert (tmp_path / "log").read_text(encoding="utf-8") == ""


def test_a_window_that_is_killed_leaves_no_process_behind(home: Path, long_pdf: Path, tmp_path: Path) -> None:
    with Program([SAMPLE, long_pdf], offscreen(home), tmp_path / "log") as program:
        program.wait_until(is_open)
        program.wait_until(lambda state: all(step in ("indexing", "ready") for _, step in state["documents"]))
        program.tell(f"ask {QUESTION}")
        family = program.family()
        assert len(family) > 2
        program.process.send_signal(signal.SIGKILL)
        _, left = psutil.wait_procs(family, timeout=30)
        assert left == []
    again = tmp_path / "again"
    with Program([], offscreen(home), again) as program:
        state = program.wait_until(lambda state: len(state["documents"]) == 2 and bool(state["model"]))
        assert state["banners"] == []


# On a screen


@pytest.fixture
def screen() -> Iterator[str]:
    """Return the name of an X display of its own; skip where there can be none."""
    for tool in ("Xvfb", "xdotool"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    with _display() as name:
        if not _can_show(name):
            pytest.skip("Qt cannot use an X display here: a library of its xcb plugin is missing")
        yield name


@contextmanager
def _display() -> Iterator[str]:
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def _can_show(name: str) -> bool:
    program = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    shown = {**os.environ, "DISPLAY": name, "QT_QPA_PLATFORM": "xcb"}
    return (
        subprocess.run(
            [sys.executable, "-c", program], env=shown, capture_output=True, check=False
        ).returncode
        == 0
    )


class Hand:
    """A person at the keyboard and the mouse of a display, with a camera."""

    def __init__(self, display: str, folder: Path) -> None:
        self._display, self._folder = display, folder

    def _do(self, *words: object) -> str:
        told = subprocess.run(
            ["xdotool", *map(str, words)],
            env={**os.environ, "DISPLAY": self._display},
            capture_output=True,
            text=True,
            check=True,
        )
        return told.stdout

    def take_window(self) -> None:
        """Give the keyboard to the window: there is nobody else on this display who would."""
        window = self._do("search", "--sync", "--onlyvisible", "--name", "OpenBook").split()[0]
        self._do("windowfocus", "--sync", window)

    def type(self, text: str) -> None:
        """Type."""
        self._do("type", "--delay", 12, text)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._do("key", *keys)

    def click(self, place: list[int]) -> None:
        """Press the mouse in the middle of a rectangle of the screen."""
        left, top, width, height = place
        self._do("mousemove", left + width // 2, top + height // 2, "click", 1)

    def photograph(self, name: str) -> None:
        """Save a picture of the screen, where there is a camera."""
        if shutil.which("import"):
            file = self._folder / f"{name}.png"
            subprocess.run(["import", "-display", self._display, "-window", "root", file], check=True)
            assert file.stat().st_size > 10_000


def test_a_person_opens_asks_and_follows_a_citation(
    screen: str, home: Path, long_pdf: Path, tmp_path: Path
) -> None:
    hand = Hand(screen, tmp_path)
    shown = {**environment(home), "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
    with Program([SAMPLE, long_pdf], shown, tmp_path / "log") as program:
        program.wait_until(is_open)
        hand.take_window()
        program.wait_until(lambda state: state["is_active"])
        assert program.state()["page_count"] == 12
        hand.photograph("opened")
        hand.press("ctrl+l")
        hand.type("What did the gauge on our quay read?")
        hand.press("Return")
        wait_until(lambda: bool(kept(home)))
        answer = kept(home)[0].turns[0].answers[0]
        assert answer.citations  # the smallest model copies little of use: this question is one it can answer
        program.wait_until(lambda state: not state["is_busy"])
        hand.photograph("answered")
        hand.press("ctrl+g")
        hand.type("12")
        hand.press("Return")
        program.wait_until(lambda state: state["page"] == 12)
        hand.click(program.tell("where Source 1"))
        first = answer.citations[0]
        state = program.wait_until(lambda state: bool(state["cited"]) and state["is_drawn"])
        assert state["cited"] == [first.page_number, first.page_start, first.page_end]
        program.wait_until(lambda state: state["page"] == first.page_number)
        hand.photograph("cited")
        hand.press("ctrl+shift+d", "Down")
        program.wait_until(lambda state: state["page_count"] == LONG_PAGES and state["is_drawn"])
        hand.photograph("long")


def test_a_window_that_cannot_start_says_why_in_the_person_s_language(home: Path, tmp_path: Path) -> None:
    blocking = tmp_path / "a file"
    blocking.touch()
    refused = subprocess.run(
        [sys.executable, str(MAIN)],
        env={
            **offscreen(blocking / "home"),
            "LANGUAGE": "he",
            "LANG": "he_IL.UTF-8",
            "LC_ALL": "he_IL.UTF-8",
        },
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert refused.returncode == 1
    assert "אינו יכול לכתוב לתיקיית הנתונים" in refused.stderr.decode("utf-8")
