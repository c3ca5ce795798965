"""Find a run of words in a text as a person would: case, points, accents and line breaks hide no hit."""

import re
import unicodedata
from functools import lru_cache

# A letter at the end of a Hebrew word is the letter; a quotation mark is one however it is bent.
_SAME = str.maketrans("ךםןףץ׳״’‘‚“”„־‐‑–—", "כמנפצ'\"'''\"\"\"-----")

_RUN = re.compile(r"[\x00-\x7f]+|.", re.DOTALL)


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
    """Return what is searched for `text`, and the index in `text` of each character of it."""
    parts: list[str] = []
    origins: list[int] = []
    for match in _RUN.finditer(text):  # most of a text is plain: letter by letter takes ten times as long
        start, end = match.span()
        parts.append(match[0].lower() if match[0].isascii() else _folded(match[0]))
        origins += range(start, end) if match[0].isascii() else [start] * len(parts[-1])
    return "".join(parts), origins


def _span(match: re.Match[str], origins: list[int], length: int) -> tuple[int, int]:
    start, end = match.span()
    following = origins[end] if end < len(origins) else length  # so that the points after a letter are in it
    return origins[start], max(following, origins[end - 1] + 1)
