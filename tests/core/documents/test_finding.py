import pytest

from core.documents.finding import find


def found(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in find(text, query)]


def test_case_hides_no_hit() -> None:
    assert found("Net Revenue and NET REVENUE", "net revenue") == ["Net Revenue", "NET REVENUE"]


def test_a_line_break_in_the_text_is_a_space_of_the_query() -> None:
    assert found("of the net\nrevenue", "  net   revenue ") == ["net\nrevenue"]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("the oﬃce", "office"),
        ("a résumé", "resume"),
        ("שָׁלוֹם", "שלום"),
        ("שלום", "שלומ"),
        ("מלכים", "מלך"),
        ("צה״ל", 'צה"ל'),
        ("it’s", "it's"),
        ("1998–2001", "1998-2001"),
    ],
)
def test_another_way_to_write_a_letter_hides_no_hit(text: str, query: str) -> None:
    assert len(find(text, query)) == 1


def test_a_hit_takes_the_points_after_its_last_letter_with_it() -> None:
    assert found("אָב גָּד", "אב") == ["אָב"]


def test_a_hit_inside_a_ligature_is_the_whole_ligature() -> None:
    assert found("oﬃce", "off") == ["oﬃ"]


def test_signs_of_patterns_are_taken_as_they_stand() -> None:
    assert found("what (is) this? a.b", "(is) this?") == ["(is) this?"]
    assert found("axb", "a.b") == []


@pytest.mark.parametrize("query", ["", "   ", "\u0301"])
def test_a_query_without_a_letter_finds_nothing(query: str) -> None:
    assert find("some text", query) == []
