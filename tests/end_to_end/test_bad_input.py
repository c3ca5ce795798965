"""Whatever goes wrong, a person gets one plain sentence and a non-zero exit status, and no traceback."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from fpdf import FPDF

from tests.end_to_end.conftest import SAMPLE, STARTER, OpenBook, as_json

Make = Callable[[Path], Path]


def no_such_file(folder: Path) -> Path:
    return folder / "missing.pdf"


def a_folder(folder: Path) -> Path:
    return folder


def a_text_file(folder: Path) -> Path:
    file = folder / "letter.pdf"
    file.write_text("Dear Sir or Madam,")
    return file


def an_empty_file(folder: Path) -> Path:
    file = folder / "empty.pdf"
    file.touch()
    return file


def no_pages(folder: Path) -> Path:
    file = folder / "hollow.pdf"
    pypdf.PdfWriter().write(file)
    return file


def a_drawing(folder: Path) -> Path:
    file = folder / "scan.pdf"
    pdf = FPDF()
    pdf.add_page()
    pdf.rect(20, 20, 100, 100, style="F")
    pdf.output(str(file))
    return file


def a_locked_file(folder: Path) -> Path:
    writer = pypdf.PdfWriter(clone_from=SAMPLE)
    writer.encrypt("open sesame", algorithm="AES-256")
    file = folder / "locked.pdf"
    writer.write(file)
    return file


def a_cut_file(folder: Path) -> Path:
    file = folder / "cut.pdf"
    file.write_bytes(SAMPLE.read_bytes()[:600])
    return file


@pytest.mark.parametrize(
    ("make", "options", "kind", "words"),
    [
        (no_such_file, (), "DocumentNotFound", "There is no file at"),
        (a_folder, (), "DocumentNotPdf", "is not a PDF"),
        (a_text_file, (), "DocumentNotPdf", "letter.pdf is not a PDF"),
        (an_empty_file, (), "DocumentUnreadable", "empty.pdf cannot be read"),
        (no_pages, (), "DocumentEmpty", "has no pages"),
        (a_drawing, (), "DocumentWithoutText", "has no text"),
        (a_locked_file, (), "DocumentEncrypted", "protected by a password"),
        (a_locked_file, ("--password", "guess"), "DocumentPasswordWrong", "password does not open"),
        (a_cut_file, (), "DocumentUnreadable", "cannot be read"),
    ],
)
def test_a_document_that_cannot_be_used_is_named(
    openbook: OpenBook, tmp_path: Path, make: Make, options: tuple[str, ...], kind: str, words: str
) -> None:
    process = openbook("ask", make(tmp_path), "-q", "Who?", "--json", *options)
    assert process.returncode == 1
    assert as_json(process)["error"]["kind"] == kind
    assert words in " ".join(process.stderr.split())
    assert "Traceback" not in process.stderr


def test_the_right_password_opens_a_locked_file(openbook: OpenBook, tmp_path: Path) -> None:
    locked = a_locked_file(tmp_path)
    process = openbook("read", locked, "--json", "--password", "open sesame")
    assert process.returncode == 0, process.stderr
    assert as_json(process)["documents"][0]["page_count"] >= 8


def a_missing_model(folder: Path, _starter: Path) -> Path:
    return folder / "missing.gguf"


def a_cut_model(folder: Path, starter: Path) -> Path:
    file = folder / "cut.gguf"
    with starter.open("rb") as whole:
        file.write_bytes(whole.read(20_000_000))
    return file


def not_a_model(folder: Path, _starter: Path) -> Path:
    file = folder / "notes.gguf"
    file.write_text("not a model at all")
    return file


def a_model_with_a_broken_template(folder: Path, starter: Path) -> Path:
    file = folder / "broken-template.gguf"
    shutil.copyfile(starter, file)
    with file.open("r+b") as opened:
        head = opened.read(8_000_000)
        at = head.index(b"{% for message in messages %}")
        opened.seek(at)
        opened.write(b"{% for message of messages %}")
    return file


@pytest.mark.parametrize(
    ("make", "kind", "words"),
    [
        (a_missing_model, "ModelNotFound", "There is no model at"),
        (a_cut_model, "ModelTruncated", "is incomplete"),
        (not_a_model, "ModelNotGguf", "is not a GGUF model"),
        (a_model_with_a_broken_template, "ModelTemplateUnusable", "chat template"),
    ],
)
def test_a_model_that_cannot_be_used_is_named(
    openbook: OpenBook,
    tmp_path: Path,
    starter_gguf: Path,
    make: Callable[[Path, Path], Path],
    kind: str,
    words: str,
) -> None:
    model = make(tmp_path, starter_gguf)
    process = openbook("ask", SAMPLE, "-q", "Who?", "--json", "--model", model)
    assert process.returncode == 1
    assert as_json(process)["error"]["kind"] == kind
    assert words in " ".join(process.stderr.split())


def test_a_window_too_small_for_parts_of_a_document_is_refused_with_both_numbers(openbook: OpenBook) -> None:
    asked = ("ask", SAMPLE, "-q", "Who?", "--mode", "whole", "--context", 1024)
    process = openbook(*asked)
    assert process.returncode == 1
    assert "1,024" in process.stderr
    assert "--mode retrieved" in " ".join(process.stderr.split())


def test_no_model_at_all_says_how_to_get_one(openbook: OpenBook, tmp_path: Path) -> None:
    process = openbook("ask", SAMPLE, "-q", "Who?", "--json", home=tmp_path)
    assert as_json(process)["error"]["kind"] == "ModelNotInstalled"
    assert "openbook models get starter" in process.stderr


def test_no_embedder_says_how_to_get_one_and_whole_mode_does_without(
    openbook: OpenBook, tmp_path: Path, starter_gguf: Path, note: Path
) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / starter_gguf.name).symlink_to(starter_gguf)
    asked = ("ask", note, "-q", "Who?", "--json", "--answer-tokens", 2)
    process = openbook(*asked, home=tmp_path)
    assert as_json(process)["error"]["kind"] == "EmbedderNotInstalled"
    assert openbook(*asked, "--mode", "whole", home=tmp_path).returncode == 0


def test_a_data_folder_that_cannot_be_written_is_named(
    openbook: OpenBook, tmp_path: Path, starter_gguf: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    asked = ("ask", SAMPLE, "-q", "Who?", "--json", "--model", starter_gguf)
    process = openbook(*asked, home=blocked / "home")
    assert process.returncode == 1
    assert as_json(process)["error"]["kind"] == "LibraryUnwritable"


def test_a_library_that_is_no_database_is_named(openbook: OpenBook, own_home: Path) -> None:
    (own_home / "library.sqlite").write_text("not a database, by any means " * 100)
    process = openbook("list", "--json", home=own_home)
    assert as_json(process)["error"]["kind"] == "LibraryDamaged"


def test_settings_that_are_not_json_are_named(openbook: OpenBook, own_home: Path) -> None:
    (own_home / "settings.json").write_text("{")
    process = openbook("ask", SAMPLE, "-q", "Who?", "--json", home=own_home)
    assert as_json(process)["error"]["kind"] == "SettingsUnreadable"


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "-q", "Who?"),
        ("ask", SAMPLE, "--json"),
        ("ask", SAMPLE, "-q", "x", "--mode", "fast"),
        ("nonsense",),
    ],
)
def test_a_wrong_call_is_answered_with_usage(openbook: OpenBook, arguments: tuple[object, ...]) -> None:
    process = openbook(*arguments)
    assert process.returncode == 2
    assert "usage" in process.stderr


def test_a_setting_outside_its_bounds_is_refused(openbook: OpenBook) -> None:
    process = openbook("ask", SAMPLE, "-q", "Who?", "--temperature", 9, "--json")
    assert as_json(process)["error"]["kind"] == "SettingInvalid"
    assert STARTER not in process.stdout
