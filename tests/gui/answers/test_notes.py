import pytest

from gui.answers.markdown import Look, parse
from gui.answers.notes import Note, with_notes


def _noted(text: str, sentence: str) -> str:
    """Return what is shown, with "{1}" where the note stands."""
    at = text.index(sentence) + len(sentence)
    blocks = with_notes(parse(text)[0], [Note(at, "1", "source:1")])
    cells = [cell for block in blocks for cell in block.cells]
    parts = ["".join("{1}" if Look.NOTE in run.look else run.text for run in cell) for cell in cells]
    return " / ".join(parts)


@pytest.mark.parametrize(
    ("text", "sentence", "shown"),
    [
        ("One. Two.", "One.", "One.{1} Two."),
        ("One. Two.", "Two.", "One. Two.{1}"),
        ("**One is bold.** Two.", "One is bold.", "One is bold.{1} Two."),
        ("**One is bold.** Two.", "**One is bold.**", "One is bold.{1} Two."),
        ("- first item\n- second item", "- first item", "first item{1} / second item"),
        ("1. A `b`.\n2. C", "1. A `b`.", "A b.{1} / C"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nEnd.", "| 1 | 2 |", "a / b / 1 / 2{1} / End."),
        ("הוא **גדל** ב-8%. אחר כך ירד.", "הוא **גדל** ב-8%.", "הוא גדל ב-8%.{1} אחר כך ירד."),
        ("A &amp; B. C.", "A &amp; B.", "A & B.{1} C."),
        ("A [link](http://x.y). C.", "A [link](http://x.y).", "A link.{1} C."),
        ("Smile 😀. Next.", "Smile 😀.", "Smile 😀.{1} Next."),
        ("One line\nand another. Then.", "and another.", "One line\u2028and another.{1} Then."),
        ("# Title\n\nText.", "# Title", "Title{1} / Text."),
    ],
)
def test_a_note_stands_right_behind_its_sentence(text: str, sentence: str, shown: str) -> None:
    assert _noted(text, sentence) == shown


def test_notes_at_several_sentences_each_find_theirs() -> None:
    text = "One. **Two.** Three."
    notes = [Note(4, "1", "a"), Note(text.index("Two.") + 4, "2", "b"), Note(len(text), "3", "c")]
    (block,) = with_notes(parse(text)[0], notes)
    assert "".join(run.text for run in block.runs) == "One.1 Two.2 Three.3"


def test_a_note_before_all_text_is_left_out() -> None:
    blocks, _ = parse("One.")
    assert with_notes(blocks, [Note(0, "1", "a")]) == blocks
