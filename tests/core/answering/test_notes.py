import pytest

from core.answering.citations import whole_evidence
from core.answering.notes import (
    MERGED_TOKENS,
    Note,
    foreseen_merges,
    grouped,
    is_empty,
    is_over,
    joined,
    with_true_marks,
    without_inventions,
)
from tests.core.library.documents import document, page, paragraph

CLINIC = document(
    page(1, paragraph("The clinic in Haifa opened in 1998. Miriam Alon founded it.")),
    page(2, paragraph("In 2022 the clinic treated 4,705 patients. המרפאה העסיקה שישים אחיות.")),
    title="The clinic",
)
TITLES = {CLINIC.document_id: CLINIC.title}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NOTHING HERE",
        "Nothing here.",
        "**NOTHING HERE**",
        "Note: nothing here",
        "None.",
        "NOTHING HERE. The part is about libraries.",
        "This part does not mention who founded the clinic.",
        "The provided text doesn't say when the clinic opened.",
        "There is no information about that in this part.",
        "The founder is not mentioned in the document.",
        "אין כאן דבר",
        "אין כאן דבר.",
        "הקטע אינו מזכיר את מייסדת המרפאה.",
        "הדבר לא מוזכר בקטע.",
    ],
)
def test_a_note_that_says_nothing_is_recognised(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize(
    "text",
    [
        "Miriam Alon founded it [page 1].",
        "Nothing here was sold before 1998.",
        "The contract does not give the tenant a right to sublet.",
        "None of the nurses left.",
        "There is no smoking on the ward.",
        "The part does not name the founder. It says that the clinic opened in 1998.",
        "The part does not name the founder, but says that the clinic opened in 1998.",
        "The tenant's consent was not given.",
        "המרפאה נפתחה בחיפה.",
        "אין כניסה לכלבים.",
    ],
)
def test_a_note_that_says_something_is_kept(text: str) -> None:
    assert not is_empty(text)


def test_that_nothing_is_there_is_known_before_the_note_is_over() -> None:
    assert is_over("NOTHING HERE.")
    assert is_over("nothing here\n\nBut")
    assert is_over("אין כאן דבר.")
    assert not is_over("NOTHING HERE")
    assert not is_over("Nothing here was sold before")


def test_each_sentence_is_marked_with_the_page_it_is_found_on() -> None:
    note = "Miriam Alon founded it [page 2]. In 2022 the clinic treated 4,705 patients (p. 77)."
    marked = with_true_marks(note, whole_evidence([CLINIC]), TITLES)
    assert marked == ("Miriam Alon founded it. [page 1] In 2022 the clinic treated 4,705 patients. [page 2]")


def test_a_sentence_that_is_found_nowhere_has_no_mark() -> None:
    note = "Page 1: The library closes at noon on Fridays [The clinic, page 1]."
    assert with_true_marks(note, whole_evidence([CLINIC]), TITLES) == (
        "The library closes at noon on Fridays."
    )


@pytest.mark.parametrize(
    "text",
    [
        "The clinic was founded by John Hadley.",
        "The clinic opened in 1784.",
        "It treated 8,912 patients.",
        "המרפאה נפתחה בשנת 1784.",
    ],
)
def test_a_sentence_with_a_name_or_a_number_that_its_pages_do_not_have_is_made_up(text: str) -> None:
    true = "The clinic opened in 1998."
    assert without_inventions(f"{true} {text}", whole_evidence([CLINIC]), "Who?") == true
    assert without_inventions(text, whole_evidence([CLINIC]), "Who?") == ""


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Miriam Alon founded it, for two reasons.", "Why?"),
        ("It is a place for the sick.", "What is it?"),
        ("John Hadley did not found it.", "Did John Hadley found it?"),
        ("4.7 thousand patients were treated in 2022.", "How many?"),
    ],
)
def test_other_words_for_what_the_pages_say_are_not_made_up(text: str, question: str) -> None:
    assert without_inventions(text, whole_evidence([CLINIC]), question) == text


def test_a_name_in_other_letters_than_the_document_is_not_made_up() -> None:
    hebrew = document(page(1, paragraph("המרפאה נפתחה בחיפה בשנת 1998. מרים אלון ייסדה אותה.")))
    assert without_inventions("Miriam Alon founded it.", whole_evidence([hebrew]), "Who?")
    assert not without_inventions("Miriam Alon founded it in 1784.", whole_evidence([hebrew]), "Who?")


def test_a_hebrew_note_is_marked_too() -> None:
    marked = with_true_marks("המרפאה העסיקה שישים אחיות (עמוד 9).", whole_evidence([CLINIC]), TITLES)
    assert marked == "המרפאה העסיקה שישים אחיות. [page 2]"


def test_among_several_documents_a_mark_says_which() -> None:
    other = document(page(7, paragraph("The library closes at noon.")), title="Other")
    evidence = whole_evidence([CLINIC, other])
    marked = with_true_marks("The library closes at noon.", evidence, {**TITLES, other.document_id: "Other"})
    assert marked.endswith("[Other, page 7]")


def test_only_the_pages_of_a_part_are_evidence_for_it() -> None:
    evidence = whole_evidence([CLINIC], only={(CLINIC.document_id, 2)})
    assert with_true_marks("Miriam Alon founded it.", evidence, TITLES) == "Miriam Alon founded it."


def note(text: str, first: int) -> Note:
    return Note(text, frozenset({("id", first)}), ("A", first), ("A", first + 1))


def test_notes_are_grouped_in_order_up_to_a_size() -> None:
    notes = [note("word " * size, at) for at, size in enumerate([5, 5, 30, 2, 2])]
    groups = grouped(notes, 22, lambda text: len(text.split()))
    assert [len(group) for group in groups] == [2, 1, 2]
    assert [each for group in groups for each in group] == notes


def test_merging_is_foreseen_round_by_round() -> None:
    assert foreseen_merges([100.0] * 5, enough=500, room=300) == ([], 500)
    assert foreseen_merges([100.0] * 6, enough=520, room=300) == ([300, 300], 2 * MERGED_TOKENS)
    twice = foreseen_merges([100.0] * 40, enough=1000, room=1000)
    assert twice == ([1000] * 4 + [3 * MERGED_TOKENS], 2 * MERGED_TOKENS)


def test_notes_of_which_no_two_can_be_merged_are_foreseen_to_be_cut() -> None:
    assert foreseen_merges([400.0] * 5, enough=1000, room=500) == ([], 1000)
    assert foreseen_merges([], enough=1000, room=500) == ([], 0)


def test_a_note_is_shown_under_its_place() -> None:
    assert joined([note("One.", 1), note("Two.", 5)]) == (
        "[A, pages 1 to 2]\nOne.\n\n[A, pages 5 to 6]\nTwo."
    )
