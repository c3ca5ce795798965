"""Find a run of words in a text as a person would: case, points, accents and line breaks hide no hit."""

import re
import unicodedata
from functools import lru_cache

# A letter at the end of a Hebrew word is the letter; a quotation mark is one however it is bent.
_SAME = str.maketrans("ךםןףץ׳״’‘‚“”„־‐‑–—", "כמנפצ'\"'''\"\"\"-----")


@lru_cache(maxsize=10_000)
def _folded(letter: str) -> str:
    """Return what stands for a letter in a search: one character, several, or none."""
    if letter.isspace():
        return " "
    parts = unicodedata.normalize("NFKD", letter)
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    return plain.translate(_SAME).casefold()


def find(text: str, query: str) -> list[tuple[int, int]]:
    """Return where `query` stands in `text`, as [start, end) in characters of `text`, without overlap.

    White space in the query stands for any white space, line breaks included.
    """
    words = ["".join(map(_folded, word)) for word in query.split()]
    pattern = r"\s+".join(re.escape(word) for word in words if word)
    if not pattern:
        return []
    if text.isascii():
        return [match.span() for match in re.finditer(pattern, text.lower())]
    folded, origins = _with_origins(text)
    return [_span(match, origins, len(text)) for match in re.finditer(pattern, folded)]


def _with_origins(text: str) -> tuple[str, list[int]]:
    parts = [_folded(letter) for letter in text]
    origins = [index for index, part in enumerate(parts) for _ in part]
    return "".join(parts), origins


def _span(match: re.Match[str], origins: list[int], length: int) -> tuple[int, int]:
    start, end = match.span()
    following = origins[end] if end < len(origins) else length  # so that the points after a letter are in it
    return origins[start], max(following, origins[end - 1] + 1)
