"""Three roads for what goes wrong: a plain sentence, a silent stop, or a report of a bug."""

import argparse
import json
import logging
import os
import sys
import traceback
from datetime import datetime
from pathlib import Path

from core import paths
from core.cli.console import notices
from core.errors import OpenBookError, Stopped

FAULT, STOPPED = 1, 130
# What to type, behind the sentence that says what to do.
HINTS = {
    "ContextTooLarge": "--context TOKENS, --kv q8_0",
    "DocumentEncrypted": "--password PASSWORD",
    "DocumentTooLong": "--mode retrieved, --model FILE",
    "EmbedderNotInstalled": "openbook models get starter, or --embedder FOLDER",
    "ModelNotFound": "openbook models, or --model FILE",
    "ModelNotInstalled": "openbook models get starter, or --model FILE",
    "NotInLibrary": "openbook list",
}
_log = logging.getLogger(__name__)


def guarded(arguments: argparse.Namespace) -> int:
    """Run `arguments.run` and return the exit status of the process."""
    logging.basicConfig(handlers=[logging.NullHandler()])  # what libraries log is not for the terminal
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()  # a closed pipe is found out here, not when the interpreter ends
    except OpenBookError as error:
        return _explain(error, as_json=getattr(arguments, "json", False))
    except (KeyboardInterrupt, Stopped):
        notices.print("\nStopped. What was read so far is kept.", style="yellow")
        return STOPPED
    except BrokenPipeError:
        # Whoever read our output went away; nothing may be flushed into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAULT
    except Exception:  # noqa: BLE001 - the last door: everything else is a bug, and becomes a report
        return _report(traceback.format_exc())
    return status


def _explain(error: OpenBookError, *, as_json: bool) -> int:
    if as_json:
        fault = {"error": {"kind": type(error).__name__, "message": str(error)}}
        sys.stdout.write(json.dumps(fault, ensure_ascii=False) + "\n")
    notices.print(f"openbook: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
    hint = HINTS.get(type(error).__name__)
    if hint:
        notices.print(f"  {hint}", markup=False, highlight=False, soft_wrap=True)
    return FAULT


def _report(trace: str) -> int:
    notices.print("openbook: this is a bug in OpenBook, not a mistake of yours.", style="red")
    where = _write_report(trace)
    if where is not None:
        notices.print(f"A report was written to {where}. Nothing was sent.", soft_wrap=True)
    notices.print(trace, markup=False, highlight=False, soft_wrap=True)
    return FAULT


def _write_report(trace: str) -> Path | None:
    report = paths.home() / "reports" / f"{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.txt"
    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(trace, encoding="utf-8")
    except OSError as error:
        _log.warning("the report could not be written: %s", error)
        return None
    return report
