"""Words as full-text search sees them: the same analysis for what is kept and for what is asked.

SQLite's FTS5 finds and weighs the words (BM25) and stems the English ones (Porter); here text becomes words:
one form for the ways to write a letter (NFKC, no niqqud, no accents), numbers and identifiers kept whole, and
Hebrew and Arabic words with and without their prefix letters. What comes out holds letters, digits and dots
only, so nothing that a person types can be read as a query operator.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

VERSION = "3"  # raised whenever the same text gives other terms: a library then analyses its chunks again

# Of a chunk's own words, their forms without prefixes, the document's title, the path of the section.
COLUMN_WEIGHTS = (1.0, 0.25, 0.5, 4.0)

# Points, cantillation and accents of the scripts in which they are optional.
MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670ـ]"
)
SAME = {"׳": "'", "’": "'", "‘": "'", "`": "'", "״": '"', "”": '"', "“": '"', "„": '"',
        "«": '"', "»": '"', "־": "-", "‐": "-", "‑": "-", "–": " ", "—": " ", "_": " "}  # fmt: skip
# Arabic is typed with and without these differences; its digits are ours.
ARABIC_SAME = str.maketrans("ةىٱکی" + "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹", "هياكي" + "0123456789" * 2)
# A word, with what may stand inside one: 10-K, 3.5, 1,577, 12(b), צה"ל, בית-ספר, R&D, don't.
WORD = re.compile(r"""\w+(?:(?:["'&./-]|,(?=\d{3}(?!\d)))\w+|(?<=[\d)])\(\w{1,3}\))*""")
# What is put between quotation marks; one inside a word is of an abbreviation: צה"ל.
QUOTED = re.compile(r"""(?<!\w)"(?=\w)((?:[^"]|(?<=\w)"(?=\w))+)"(?!\w)""")
PART = re.compile(r"\d+(?:\.\d+)*|[^\W\d]+")
HEBREW = re.compile("[א-ת]+")
PREFIXES = "והבכלמש"
ARABIC_LETTER = re.compile("[\u0600-\u06ff]")
ARABIC = re.compile("[\u0621-\u064a]{4,}")
ARABIC_PREFIXES = tuple(map(re.compile, ("[وف]", "ل(?=ل)|[بكل]", "ال|(?<=ل)ل")))  # and; by, as, for; the
SHORTEST_ARABIC_STEM_CHARS = 3
MOST_PREFIXES = 3
SHORTEST_STEM_CHARS = 2

ENGLISH = """
a an and any are as at be been but by can could did do does for from had has have how i if in into is it its
me my no not of on or our shall should so such than that the their them then there these they this those to
under upon us was we were what when where which who whom whose why will with would you your please tell give
show describe explain according
"""
HEBREW_WORDS = """
של את על עם אל אם כי לא כן גם או אך אבל רק עוד כל מה מי מתי איפה היכן איך כיצד כמה למה מדוע האם איזה איזו אילו
זה זו זאת אלה אלו הוא היא הם הן אני אתה אנחנו היה היתה הייתה היו יש אין לפי בין אשר מן שם כאן מאיפה לאן
באיזה באיזו באילו ממה במה למי ממי
"""
ARABIC_WORDS = """
من في على إلى عن ما ماذا متى أين كيف كم هل لماذا هو هي هم هذا هذه ذلك تلك الذي التي أن إن أو ثم قد لا لم كان
كانت مع بين
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """A text as words parted by spaces: as written, and those that may have prefix letters without them."""

    body: str
    forms: str


def normalise(text: str) -> str:
    """Return `text` with one form for each letter: compatibility forms, case, points and accents are gone."""
    plain = text
    if not text.isascii():
        plain = unicodedata.normalize("NFKC", MARKS.sub("", unicodedata.normalize("NFKD", text)))
        plain = plain.translate(ARABIC_SAME) if ARABIC_LETTER.search(plain) else plain
    for written, same in SAME.items():  # a fifth of the time of str.translate
        plain = plain.replace(written, same)
    return plain.lower()


STOP_WORDS = frozenset(normalise(ENGLISH + HEBREW_WORDS + ARABIC_WORDS).split())


def word_set(text: str) -> set[str]:
    """Return the different words of a text, in one form for each letter."""
    return set(normalise(text).split())


def analyse(text: str) -> Terms:
    """Return the terms under which `text` is found."""
    plain = normalise(text)
    words = _words(plain)
    has_prefixes = HEBREW.search(plain) or ARABIC_LETTER.search(plain)
    forms = [form for word in words for form in _forms(word)] if has_prefixes else []
    return Terms(" ".join(words), " ".join(forms))


@lru_cache(maxsize=100_000)
def hebrew_forms(word: str) -> tuple[str, ...]:
    """Return a Hebrew word without its first one, two and three letters, as far as these can be prefixes."""
    if not HEBREW.fullmatch(word):
        return ()
    forms = []
    for cut in range(1, min(MOST_PREFIXES, len(word) - SHORTEST_STEM_CHARS) + 1):
        if word[cut - 1] not in PREFIXES:
            break
        forms.append(word[cut:])
    return tuple(forms)


@lru_cache(maxsize=100_000)
def arabic_forms(word: str) -> tuple[str, ...]:
    """Return a normalised Arabic word without "and", then without a preposition, then without the article."""
    forms = []
    if ARABIC.fullmatch(word):
        place = 0
        for prefix in ARABIC_PREFIXES:
            match = prefix.match(word, place)
            if match and len(word) - match.end() >= SHORTEST_ARABIC_STEM_CHARS:
                place = match.end()
                forms.append(word[place:])
    return tuple(forms)


def phrase_expression(question: str) -> str:
    """Return the FTS5 query that finds chunks with all that `question` puts between quotation marks.

    Empty where it quotes nothing, or single words only.
    """
    phrases = [_words(match.group(1)) for match in QUOTED.finditer(normalise(question))]
    return " AND ".join(f'"{" ".join(words)}"' for words in phrases if len(words) > 1)


def match_expression(question: str) -> str:
    """Return the FTS5 query that finds chunks with any word of `question`; empty where it has none.

    Words that every text has are left out, unless there is nothing else.
    """
    words = list(dict.fromkeys(_words(normalise(question))))
    telling = [word for word in words if word not in STOP_WORDS] or words
    wanted = dict.fromkeys(form for word in telling for form in (word, *_forms(word)))
    return " OR ".join(f'"{term}"' for term in wanted)


def _words(plain: str) -> list[str]:
    return [term for word in WORD.findall(plain) for term in _terms(word)]


def _forms(word: str) -> tuple[str, ...]:
    return hebrew_forms(word) or arabic_forms(word)


@lru_cache(maxsize=100_000)
def _terms(word: str) -> tuple[str, ...]:
    word = word.removesuffix("'s").replace('"', "").replace("'", "").replace(",", "")
    parts = PART.findall(word)
    if len(parts) <= 1:
        return tuple(parts)
    # An identifier is found whole and by its parts: 10-K as 10k, 10 and k.
    return ("".join(parts), *parts)
