"""The texts of the window, for whoever translates them: `python -m gui.texts` updates the translations.

New texts come into the files of `assets/translations` as unfinished, to be translated there or in Qt
Linguist; run again, it makes of them what the window reads.
"""

import dataclasses
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from core.settings import Settings, describe
from gui.actions import ACTIONS, MENUS
from gui.answers.costs import MEASURES
from gui.library.wording import LANGUAGES
from gui.process.worker import GONE
from gui.settings.dialog import GROUPS
from gui.settings.fields import CHOICE_NAMES
from gui.settings.model_sets import offered
from gui.translating import TRANSLATIONS

SOURCES = Path(__file__).parent


def described_texts() -> list[str]:
    """Return the texts that stand in tables, and so in no call of `tr` where they could be found."""
    found = {*MENUS, *GROUPS, *LANGUAGES.values(), *CHOICE_NAMES.values(), GONE.sentence}
    found |= {each.text for each in ACTIONS} | {measure.name for measure in MEASURES}
    found |= {text for each in offered() for text in (each.title, each.purpose)}
    found |= set(_of_settings())
    return sorted(found)


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
