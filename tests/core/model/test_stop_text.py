import pytest

from core.model.pieces import StopText


def shown(stop: StopText, pieces: list[str]) -> str:
    runs = [run for piece in pieces for run in stop.feed([(piece, False)])]
    return "".join(text for text, _ in [*runs, *stop.finish()])


@pytest.mark.parametrize(
    "pieces",
    [
        ["In 1998.\nQuestion: And?"],
        ["In 1998.", "\n", "Quest", "ion", ":", " And?"],
        list("In 1998.\nQuestion: A"),
    ],
)
def test_the_answer_ends_before_the_text_however_it_is_cut(pieces: list[str]) -> None:
    stop = StopText("\nQuestion:")
    assert shown(stop, pieces) == "In 1998."
    assert stop.is_found


def test_what_only_begins_like_the_text_is_shown() -> None:
    stop = StopText("\nQuestion:")
    assert shown(stop, ["One\n", "Quest", "s are fun\nQu"]) == "One\nQuests are fun\nQu"
    assert not stop.is_found


def test_a_thought_is_neither_watched_nor_kept_back() -> None:
    stop = StopText("STOP")
    assert stop.feed([("STOP", True)]) == [("STOP", True)]
    assert not stop.is_found


def test_without_a_text_everything_passes_as_it_comes() -> None:
    runs = [("a", True), ("b", False)]
    assert StopText("").feed(runs) == runs
