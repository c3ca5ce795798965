"""`openbook doctor`: what is installed, whether it works, and what to do where it does not."""

import argparse
import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from core.cli.console import output, step
from core.cli.report import print_json

if TYPE_CHECKING:
    from core.diagnosis import Finding

STYLES = {"ok": "green", "warning": "yellow", "fault": "bold red"}


def add_parser(commands: Any) -> None:
    """Add `doctor` to the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "doctor",
        help="check what is installed and works",
        description="Check everything OpenBook stands on. The exit status is 1 where there is a fault.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every finding, and return 0 where none of them is a fault, else 1."""
    from core.diagnosis import State, diagnose

    with step("Looking at what is installed"):
        findings = diagnose()
    if arguments.json:
        print_json({"findings": [dataclasses.asdict(finding) for finding in findings]})
    else:
        output.print(_table(findings))
        output.print()
        output.print(_summary(findings))
    return int(any(finding.state is State.FAULT for finding in findings))


def _table(findings: Sequence["Finding"]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for _ in range(2):
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        table.add_row(
            Text(finding.state, style=STYLES[finding.state]), Text(finding.name), Text(finding.value)
        )
        if finding.advice:
            table.add_row("", "", Text(finding.advice, style=STYLES[finding.state]))
    return table


def _summary(findings: Sequence["Finding"]) -> Text:
    states = [finding.state.value for finding in findings]
    counts = [(states.count(state), state) for state in ("fault", "warning")]
    said = [f"{count} {state}{'s' if count > 1 else ''}" for count, state in counts if count]
    return Text(", ".join(said) if said else "Everything works.")
