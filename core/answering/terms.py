"""Words of answers and documents in the form in which they are compared: stems, names, negations."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from core.library.keywords import HEBREW, STOP_WORDS, analyse, hebrew_forms, normalise

_NEGATING = """
not no never none neither nor without cannot cant wont dont doesnt didnt isnt arent wasnt werent hasnt havent
hadnt couldnt wouldnt shouldnt
לא אין אינו אינה אינם אינן בלי ללא מעולם איננו איננה
"""
NEGATIONS = frozenset(_NEGATING.split())
# Words that hold a sentence together, and tell nothing by which its source could be known.
_BINDING = """
also although approximately because between both compare compared during however including respectively since
through versus whereas while within
"""
_SAYING_LITTLE = STOP_WORDS | frozenset(_BINDING.split())
# What a Hebrew word may end with beside its stem; letters that have another form at the end of a word.
_HEBREW_ENDING = re.compile("(?<=..)(?:יותיה|יהם|יהן|יות|ותי|ים|ות|ית|יה|יו|תו|תה|תם|הם|הן|נו|ה|ת|ו|ם|ן|י)$")
_FINAL_LETTERS = str.maketrans("םןץףך", "מנצפכ")
_VOWEL_LETTERS = re.compile("(?<=.)[וי]")  # written or not, and other ones in the forms of a word
_SHORTEST_SKELETON_CHARS = 3
_ENDING = re.compile(r"(?<=\w{3})(?:ing|edly|ed|ely|ly|es|s|e)$")
# Stems that say the same change in other words; "~" marks the form that they share.
GROWS, SHRINKS = "~grows", "~shrinks"
_GROWING = "increas ris ros risen grow grew grown growth gain climb"
_SHRINKING = "decreas declin fal fel fallen drop reduc reduction shrink shrank"
_CHANGES = dict.fromkeys(_GROWING.split(), GROWS) | dict.fromkeys(_SHRINKING.split(), SHRINKS)
_DIGIT = re.compile(r"\d")
# A name: a word with a capital or an acronym, with what may stand in one: O'Neill, Rolls-Royce, AT&T, U.S.
_NAME = re.compile(r"(?<![\w'’])(?:[^\W\d_]\.){2,}|(?<![\w'’])[^\W\d_][\w'’&]*(?:-\w+)*")
_SENTENCE_ENDS = ("", *".?!:\n")
_PERIOD = re.compile(r"(?:fy|q|h)\d")  # FY2022, Q2
_SHORTEST_PREFIX_CHARS = 4
# Capitalised in the middle of a sentence without naming anything.
_UNNAMING = """
i im ill january february march april may june july august september october november december monday tuesday
wednesday thursday friday saturday sunday mr mrs ms dr prof st jr sr yes no q fy the a an page pages section
table figure chapter part note item document passage according also however
"""
_NO_NAMES = frozenset(_UNNAMING.split())


@lru_cache(maxsize=50_000)
def stems(word: str) -> tuple[str, ...]:
    """Return the forms under which a word of `analyse` is found.

    A Hebrew one with fewer prefixes, and what its inflections have in common, marked with "~"; an English one
    that says growing or shrinking as what that is in any words: sales that rose have increased.
    """
    if HEBREW.fullmatch(word) is None:
        stem = _stem(word)
        return (stem, _CHANGES[stem]) if stem in _CHANGES else (stem,)
    forms = (word, *hebrew_forms(word))
    return (*forms, *dict.fromkeys(filter(None, map(_skeleton, forms))))


def _skeleton(word: str) -> str:
    """Return the letters that stay when a Hebrew word is inflected; nothing of a short one."""
    kept = _VOWEL_LETTERS.sub("", _HEBREW_ENDING.sub("", word).translate(_FINAL_LETTERS))
    return f"~{kept}" if len(kept) >= _SHORTEST_SKELETON_CHARS else ""


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word)
    stem = f"{stem[:-1]}i" if len(stem) > 3 and stem.endswith("y") else stem
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem


def telling_words(text: str) -> list[str]:
    """Return the words of `text` that say something, in order; numbers are left out."""
    words = analyse(text).body.split()
    return [word for word in words if word not in _SAYING_LITTLE and not _DIGIT.search(word)]


def is_negated(text: str) -> bool:
    """Say whether `text` has a "not" in it."""
    return not NEGATIONS.isdisjoint(analyse(text).body.split())


def denied(text: str) -> Iterator[tuple[str, ...]]:
    """Yield for each negation in `text` the two telling words behind it."""
    words = analyse(text).body.split()
    for index, word in enumerate(words):
        if word in NEGATIONS:
            yield tuple(each for each in words[index + 1 : index + 7] if each not in STOP_WORDS)[:2]


def names(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the words of `text` that may be names, folded, and whether each opens the sentence.

    In scripts without capitals there are none.
    """
    for index, _, folded in _capitalised(text):
        yield folded, index == 0


def names_in_runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the names of `text`, folded, those in a row as one; what opens a sentence is none."""
    run: list[str] = []
    end = 0
    for _, (start, stop), folded in _capitalised(text):
        is_first = text[:start].rstrip("\"'(“ ")[-1:] in _SENTENCE_ENDS
        if is_first or _PERIOD.match(folded):
            continue
        if run and text[end:start] != " ":
            yield tuple(run)
            run = []
        run.append(folded)
        end = stop
    if run:
        yield tuple(run)


def _capitalised(text: str) -> Iterator[tuple[int, tuple[int, int], str]]:
    """Yield each word with a capital that may name something: its number, its place, and it folded."""
    for index, match in enumerate(_NAME.finditer(text)):
        word = match.group().removesuffix("'s").removesuffix("’s")
        folded = fold(word)
        if word[0].isupper() and folded and folded not in _NO_NAMES:
            yield index, match.span(), folded


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return a word in one form for its ways to be written: no case, accents, dots or hyphens."""
    return "".join(re.findall(r"\w+", normalise(word)))


def has_name(name: str, words: Iterable[str]) -> bool:
    """Say whether one of `words` is `name`, or a word of the same stem: German, Germany."""
    words = words if isinstance(words, frozenset | set) else set(words)
    if name in words:
        return True
    if len(name) < _SHORTEST_PREFIX_CHARS:
        return False
    start = name[: max(_SHORTEST_PREFIX_CHARS, len(name) - 3)]
    return any(word.startswith(start) and abs(len(word) - len(name)) <= 3 for word in words)


def script(text: str) -> str:
    """Return the name of the script that most letters of `text` are in ("LATIN", "HEBREW"), or ""."""
    scripts = Counter(unicodedata.name(each, "").partition(" ")[0] for each in text if each.isalpha())
    return next((name for name, _ in scripts.most_common(1)), "")
