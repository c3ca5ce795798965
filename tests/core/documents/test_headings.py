import pytest

from core.documents.composition import Composition, Part
from core.documents.headings import BodyStyle, body_style, is_heading

BODY = BodyStyle(10.0, 400)


def part(text: str, size: float = 10.0, weight: int = 400, line_count: int = 1) -> Part:
    return Part(0, len(text), line_count, size, weight, 0.0, is_table=False, is_edge=False, is_margin=False)


@pytest.mark.parametrize(
    "text",
    ["PART II", "Item 7. Results of Operations", "Note 3 — Restructuring", "ARTICLE IV Benefits",
     "RISK FACTORS", "Appendix B", "SCHEDULE 1"],
)  # fmt: skip
def test_what_is_worded_as_a_heading_is_one_in_whatever_type_it_is_set(text: str) -> None:
    assert is_heading(text, part(text), BODY)


@pytest.mark.parametrize(
    "text",
    ["Part of it is true", "Note 3 is about this", "Item 7 of the agenda says so.", "Articles IV", "NASA",
     "A B C 12",
     "/ S / R ICHARD B ARTON", "NET INCOME PER SHARE:", "The cats purr"],
)  # fmt: skip
def test_what_reads_otherwise_is_none(text: str) -> None:
    assert not is_heading(text, part(text), BODY)


def test_capitals_are_no_sign_where_much_is_in_capitals() -> None:
    text = "THE PARTIES AGREE"
    prose = "The rest of it is written like this. " * 3
    shouted = Composition(text * 10 + prose, [part(text * 10), part(text * 10)], [])
    assert is_heading(text, part(text), body_style([Composition(prose, [part(prose)], [])]))
    assert not is_heading(text, part(text), body_style([shouted]))


def test_larger_or_bolder_is_a_heading_as_ever() -> None:
    assert is_heading("The cats purr", part("The cats purr", size=14), BODY)
    assert is_heading("The cats purr", part("The cats purr", weight=700), BODY)
