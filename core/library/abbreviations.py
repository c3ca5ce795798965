"""A question's abbreviations, as the documents write them out: PP&E is "property, plant and equipment"."""

import re
from collections import Counter
from collections.abc import Sequence

from core.library.keywords import STOP_WORDS

LEAST_TIMES = 3  # that the words are said: rows of words that begin with these letters by chance are rarer
LEAST_CHARS, MOST_CHARS = 3, 6
MOST_READINGS = 2  # FCF: "foreign currency forward" and "free cash flow"

# Two capitals at least; a small n between capitals is an "and": JnJ.
_ABBREVIATION = re.compile(r"(?<![\w&])[A-Z](?:[A-Z&]|n(?=[A-Z]))*[A-Z](?![\w&])")
_BETWEEN = r"[^\w&]{1,3}"
_PASSED_OVER = rf"(?:(?:and|of|the|for|to|in|on|by|or){_BETWEEN})?"
_AND, _REST = r"(?:and\b|&)", r"[^\W\d_]*"
_ENDED = re.compile(r"\w\w[.;:!?|]")
_LIST = re.compile(r",.*(?:\b(?:and|or)\b|&)", re.DOTALL | re.IGNORECASE)


def abbreviations(question: str) -> list[str]:
    """Return the words of a question that are typed as abbreviations are."""
    found = dict.fromkeys(_ABBREVIATION.findall(question))
    return [each for each in found if LEAST_CHARS <= len(each) <= MOST_CHARS]


def written_out(abbreviation: str, texts: Sequence[str]) -> str:
    """Return the words that an abbreviation may stand for in these texts, as they stand there in a row.

    Nothing where the texts have the abbreviation itself, or no such words often enough. Each letter begins a
    word; small words may be passed over, and "n" and "&" may be an "and".
    """
    itself = re.compile(rf"(?<!\w){re.escape(abbreviation)}(?!\w)")
    if any(abbreviation in text and itself.search(text) for text in texts):
        return ""
    pattern = _pattern(abbreviation)
    found = Counter(
        " ".join(match[0].lower().split())
        for text in texts
        for match in pattern.finditer(text)
        if _is_phrase(match[0])
    )
    return " ".join(words for words, times in found.most_common(MOST_READINGS) if times >= LEAST_TIMES)


def _pattern(abbreviation: str) -> re.Pattern[str]:
    words = "".join(f"{_BETWEEN}{_PASSED_OVER}{_word(letter)}" for letter in abbreviation[1:])
    return re.compile(rf"(?<![\w'’]){abbreviation[0]}{_REST}{words}(?!\w)", re.IGNORECASE)


def _word(letter: str) -> str:
    if letter == "&":
        return _AND
    return f"(?:{letter}{_REST}|{_AND})" if letter in "Nn" else letter + _REST


def _is_phrase(words: str) -> bool:
    """Tell whether words in a row may belong together: of one sentence, no commas unless in a list."""
    if words.split(maxsplit=1)[0].lower() in STOP_WORDS or _ENDED.search(words):
        return False
    return "," not in words or _LIST.search(words) is not None
