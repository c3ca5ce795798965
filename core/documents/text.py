"""Text as such: normalising, sentences, direction, language."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

# Characters that are written another way, or not at all. Everything else stays as the author wrote it:
# "m²" is not "m2", and a full-width comma is the comma of Chinese.
_LIGATURES = "\ufb00-\ufb06"
_PRESENTATION_FORMS = "\ufb1d-\ufdff\ufe70-\ufefc"  # Hebrew and Arabic
_MATH_LETTERS = "\U0001d400-\U0001d7ff"
_RADICALS = "\u2e80-\u2fd5\uf900-\ufaff"  # drawn like Chinese characters, but other code points
_INVISIBLE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff"
)
_SPACES = " \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SYMBOL_BULLETS = "\uf0b7\uf0a7\uf06c\uf0d8"  # what Word's Symbol and Wingdings fonts leave behind

_UNUSUAL = re.compile(
    f"(?P<bullet>[{_SYMBOL_BULLETS}])"
    f"|(?P<compatible>[{_LIGATURES}{_PRESENTATION_FORMS}{_MATH_LETTERS}{_RADICALS}])"
    f"|(?P<invisible>[{_INVISIBLE}]+)"
    f"|(?P<accented>[^\\W\\d_][\u0300-\u036f]+)"
    f"|(?P<leader>[{_SPACES}]*(?:\\.[{_SPACES}]*){{5,}})"
    f"|(?P<space>[{_SPACES}]{{2,}}|[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000])"
)
# Most lines have none of these, and to know that is ten times as fast as to look for each kind.
_SUSPECT = re.compile(
    f"[{_LIGATURES}{_PRESENTATION_FORMS}{_MATH_LETTERS}{_RADICALS}{_INVISIBLE}\u0300-\u036f{_SPACES[1:]}]"
)
# Quicker still, and says it all of most English pages.
_NOT_PLAIN = re.compile("[^\r\n\x02 -~–—‘’“”•©®™]")
_SUSPECT_PAIRS = ("  ", "...", ". .")

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w+(?:['’\-.,:/׳״\"]\w+)*")

_SCRIPTS = (  # the first that holds a third of the letters decides
    ("he", re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")),
    ("ar", re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
_SHARE_OF_SCRIPT = {"ja": 0.1}  # Japanese writes most of its words in Chinese characters
_TELLING_LETTERS = {"ar": (("fa", "پچگژ"),), "ru": (("uk", "іїєґ"), ("bg", ""))}
_STOP_WORDS = {
    "en": "the of and to in that is for with as are this by from which was not have be on it",
    "de": "der die und das ist nicht mit von den ein eine für auf sich dem werden auch als wird im",
    "fr": "le la les des et est que une dans pour qui sur par plus pas avec ce sont au du",
    "es": "el los las que una por con para del como más pero sus fue esta entre cuando muy se y",
    "pt": "o os as que uma por com para não mais como dos das foi ao são pela seu também e",
    "it": "il che di della per una sono con non gli dei nel alla più come anche questo le è e",
    "nl": "de het een van en dat is voor niet met zijn op aan ook als bij door wordt naar werd",
    "sv": "och att det som en är på för av med den till inte har ett om var jag men kan",
    "da": "og at det som en er på for af med den til ikke har et om var jeg der kan",
    "pl": "i w na z się nie do jest to że jak po od oraz dla przez ale są był tym",
    "tr": "ve bir bu da de için ile olarak daha çok gibi olan ne kadar sonra en değil var ancak her",
    "cs": "a se na je v že s to z do jako pro ale by jsou nebo byl jeho po od",
    "ro": "și de la cu pe care este în din nu pentru mai sunt sau prin fi această fost ce au",
    "hu": "a az és hogy nem is egy ez van meg csak volt mint de ha el vagy már azt lehet",
    "fi": "ja on ei se että oli kun mutta ovat myös joka tai niin kuin hän sen jos ole vain nyt",
}
_STOP_WORD_SETS = {code: frozenset(words.split()) for code, words in _STOP_WORDS.items()}
SAMPLE_CHARS = 20_000

_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=[ \n]|$)|[。！？؟]+[」』”]*|\n+")
_ABBREVIATED = (
    "mr mrs ms dr prof sr jr st vs etc inc ltd co corp cf al fig figs eq eqs sec secs no nos vol vols pp ed "
    "eds approx est dept univ gen rep sen gov rev hon jan feb mar apr jun jul aug sep sept oct nov dec art "
    "ch pt ref refs resp viz e.g i.e a.m p.m u.s u.k u.n ph.d d.c op cit ibid"
)
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_CLAUSE_END = re.compile(r"[,;:–—)\]،؛][ \n]+")
_SPACE = re.compile(r"[ \n]+")
_BEFORE_END = re.compile(r"(?:[א-ת]+[״\"'])?[\w.]*$")  # ש״ח is a word, and ends a sentence as others do
_LIST_MARK = re.compile(r"(?:^|\n)[ (]*(?:\d{1,3}|[A-Za-z\u05d0-\u05ea]|[ivxIVX]{1,5})$")
_LOWER_NEXT = re.compile(r"[ \n]*[a-zà-öø-ÿ,;]")


def is_plain(text: str) -> bool:
    """Tell whether `text` is of English letters and signs alone, line ends as PDFium writes them included."""
    return _NOT_PLAIN.search(text) is None


def is_usual(text: str) -> bool:
    """Tell whether `normalise` leaves `text`, and every part of it, as it is."""
    return _SUSPECT.search(text) is None and has_usual_spacing(text)


def has_usual_spacing(text: str) -> bool:
    """Tell whether `text` has neither doubled spaces nor rows of dots."""
    return not any(pair in text for pair in _SUSPECT_PAIRS)


def normalise(text: str) -> str:
    """Return `text` with ligatures spelled out, and without control characters and doubled spaces.

    Line breaks stay. Every character of the result comes from one place of `text`: see `origins`.
    """
    return text if is_usual(text) else _UNUSUAL.sub(_usual, text)


def origins(text: str) -> list[int]:
    """Return for each character of `normalise(text)` the index in `text` that it comes from."""
    result: list[int] = []
    position = 0
    for match in _UNUSUAL.finditer(text):
        result.extend(range(position, match.start()))
        result.extend([match.start()] * len(_usual(match)))
        position = match.end()
    result.extend(range(position, len(text)))
    return result


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of `text` in order, as [start, end) offsets without the white space around them.

    A line that ends in a line break (a heading, a row of a table, an item of a list) is a unit of its own.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if _ends_sentence(text, match):
            _append_stripped(found, text, start, match.end())
            start = match.end()
    _append_stripped(found, text, start, len(text))
    return found


def short_sentences(text: str, is_short: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Yield where the sentences are; one that is not short comes in clauses, or else in runs of words."""
    waiting = sentences(text)[::-1]
    while waiting:
        start, end = waiting.pop()
        if end - start == 1 or is_short(text[start:end]):
            yield start, end
        else:
            middle = _middle(text, start, end)
            waiting += [(middle, end), (start, middle)]


def direction(text: str) -> str:
    """Return "rtl" where most letters are Hebrew or Arabic, else "ltr"."""
    right_to_left = len(_RIGHT_TO_LEFT.findall(text))
    return "rtl" if right_to_left and 2 * right_to_left > len(_LETTER.findall(text)) else "ltr"


def language(text: str) -> str:
    """Return the ISO 639-1 code of the language that most of `text` is in, "" where it cannot be told.

    The script decides where it can; languages in Latin letters are told by their commonest words.
    """
    sample = text[:SAMPLE_CHARS]
    letters = len(_LETTER.findall(sample))
    for code, script in _SCRIPTS:
        if letters and len(script.findall(sample)) > letters * _SHARE_OF_SCRIPT.get(code, 1 / 3):
            return _by_letters(code, sample)
    return _by_stop_words(sample)


def word_count(text: str) -> int:
    """Return how many words `text` has; a number is a word, and so is "10-K"."""
    return sum(1 for _ in _WORD.finditer(text))


def _usual(match: re.Match[str]) -> str:
    kind, found = match.lastgroup, match.group()
    if kind == "compatible":
        return unicodedata.normalize("NFKC", found)
    if kind == "accented":
        return unicodedata.normalize("NFC", found)
    return {"bullet": "•", "invisible": "", "leader": " … ", "space": " "}[str(kind)]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if match.group()[0] != ".":
        return True
    before = _BEFORE_END.search(text[max(0, match.start() - 20) : match.start()])
    word = before.group().lower() if before else ""
    if word in _ABBREVIATIONS or (
        len(word) == 1 and word.isalpha() and not _ends_paragraph(text, match.end())
    ):
        return _ends_paragraph(text, match.end())
    if _LIST_MARK.search(text[max(0, match.start() - 8) : match.start()]):
        return False
    return not _LOWER_NEXT.match(text, match.end())


def _ends_paragraph(text: str, position: int) -> bool:
    return text.startswith("\n", position) or position == len(text)


def _middle(text: str, start: int, end: int) -> int:
    """Return where to cut a sentence in two: near its middle, behind a clause, a word, or any character."""
    middle, quarter = (start + end) // 2, (end - start) // 4
    for border in (_CLAUSE_END, _SPACE):
        ends = [match.end() for match in border.finditer(text, start + 1, end - 1)]
        central = [at for at in ends if abs(at - middle) <= quarter]
        if central:
            return min(central, key=lambda at: abs(at - middle))
    return middle


def _append_stripped(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        found.append((start, end))


def _by_letters(code: str, sample: str) -> str:
    for other, letters in _TELLING_LETTERS.get(code, ()):
        if any(letter in sample for letter in letters):
            return other
    return code


def _by_stop_words(sample: str) -> str:
    words = Counter(word.group().lower() for word in _WORD.finditer(sample))
    scores = {code: sum(words[w] for w in stop_words) for code, stop_words in _STOP_WORD_SETS.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= 3 and scores[best] >= words.total() * 0.05 else ""
