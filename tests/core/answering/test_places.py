"""Passages are found back in what was read, token for token, in English and in Hebrew."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from core.answering.places import Places, PrefixUnclear, ReadText, Spelled
from core.answering.prompts import document_text
from core.documents.document import Document, Page, Span
from core.documents.pdf import read_document
from core.library.chunks import Chunk, chunk_document
from core.library.opening import EstimatedTokens
from core.library.passages import Passage
from core.model.backend import LoadedModel
from core.paths import ASSETS
from tests.core.library.documents import document, furniture, heading, page, paragraph

INSTRUCTIONS = "Answer from the documents.\n\n"


@pytest.fixture(scope="module")
def model(starter_gguf: Path) -> Iterator[LoadedModel]:
    loaded = LoadedModel(starter_gguf, 0)
    yield loaded
    loaded.close()


def prefix(model: LoadedModel, text: str) -> list[int]:
    return [*model.bos, *model.tokenize(INSTRUCTIONS, True), *model.tokenize(text, False)]


def pages(*documents: Document) -> list[tuple[Document, Page]]:
    return [(each, page) for each in documents for page in each.pages]


def passage(chunk: Chunk) -> Passage:
    number = chunk.spans[0].page_number
    return Passage(
        chunk.document_id, "", number, "", chunk.section, chunk.spans, chunk.text, 1.0, None, (chunk.ordinal,)
    )


def attended(model: LoadedModel, tokens: Sequence[int], ranges: Sequence[tuple[int, int]]) -> list[str]:
    return [model.detokenize(tokens[begin:end]) for begin, end in ranges]


@pytest.mark.parametrize("name", ["sample-en.pdf", "sample-he.pdf"])
def test_every_chunk_of_the_samples_is_found_and_little_beside_it(model: LoadedModel, name: str) -> None:
    *_, read = read_document(ASSETS / "samples" / name)
    assert isinstance(read, Document)
    text = document_text([read])
    tokens = prefix(model, text)
    pieces = model.pieces(tokens)
    places, spelled = Places(text, pages(read)), Spelled(text, pieces)
    for chunk in chunk_document(read, EstimatedTokens()):
        for span in chunk.spans:
            wanted = read.page(span.page_number).text[span.start : span.end]
            place = places.of(read.document_id, span)
            assert place is not None
            assert text[slice(*place)] == wanted
            begin, end = spelled.tokens(*place)
            assert wanted.encode() in b"".join(pieces[begin:end])
            assert wanted.encode() not in b"".join(pieces[begin + 1 : end])
            assert wanted.encode() not in b"".join(pieces[begin : end - 1])
        whole = attended(model, tokens, ReadText(text, pages(read), pieces).spans([passage(chunk)]))
        assert whole[0].startswith(INSTRUCTIONS)
        assert f"[page {chunk.spans[0].page_number}]" in "".join(whole)


def test_a_token_that_straddles_the_border_of_a_passage_belongs_to_it() -> None:
    letter = "ת".encode()
    pieces = [b"<s>", b"in", b": on", "e ש".encode() + letter[:1], letter[1:] + "יים th".encode(), b"ree"]
    spelled = Spelled("one שתיים three", pieces)
    assert spelled.tokens(0, 3) == (2, 4)
    assert spelled.tokens(4, 5) == (3, 4)
    assert spelled.tokens(5, 6) == (3, 5), "half of the letter is in either token"
    assert spelled.tokens(10, 15) == (4, 6)


def test_running_headers_are_no_part_of_what_was_read(model: LoadedModel) -> None:
    made = document(
        page(1, furniture("Journal"), heading("Wool"), furniture("7"), paragraph("Sheep give it."))
    )
    text = document_text([made])
    places = Places(text, pages(made))
    shown = made.page(1)
    start, end = shown.text.index("Wool"), len(shown.text)
    place = places.of(made.document_id, Span(1, start, end))
    assert place is not None
    assert text[slice(*place)] == "Wool\n\nSheep give it."
    assert places.of(made.document_id, Span(1, 0, len("Journal"))) is None


def test_the_same_words_on_two_pages_and_in_two_documents_are_told_apart(model: LoadedModel) -> None:
    same = paragraph("It was signed in Haifa.")
    first = document(page(1, same), page(2, same), title="First")
    second = document(page(1, paragraph("[page 2]\nIt was signed in Haifa.")), page(2, same), title="Second")
    text = document_text([first, second])
    tokens = prefix(model, text)
    read = ReadText(text, pages(first, second), model.pieces(tokens))
    for made in (first, second):
        for chunk in _chunks_by_page(made):
            shown = "".join(attended(model, tokens, read.spans([passage(chunk)])))
            begin, end = shown.index(f"Document: {made.title}"), shown.index("It was signed in Haifa.")
            assert f"[page {chunk.spans[0].page_number}]" in shown[begin:end]
            assert shown.count("signed") == shown.count("Document: ") == 1


def test_a_page_that_was_not_read_as_a_whole_has_no_place(model: LoadedModel) -> None:
    made = document(page(1, paragraph("Here.")), page(2, paragraph("Elsewhere.")))
    text = document_text([document(made.pages[0])])
    read = ReadText(text, pages(made), model.pieces(prefix(model, text)))
    here, elsewhere = (passage(chunk) for chunk in _chunks_by_page(made))
    assert read.has(here)
    assert not read.has(elsewhere)
    with pytest.raises(KeyError):
        read.spans([elsewhere])


def _chunks_by_page(made: Document) -> list[Chunk]:
    return [
        Chunk(made.document_id, number, "", (Span(number, 0, len(made.page(number).text)),), "", 1)
        for number in (1, 2)
    ]


def test_tokens_that_do_not_spell_the_text_are_not_trusted() -> None:
    with pytest.raises(PrefixUnclear):
        Spelled("naïve", [b"<s>", b"naive"])
    with pytest.raises(PrefixUnclear):
        Spelled("longer than all", [b"all"])
