from core.library.chunks import chunk_document
from core.library.store import Library
from tests.core.library.documents import WordsAsTokens, document, page, paragraph


def test_words_are_sought_in_many_documents_and_in_those_alone(library: Library) -> None:
    made = [document(page(1, paragraph(f"Whales sing song {n}.")), title=f"{n}") for n in range(230)]
    for each in made:
        library.add(each, chunk_document(each, WordsAsTokens()))
    chosen = [each.document_id for each in made[::2]]
    found = {key for key, _ in library.matches('"whales"', 1000, chosen)}
    assert found == library.chunks(chosen).keys()
    assert len(library.matches('"whales"', 10, chosen)) == 10


def test_texts_of_chosen_documents_come_whole_or_not_at_all(library: Library) -> None:
    made = [document(page(1, paragraph(f"Whale {n}.")), title=f"{n}") for n in range(3)]
    for each in made:
        library.add(each, chunk_document(each, WordsAsTokens()))
    assert {*library.texts([each.document_id for each in made[:2]], 2)} == {"Whale 0.", "Whale 1."}
    assert len(library.texts(None, 3)) == 3
    assert library.texts(None, 2) == []
