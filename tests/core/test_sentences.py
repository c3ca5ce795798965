from pathlib import Path

from core.sentences import joined, said


def test_a_sentence_in_another_language_keeps_its_facts_and_translates_sentences_in_it() -> None:
    sentence = said("{name} is lost: {reason}.", name="it is lost.pdf", reason=said("moved"))
    assert str(sentence) == "it is lost.pdf is lost: moved."
    words = {"{name} is lost: {reason}.": "{reason}! {name}", "moved": "weg"}
    assert sentence.translated(words.__getitem__, lambda fact: f"<{fact}>") == "weg! <it is lost.pdf>"


def test_what_somebody_else_has_written_is_no_template() -> None:
    assert str(said("{name} is lost.", name="{0}{x}")) == "{0}{x} is lost."


def test_a_path_is_known_by_its_name_and_bytes_as_gigabytes() -> None:
    sentence = said("{name} in {path}: {size_gb:.1f} GB", path=Path("a/b.pdf"), size_bytes=3 * 1024**3)
    assert str(sentence) == f"b.pdf in {Path('a/b.pdf')}: 3.0 GB"
    assert str(said("{name} in {path}", path=Path("a/b.pdf"), name="mine")) == f"mine in {Path('a/b.pdf')}"


def test_sentences_that_are_joined_are_translated_each_for_itself() -> None:
    parts = joined("; ", ["Anna", said("a page"), joined(", ", [])])
    assert parts.translated(lambda text: {"a page": "une page"}.get(text, text), str) == "Anna; une page; "


def test_a_path_without_a_last_part_is_put_in_whole() -> None:
    assert str(said("{name} is not a PDF.", path=Path())) == ". is not a PDF."
