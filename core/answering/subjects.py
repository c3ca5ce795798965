"""What a question is about, by name: a line far from where the document names it tells of something else.

"It was founded in 1911" is no answer about Haifa, where the document speaks of Haifa on other pages. A name
that stands on many pages is what the whole document is about, and one that stands on none may be written in
another way: of those nothing is concluded.
"""

import re
from collections.abc import Iterator

from core.answering.evidence import Line, Lines
from core.answering.terms import has_name, names_in_runs
from core.library.keywords import STOP_WORDS

NEAR_PAGES = 1  # before and after: what was named goes on there
MOST_PAGES = 0.1  # of a document, that name what is only a part of its subject
MOST_CAPITALS = 0.5  # of the words: in a title they tell no names

Run = tuple[str, ...]


class Subjects:
    """The names in `texts`, as they stand in `lines`."""

    def __init__(self, lines: Lines, *texts: str) -> None:
        self._lines = lines
        self._runs = [run for text in dict.fromkeys(texts) for run in _runs(text)]

    def are_elsewhere(self, line: Line) -> bool:
        """Say whether one of the names stands in the line's document, but on no page near it."""
        return any(self._is_elsewhere(run, line) for run in self._runs)

    def _is_elsewhere(self, run: Run, line: Line) -> bool:
        initials = "".join(name[0] for name in run)
        if initials in STOP_WORDS:  # "us" may be the United States, and where it stands is not known
            return False
        where = [self._lines.pages_with(name)[line.document_id] for name in run]
        whole = frozenset.intersection(*where)
        if not 0 < len(whole) <= MOST_PAGES * self._lines.page_count(line.document_id):
            return False
        if len(run) > 1:
            where.append(self._lines.pages_with(initials)[line.document_id])
        near = range(line.page_number - NEAR_PAGES, line.page_number + NEAR_PAGES + 1)
        if any(not pages.isdisjoint(near) for pages in where):
            return False
        around = self._lines.content(line.around.text).words
        return not any(has_name(name, around) for name in run)


def _runs(text: str) -> Iterator[Run]:
    words = re.findall(r"\w+", text)
    if sum(word[0].isupper() for word in words) <= MOST_CAPITALS * len(words):
        yield from names_in_runs(text)
