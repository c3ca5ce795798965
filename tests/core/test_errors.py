import inspect
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("error", LEAVES, ids=lambda each: each.__name__)
def test_every_fault_says_what_happened_and_what_to_do(error: type[OpenBookError]) -> None:
    signature = inspect.signature(error)
    facts = [FACTS.get(name, 12345) for name in signature.parameters if name not in ("args", "kwargs")]
    sentence = str(error(*facts))
    assert sentence[0].isupper() or sentence.startswith(("name.pdf", "package", "a name"))
    assert sentence.endswith(".") or "openbook " in sentence
    assert "None" not in sentence


def test_the_tree_in_the_docstring_names_every_class() -> None:
    drawn = errors.__doc__ or ""
    for name, each in inspect.getmembers(errors, inspect.isclass):
        if issubclass(each, OpenBookError):
            assert name in drawn, f"{name} is missing from the tree"
