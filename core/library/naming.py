"""What documents are called where several are listed: by their titles, unless those tell nothing apart."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

# Printed on top of every such form, and so found as the title of each one that is filed.
_FORM_HEAD = re.compile(
    r"\W*(?:(?:the )?united states(?: of america)?\W+)?"
    r"(?:securities and exchange commission|department of the treasury)\b.*"
    r"|\W*(?:annual report (?:on|pursuant to) )?form\s+\d+\w?(?:-\w+)*\W*"
    r"|\W*(?:for immediate|press|news) release\W*|\W*table of contents\W*|\W*תוכן(?: ה?עניינים)?\W*",
    re.I,
)


class Titled(Protocol):
    """A document as it is listed."""

    @property
    def document_id(self) -> str:
        """Return what tells it from all others."""

    @property
    def title(self) -> str:
        """Return what it says of itself."""

    @property
    def path(self) -> Path:
        """Return where its file lies, or lay when it was read."""


def names(documents: Iterable[Titled]) -> dict[str, str]:
    """Return what each document is called among these, by its id: no two alike, if their paths are not.

    It is the title where that is the document's own. For the head of a form it is the file's name, and
    where titles are equal the file's name comes first: a line that is cut still tells them apart.
    """
    listed = list(documents)
    titles = Counter(each.title.casefold() for each in listed)
    files = _file_names({each.document_id: each.path for each in listed})
    return {each.document_id: _name(each, files, titles) for each in listed}


def _name(document: Titled, files: dict[str, str], titles: Counter[str]) -> str:
    file, title = files[document.document_id], document.title
    if _FORM_HEAD.fullmatch(title) or not title:
        return file
    if titles[title.casefold()] == 1:
        return title
    return file if title == document.path.stem else f"{file} · {title}"


def _file_names(paths: dict[str, Path]) -> dict[str, str]:
    """Return the ends of paths, with as many folders as it takes to tell them apart."""
    found: dict[str, str] = {}
    for depth in range(1, max((len(path.parts) for path in paths.values()), default=0) + 1):
        ends = {each: str(Path(*path.parts[-depth:])) for each, path in paths.items() if each not in found}
        counts = Counter(ends.values())
        found |= {each: end for each, end in ends.items() if counts[end] == 1}
    return {each: found.get(each, str(path)) for each, path in paths.items()}
