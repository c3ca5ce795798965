"""Every error that a person may be told of, made with facts of its kind."""

import inspect
from pathlib import Path
from typing import Any

from core import errors
from core.errors import OpenBookError

FACTS: dict[str, object] = {
    "path": Path("folder/name.pdf"), "known": ["starter"], "document_ids": ["abc"], "reason": "a reason",
    "name": "a name", "requirement": "package==1", "expected": "a" * 64, "found": "b" * 64, "value": 7,
    "wanted": "a number",
}  # fmt: skip
LEAVES = [
    each
    for _, each in inspect.getmembers(errors, inspect.isclass)
    if issubclass(each, OpenBookError) and not each.__subclasses__()
]


def made(error: type[OpenBookError], **facts: object) -> OpenBookError:
    """Return an error of a class, with a fact for each of its parameters."""
    known: list[Any] = [{**FACTS, **facts}.get(name, 12345) for name in inspect.signature(error).parameters]
    return error(*known)
