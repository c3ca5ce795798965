"""Clauses: a sentence that says several things is divided, and no date, name or word that says too little."""

import pytest

from core.answering.claims import claims
from core.answering.clauses import clauses


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The roof cost £300, the doors £200, and the hide £100.",
            ["The roof cost £300", "the doors £200", "the hide £100."],
        ),
        (
            "It opened on May 3, 2021, and was founded by Ruth Thorley.",
            ["It opened on May 3, 2021", "was founded by Ruth Thorley."],
        ),
        ("Doors and hide were mended.", ["Doors and hide were mended."]),
        ("Rounds for the doors: 2, 3, 4", ["Rounds for the doors: 2, 3, 4"]),
        ("The clinic opened in 1998.", ["The clinic opened in 1998."]),
        ("הגג עלה 300 ש״ח, הדלתות 200 ש״ח.", ["הגג עלה 300 ש״ח", "הדלתות 200 ש״ח."]),
    ],
)
def test_a_sentence_is_divided_where_each_part_says_enough(sentence: str, expected: list[str]) -> None:
    answer = f"- {sentence}"
    found = clauses(claims(answer)[0], answer)
    assert [each.text for each in found] == expected
    assert (found[0].start, found[-1].end) == (0, len(answer))
    assert [answer[each.start : each.end] for each in found[1:]] == expected[1:]
