"""Search by words alone, each step of its analysis switched on in turn, over the chunks of a library."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from core.library import keywords
from core.library.chunks import Chunk
from tests.benchmarks.plain import lower_words

PLAIN = "unicode61 remove_diacritics 0 tokenchars '.'"
STEMS = f"porter {PLAIN}"


@dataclass(frozen=True)
class Step:
    """One way to find words: FTS5's tokenizer, the words and forms kept of a text, and what is asked."""

    name: str
    tokenizer: str
    kept: Callable[[str], tuple[str, str]]
    asked: Callable[[str], str]


def _any_of(words: Iterable[str]) -> str:
    return " OR ".join(f'"{word}"' for word in dict.fromkeys(words))


def _body(text: str) -> tuple[str, str]:
    return keywords.analyse(text).body, ""


def _both(text: str) -> tuple[str, str]:
    found = keywords.analyse(text)
    return found.body, found.forms


def _lower(text: str) -> tuple[str, str]:
    return " ".join(lower_words(text)), ""


def _asked(kept: Callable[[str], tuple[str, str]]) -> Callable[[str], str]:
    return lambda question: _any_of(" ".join(kept(question)).split())


STEPS = (
    Step("words: lower-case", PLAIN, _lower, _asked(_lower)),
    Step("words: ours, identifiers", PLAIN, _body, _asked(_body)),
    Step("words: and English stems", STEMS, _body, _asked(_body)),
    Step("words: and without prefixes", STEMS, _both, _asked(_both)),
    Step("words: and no stop words", STEMS, _both, keywords.match_expression),
)


class WordSearch:
    """Finds the chunks of a library by one step's words."""

    def __init__(self, step: Step, chunks: Mapping[int, Chunk]) -> None:
        self._step, self._database = step, sqlite3.connect(":memory:")
        self._database.execute(
            f'CREATE VIRTUAL TABLE terms USING fts5 (body, forms, tokenize = "{step.tokenizer}")'
        )
        rows = ((key, *step.kept(chunk.text)) for key, chunk in chunks.items())
        self._database.executemany("INSERT INTO terms (rowid, body, forms) VALUES (?, ?, ?)", rows)

    def search(self, question: str) -> list[int]:
        """Return the ids of the chunks that have a word of the question, best first."""
        expression = self._step.asked(question)
        if not expression:
            return []
        body, forms, *_ = keywords.COLUMN_WEIGHTS
        found = self._database.execute(
            f"SELECT rowid FROM terms WHERE terms MATCH ? ORDER BY bm25(terms, {body}, {forms}), rowid",
            [expression],
        )
        return [key for (key,) in found]
