import pytest

from core.answering.loops import without_loop


@pytest.mark.parametrize(
    ("text", "once"),
    [
        ("It rose. It fell. It rose. It fell. It rose. It fell. It rose. It fell.", "It rose. It fell."),
        ("First. And so on. And so on. And so on. And so on.", "First. And so on."),
        ("It rose. It fell.", "It rose. It fell."),
        ("1.0000000000", "1.0000000000"),
    ],
)
def test_what_is_repeated_at_the_end_is_said_once(text: str, once: str) -> None:
    assert without_loop(text) == once
