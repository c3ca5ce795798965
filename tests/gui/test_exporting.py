import pytest

from gui.exporting import as_file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("What did it cost?", "What did it cost"),
        ("a/b\\c: d*e", "a b c d e"),
        ("מה גובה המים?", "מה גובה המים"),
        ("...", "conversation"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_title_becomes_a_file_name_that_every_system_takes(title: str, name: str) -> None:
    assert as_file_name(title) == name
