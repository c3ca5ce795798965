import inspect

import pytest

from core import errors
from core.errors import OpenBookError
from tests.core.faults import LEAVES, made


@pytest.mark.parametrize("error", LEAVES, ids=lambda each: each.__name__)
def test_every_fault_says_what_happened_and_what_to_do(error: type[OpenBookError]) -> None:
    sentence = str(made(error))
    assert sentence[0].isupper() or sentence.startswith(("name.pdf", "package", "a name"))
    assert sentence.endswith(".") or "openbook " in sentence
    assert "None" not in sentence


def test_the_tree_in_the_docstring_names_every_class() -> None:
    drawn = errors.__doc__ or ""
    for name, each in inspect.getmembers(errors, inspect.isclass):
        if issubclass(each, OpenBookError):
            assert name in drawn, f"{name} is missing from the tree"
