"""Options that several commands share, and the settings that they override."""

import argparse
import dataclasses
from pathlib import Path

from core import paths, settings
from core.settings import Settings, describe

_MODEL_OPTIONS = {
    "--model": "model",
    "--embedder": "embedder",
    "--context": "context_tokens",
    "--kv": "kv_type",
    "--threads": "threads",
    "--gpu-layers": "gpu_layers",
    "--fast-copy": "fast_copy",
    "--snapshot-gb": "snapshot_gb",
    "--passages": "passage_tokens",
    "--answer-tokens": "answer_tokens",
    "--temperature": "temperature",
    "--top-p": "top_p",
    "--seed": "seed",
}


def add_files(parser: argparse.ArgumentParser, *, count: str = "+") -> None:
    """Add the PDFs a command works on, and the password that opens them."""
    parser.add_argument("files", nargs=count, type=Path, metavar="FILE", help="PDF files")
    parser.add_argument("--password", help="opens the PDFs that are protected; never stored")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def add_settings(parser: argparse.ArgumentParser, *names: str) -> None:
    """Add an option for each of the settings in `names`, described as the settings describe themselves."""
    for option, name in _MODEL_OPTIONS.items():
        if name in names:
            described = describe(name)
            parser.add_argument(
                option,
                dest=name,
                type=type(getattr(Settings(), name)),
                metavar="|".join(described.choices) or (described.unit or name.split("_")[-1]).upper(),
                help=described.told,
            )


ALL_SETTINGS = tuple(_MODEL_OPTIONS.values())


def chosen_settings(arguments: argparse.Namespace) -> Settings:
    """Return the saved settings with what the command line says instead.

    Errors: SettingsUnreadable, SettingUnknown, SettingInvalid.
    """
    given = {name: getattr(arguments, name, None) for name in (*ALL_SETTINGS, "focus")}
    changes = {name: value for name, value in given.items() if value is not None}
    return dataclasses.replace(settings.load(paths.settings_file()), **changes)
