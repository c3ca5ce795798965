import pytest

from core import paths
from core.documents.document import Document
from core.library import keywords
from core.library.chunks import chunk_document
from core.library.store import Library
from tests.core.library.documents import WordsAsTokens, document, page, paragraph
from tests.core.library.older import take_back


def add(library: Library, made: Document) -> None:
    library.add(made, chunk_document(made, WordsAsTokens(), 12))


@pytest.fixture
def animals() -> Document:
    return document(page(1, paragraph("They purr. They sleep a lot.")), title="Animals")


@pytest.fixture
def plants() -> Document:
    return document(page(1, paragraph("Trees grow. Grass too.")), title="Plants")


def test_words_of_another_analysis_are_analysed_again_once_they_are_searched(
    library: Library, animals: Document, plants: Document
) -> None:
    add(library, animals)
    add(library, plants)
    library._database.execute("UPDATE documents SET analysis = 'old'")
    library._database.execute("UPDATE terms SET body = 'nothing'")
    sleeping, growing = map(keywords.match_expression, ("sleeping", "growing"))
    assert library.matches(sleeping, 5, [animals.document_id])
    assert not library._database.rows("SELECT 1 FROM terms WHERE terms MATCH 'grow'"), "only what is asked"
    assert library.matches(growing, 5)


def test_a_library_that_does_not_say_who_read_it_is_taken_on(animals: Document) -> None:
    with Library(paths.library_file()) as library:
        add(library, animals)
    take_back(2)
    with Library(paths.library_file()) as library:
        assert library.matches(keywords.match_expression("sleeping"), 5)
        assert not library.stored(animals.document_id).is_current
