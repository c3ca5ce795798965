"""The texts of the window, for whoever translates them: `python -m gui.texts` updates the translations.

New texts come into the files of `assets/translations` as unfinished, to be translated there or in Qt
Linguist; run again, it makes of them what the window reads.
"""

import ast
import dataclasses
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import core
from core import errors
from core.settings import Settings, describe
from gui.actions import ACTIONS, MENUS
from gui.answers.costs import MEASURES
from gui.library.wording import LANGUAGES
from gui.settings.dialog import GROUPS
from gui.settings.fields import CHOICE_NAMES
from gui.settings.model_sets import offered
from gui.translating import TRANSLATIONS

SOURCES = Path(__file__).parent
CORE = Path(core.__file__).parent


def described_texts() -> list[str]:
    """Return the texts that stand in tables, and so in no call of `tr` where they could be found."""
    found = {*MENUS, *GROUPS, *LANGUAGES.values(), *CHOICE_NAMES.values()}
    found |= {each.text for each in ACTIONS} | {measure.name for measure in MEASURES}
    found |= {text for each in offered() for text in (each.title, each.purpose)}
    found |= {*_of_settings(), *sentences()}
    return sorted(found)


def sentences() -> Iterator[str]:
    """Yield the sentences that travel apart from their facts: what `said` and errors are made with."""
    for file in (*CORE.rglob("*.py"), *SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _says(node.func, file):
                texts = (each.value for each in ast.walk(node.args[0]) if isinstance(each, ast.Constant))
                yield from (text for text in texts if isinstance(text, str))


def _says(function: ast.expr, file: Path) -> bool:
    """Whether a function is called with a sentence: `said`, or the constructor of all errors."""
    if isinstance(function, ast.Attribute):
        return function.attr == "__init__" and file == Path(errors.__file__)
    return isinstance(function, ast.Name) and function.id == "said"


def update(file: Path) -> None:
    """Bring a translation up to date with the texts of the code; what is no longer there goes."""
    with tempfile.TemporaryDirectory() as folder:
        tables = Path(folder) / "tables.py"
        tables.write_text("\n".join(f"tr({text!r})" for text in described_texts()), encoding="utf-8")
        sources = [str(each) for each in (*sorted(SOURCES.rglob("*.py")), tables)]
        _run("pyside6-lupdate", "-no-obsolete", "-locations", "none", *sources, "-ts", str(file))


def compile_to(file: Path, compiled: Path) -> None:
    """Make what the window reads of a translation."""
    _run("pyside6-lrelease", "-silent", str(file), "-qm", str(compiled))


def _of_settings() -> Iterator[str]:
    for each in dataclasses.fields(Settings):
        described = describe(each.name)
        yield from filter(None, (described.label, described.help, described.unit))
        yield from (meaning for _, meaning in described.named)


def _run(program: str, *arguments: str) -> None:
    subprocess.run([str(Path(sys.executable).parent / program), *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    for translation in TRANSLATIONS.glob("*.ts"):
        update(translation)
        compile_to(translation, translation.with_suffix(".qm"))
