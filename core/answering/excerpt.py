"""The few sentences of a passage that are nearest to a question."""

from collections.abc import Callable, Sequence

from core.documents.text import sentences
from core.library import keywords

Likeness = Callable[[str, Sequence[str]], Sequence[float]]


def excerpt(
    text: str, question: str, likeness: Likeness, most_tokens: int, count_tokens: Callable[[str], int]
) -> str:
    """Return the sentence of `text` that is nearest to the question, with as many beside it as there is room.

    Nothing, where that sentence alone has more than `most_tokens`. `likeness` gives how near each of several
    texts is to a first one; of those equally near, as without an embedder, the one that shares most words.
    """

    def between(first: int, last: int) -> str:
        return text[places[first][0] : places[last][1]]

    def fits(first: int, last: int) -> bool:
        return first >= 0 and last < len(places) and count_tokens(between(first, last)) <= most_tokens

    places = sentences(text)
    if not places:
        return ""
    parts = [text[start:end] for start, end in places]
    asked = keywords.word_set(question)
    shared = [len(asked & keywords.word_set(part)) for part in parts]
    nearest = [*zip(likeness(question, parts), shared, strict=True)]
    first = last = max(range(len(places)), key=nearest.__getitem__)
    if not fits(first, last):
        return ""
    while True:
        if fits(first, last + 1):
            last += 1
        elif fits(first - 1, last):
            first -= 1
        else:
            return between(first, last)
