import pytest

from core.answering.terms import denied, has_name, is_negated, names, stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("studies", "study"),
        ("located", "locate"),
        ("running", "runs"),
        ("planned", "plan"),
        ("exactly", "exact"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other)


def test_a_hebrew_word_is_found_without_its_prefix_letters() -> None:
    assert set(stems("שבבית")) & set(stems("בית"))


@pytest.mark.parametrize(
    ("one", "other"), [("שכונה", "בשכונת"), ("ילדה", "הילדים"), ("חטיפה", "חטיפתם"), ("לוחץ", "לוחצים")]
)
def test_the_forms_of_a_hebrew_word_have_one_skeleton(one: str, other: str) -> None:
    assert {each for each in stems(one) if each.startswith("~")} & set(stems(other))


def test_short_hebrew_words_have_no_skeleton() -> None:
    assert stems("יום") == ("יום",)


def test_names_are_words_with_capitals_wherever_they_are_no_other_words() -> None:
    found = list(names("However, Ms. O'Neill of Rolls-Royce met U.S. officials in May."))
    assert [name for name, _ in found] == ["oneill", "rollsroyce", "us"]
    assert next(names("Bread rises.")) == ("bread", True)
    assert list(names("יערה בן דוד")) == []


def test_a_name_is_known_in_its_other_forms_and_not_by_its_beginning_alone() -> None:
    assert has_name("germany", {"german"})
    assert not has_name("mary", {"maryland"})
    assert not has_name("alon", {"alan"})


def test_a_negation_is_seen_in_english_and_hebrew() -> None:
    assert is_negated("It didn't open.")
    assert is_negated("המרפאה אינה פתוחה")
    assert not is_negated("It opened.")
    assert list(denied("The clinic did not open in spring.")) == [("open", "spring")]
