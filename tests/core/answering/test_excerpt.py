"""What of a passage is shown once more: the sentences nearest to the question."""

from collections.abc import Sequence

from core.answering.excerpt import excerpt

TEXT = "It rained. The clinic opened in 1998. Miriam ran it. Then came the war."
QUESTION = "When did the clinic open?"


def no_likeness(_: str, texts: Sequence[str]) -> list[float]:
    return [0.0] * len(texts)


def cut(text: str, most_words: int) -> str:
    return excerpt(text, QUESTION, no_likeness, most_words, lambda part: len(part.split()))


def test_the_nearest_sentence_stands_alone_where_there_is_no_more_room() -> None:
    assert cut(TEXT, 5) == "The clinic opened in 1998."


def test_what_follows_it_comes_before_what_precedes_it() -> None:
    assert cut(TEXT, 8) == "The clinic opened in 1998. Miriam ran it."
    assert cut(TEXT, 10) == "It rained. The clinic opened in 1998. Miriam ran it."


def test_what_means_nearly_the_same_comes_before_what_shares_words() -> None:
    meant = excerpt(TEXT, QUESTION, lambda _, texts: [float("war" in text) for text in texts], 20, len)
    assert meant == "Then came the war."


def test_where_there_is_room_for_all_it_is_all() -> None:
    assert cut(TEXT, 99) == TEXT


def test_of_a_sentence_that_is_too_long_the_nearest_clauses_stand() -> None:
    long = "After years of waiting, and much talk about money, the clinic opened in 1998, and Miriam ran it."
    assert cut(long, 9) == "the clinic opened in 1998, and Miriam ran it."
    assert cut(long, 3) == "the clinic"


def test_nothing_comes_of_an_empty_passage() -> None:
    assert cut(" \n", 99) == ""
