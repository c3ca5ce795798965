"""Bytes of tokens become runs of text: whole characters, and thoughts apart, however the tokens are cut."""

import random

import pytest

from core.model.pieces import PieceStream, Run

HEAVY = "שָׁלוֹם, 👩‍⚕️👨‍👩‍👧‍👦 naïve Ωμέγα 日本語 \u202e𝔘𝔫𝔦 a\u0301"


def streamed(*pieces: bytes, opens_in_thought: bool = False) -> list[Run]:
    stream = PieceStream(opens_in_thought)
    return [run for piece in pieces for run in stream.feed(piece)] + stream.finish()


def joined(runs: list[Run]) -> tuple[str, str]:
    """Return all that is answered, and all that is thought."""
    return tuple(
        "".join(text for text, is_thought in runs if is_thought == wanted) for wanted in (False, True)
    )  # type: ignore[return-value]


def by_byte(text: str) -> list[bytes]:
    encoded = text.encode()
    return [encoded[at : at + 1] for at in range(len(encoded))]


def cut_at_random(text: str, seed: int) -> list[bytes]:
    encoded, chance = text.encode(), random.Random(seed)
    cuts = sorted(chance.sample(range(1, len(encoded)), len(encoded) // 3))
    return [encoded[start:end] for start, end in zip([0, *cuts], [*cuts, len(encoded)], strict=True)]


def test_a_character_comes_when_all_its_bytes_are_there() -> None:
    stream = PieceStream()
    emoji = "🙂".encode()
    assert [stream.feed(emoji[:1]), stream.feed(emoji[1:3]), stream.feed(emoji[3:])] == [
        [],
        [],
        [("🙂", False)],
    ]


def test_text_of_many_byte_characters_is_whole_however_it_is_cut() -> None:
    assert joined(streamed(*by_byte(HEAVY))) == (HEAVY, "")
    for seed in range(20):
        assert joined(streamed(*cut_at_random(HEAVY, seed))) == (HEAVY, "")


def test_no_run_ever_has_half_a_character() -> None:
    runs = streamed(*by_byte(HEAVY))
    assert all(len(text) == 1 and text != "\ufffd" for text, _ in runs)


def test_bytes_that_are_no_character_are_shown_as_such() -> None:
    assert joined(streamed(b"a\xff", b"b")) == ("a\ufffdb", "")


def test_half_a_character_at_the_end_is_left_out() -> None:
    assert joined(streamed(b"done ", "🙂".encode()[:2])) == ("done ", "")


def test_a_thought_is_kept_apart_without_its_tags() -> None:
    assert streamed(b"<think>", b"hm", b"</think>", b"yes") == [("hm", True), ("yes", False)]


def test_a_thought_is_found_however_its_tags_are_cut() -> None:
    text = f"\n<think>{HEAVY} a < b </thin </think>\n{HEAVY}"
    wanted = (f"\n\n{HEAVY}", f"{HEAVY} a < b </thin ")
    assert joined(streamed(text.encode())) == wanted
    assert joined(streamed(*by_byte(text))) == wanted
    for seed in range(20):
        assert joined(streamed(*cut_at_random(text, seed))) == wanted


def test_no_part_of_a_tag_is_shown_before_it_is_known_to_be_none() -> None:
    stream = PieceStream()
    assert stream.feed(b"<thi") == []
    assert stream.feed(b"s") == [("<this", False)]


def test_a_thought_may_stay_open() -> None:
    assert joined(streamed(b"<think>", b"and then", b"</thi")) == ("", "and then</thi")


def test_a_prompt_may_end_inside_a_thought() -> None:
    assert joined(streamed(b"so</th", b"ink>", b"yes", opens_in_thought=True)) == ("yes", "so")
    assert joined(streamed(b"never ended", opens_in_thought=True)) == ("", "never ended")


def test_an_empty_thought_shows_nothing() -> None:
    assert joined(streamed(b"<think>", b"\n\n", b"</think>", b"\n\n", b"yes")) == ("\n\nyes", "\n\n")
    assert streamed(b"<think></think>yes") == [("yes", False)]


def test_two_thoughts_before_the_answer_are_both_thoughts() -> None:
    assert joined(streamed(b"<think>a</think> <think>b</think>c")) == (" c", "ab")


@pytest.mark.parametrize("text", ["The tag <think> opens, </think> closes.", "1 </think> 2", "a <thi"])
def test_an_answer_may_quote_the_tags(text: str) -> None:
    assert joined(streamed(text.encode())) == (text, "")
    assert joined(streamed(*by_byte(text))) == (text, "")


def test_an_answer_after_a_thought_may_quote_the_tags_too() -> None:
    text = "<think>hm</think>It writes <think> first."
    assert joined(streamed(*by_byte(text))) == ("It writes <think> first.", "hm")


def test_text_is_shown_as_soon_as_it_can_be_no_tag() -> None:
    stream = PieceStream()
    assert stream.feed(b"a <") == [("a <", False)]
