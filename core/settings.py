"""Settings: one frozen dataclass, described field by field.

The descriptions serve validation here, `openbook --help`, and the settings dialog. A change is
`dataclasses.replace`, and the saved form is JSON.
"""

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import SettingInvalid, SettingsUnreadable, SettingUnknown
from core.paths import ensure_folder, write_whole, writing_to
from core.sentences import Sentence, said

NAMED_KINDS: dict[type, Sentence] = {
    int: said("a whole number"),
    float: said("a number"),
    str: said("text"),
    tuple: said("a list of texts"),
}


@dataclass(frozen=True, slots=True)
class Description:
    """What a person is told about a setting, and what it may be.

    `low` and `high` are inclusive; `choices` are all that a text may be (empty: anything); `named` says what
    some numbers mean that are no amounts.
    """

    label: str
    help: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    named: tuple[tuple[int, str], ...] = ()

    @property
    def told(self) -> str:
        """Everything in one paragraph, for where a number is typed."""
        names = "; ".join(f"{number}: {meaning}" for number, meaning in self.named)
        return f"{self.label}: {self.help} {names}.".removesuffix(" .")


def _described(default: Any, label: str, help_text: str, **rest: Any) -> Any:
    return field(default=default, metadata={"description": Description(label, help_text, **rest)})


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a person can choose once and keep."""

    model: str = _described(
        "",
        "Model",
        "A model file (GGUF), or the name of an installed model. Empty: the most capable that is installed.",
    )
    embedder: str = _described(
        "",
        "Search by meaning",
        "The model (embedder) that finds passages by what they mean: a sentence-transformers folder, or the "
        "name of an installed one. Empty: the starter's.",
    )
    context_tokens: int = _described(
        0, "Model's window", "How much text the model can hold at once; 1,000 tokens are some 750 words.",
        unit="tokens", low=0, high=10_000_000, named=((0, "all it was trained for, if memory allows"),),
    )  # fmt: skip
    kv_type: str = _described(
        "f16",
        "Model's memory",
        "How precisely it keeps what it read: q8_0 takes half the memory, so that longer documents fit, and "
        "may change an answer.",
        choices=("f16", "q8_0"),
    )  # fmt: skip
    threads: int = _described(
        0, "Processor cores", "How many of them the model computes on at once (threads).",
        low=0, high=1024, named=((0, "one per physical core"),),
    )  # fmt: skip
    gpu_layers: int = _described(
        -1,
        "Graphics card",
        "How many of the model's layers the graphics card (GPU) computes, where there is one.",
        low=-1,
        high=1000,
        named=((-1, "all"), (0, "none")),
    )
    fast_copy: str = _described(
        "auto",
        "Fast reading",
        "Measure once how a model is read fastest here, and copy a slow format if that says the same sooner.",
        choices=("auto", "off"),
    )
    snapshot_gb: int = _described(
        -1, "Room on the disk", "How much may be kept of what models have read, so that it is read once.",
        unit="GB", low=-1, high=100_000,
        named=((-1, "a tenth of what is free, 20 GB at most"), (0, "nothing is kept")),
    )  # fmt: skip
    read_ahead: str = _described(
        "auto",
        "Read ahead",
        "Read the chosen document as a whole before it is asked about, where that mode is chosen.",
        choices=("auto", "off"),
    )
    focus: str = _described(
        "auto",
        "Use what was read",
        "Where a document was read as a whole before, answer from its passages with little to read again.",
        choices=("auto", "off"),
    )
    passage_tokens: int = _described(
        1024, "Passages", "How much text the model gets for a question in retrieved mode; more takes longer.",
        unit="tokens", low=64, high=100_000,
    )  # fmt: skip
    answer_tokens: int = _described(
        512, "Answer length", "Where an answer ends at the latest; 512 tokens are some 380 words.",
        unit="tokens", low=1, high=100_000,
    )  # fmt: skip
    temperature: float = _described(
        0.0, "Variety", "0 gives the same answer every time; more gives more variety (temperature).",
        low=0.0, high=2.0,
    )  # fmt: skip
    top_p: float = _described(
        0.95,
        "Choice of words",
        "Where there is variety: less leaves more of the unlikely words out, 1 leaves out none (top-p).",
        low=0.01,
        high=1.0,
    )
    seed: int = _described(
        0, "Seed", "Where there is variety: the same number gives the same answer again.",
        low=0, high=2**32 - 2,
    )  # fmt: skip
    model_folders: tuple[str, ...] = _described(
        (), "Model folders", "Further folders whose GGUF files are offered as models."
    )
    language: str = _described(
        "system",
        "Language",
        "What the window speaks, from the next start on. Answers are in the language of the question.",
        choices=("system", "en", "he"),
    )
    appearance: str = _described(
        "system", "Appearance", "Light or dark, or as the system has it.", choices=("system", "light", "dark")
    )

    def __post_init__(self) -> None:
        for each in dataclasses.fields(self):
            _check(each.name, getattr(self, each.name), type(each.default), each.metadata["description"])


def describe(name: str) -> Description:
    """Return the description of the setting called `name`.

    Errors: SettingUnknown.
    """
    for each in dataclasses.fields(Settings):
        if each.name == name:
            description: Description = each.metadata["description"]
            return description
    raise SettingUnknown(name)


def load(path: Path) -> Settings:
    """Return the settings saved at `path`, or the defaults where there is no such file.

    Errors: SettingsUnreadable, SettingUnknown, SettingInvalid.
    """
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, ValueError) as error:
        raise SettingsUnreadable(path, str(error)) from error
    if not isinstance(saved, dict):
        raise SettingsUnreadable(path, said("it is not a JSON object"))
    for name in saved:
        describe(name)
    return Settings(**{name: _from_json(value) for name, value in saved.items()})


def save(settings: Settings, path: Path) -> None:
    """Write `settings` to `path`, whole or not at all.

    Errors: LibraryUnwritable, DiskFull.
    """
    ensure_folder(path.parent)
    with writing_to(path):
        write_whole(path, json.dumps(dataclasses.asdict(settings), indent=2))


def _from_json(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _check(name: str, value: object, kind: type, description: Description) -> None:
    accepted = (int, float) if kind is float else kind
    is_of_texts = not isinstance(value, tuple) or all(isinstance(each, str) for each in value)
    if not isinstance(value, accepted) or isinstance(value, bool) or not is_of_texts:
        raise SettingInvalid(name, value, NAMED_KINDS[kind])
    if description.choices and value not in description.choices:
        raise SettingInvalid(name, value, said("one of {choices}", choices=", ".join(description.choices)))
    if description.low is not None and isinstance(value, int | float):
        assert description.high is not None, name
        if not description.low <= value <= description.high:
            bounds = said("between {low} and {high}", low=description.low, high=description.high)
            raise SettingInvalid(name, value, bounds)
