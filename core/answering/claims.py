"""What an answer claims: the sentences in it that could be looked up in a document.

A heading, a row of a table, a lead-in ("There are three reasons:"), a question, a sentence that the answer's
length cut off, and "The document does not say" claim nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.documents.text import sentences, word_count

FEWEST_WORDS = 4  # "Yes, it did." says nothing by itself that could be looked up
FRAGMENT_WORDS = 5

# Markdown's marks before a sentence, and the model's own numbering.
OPENING_MARKS = re.compile(r"\s*(?:(?:[#>]+|\d{1,3}[.)]|[-*•–])\s+)*")
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)", re.M | re.S)
_HEADING = re.compile(r"\s*(?:#{1,6}\s|[*_]{2}[^*_]+[*_]{2}:?\s*$)")
_TABLE_ROW = re.compile(r"\s*\|.*|[^|\n]+(?:\s\|\s[^|\n]*){2,}")
_LIST_MARK = re.compile(r"\s*(?:\d{1,3}[.)]|[-*•–])\s")
_ENDS = re.compile(r"[.!?…。！؟:;][\"'”’»)\]*_]*$")
_NO_CLAIM_END = re.compile(r"[:?؟][*_]*$")

# "The document does not say", as models say it. What may be a fact of a contract or a study ("does not give
# the tenant a right") is none: only the reading itself can be what lacks something.
_READ = (
    r"(?:documents?|texts?|passages?|contexts?|excerpts?|pages?|sections?|paragraphs?|articles?|reports?|"
    r"papers?|sources?|files?|pdfs?|contents?|materials?|information|notes?|parts?)"
)
_TOLD = r"(?:information|details?|mention|indication|reference|answers?|evidence|data)"
_SAYING = (
    r"(?:say|state|mention|specify|indicate|disclose|discuss|address|reveal|clarify|cover|answer|tell|explain|"
    r"describe|name|list|give|provide|contain|include|offer|make|have|refer)"
)
_LACKED = (
    r"(?:mentioned|stated|specified|provided|given|disclosed|discussed|addressed|found|available|indicated|"
    r"included|described|reported|clear|known|answered|determined|said|present)"
)
_DENIALS = (
    rf"\b{_READ}\b[^.!?\n]{{0,40}}?\b(?:do|does|did)(?:es)?(?: not|n[o']t|n’t)(?: \w+ly)? {_SAYING}\b",
    rf"\b{_READ}\b[^.!?\n]{{0,40}}?\b(?:is|are|was|were) (?:silent|unclear)\b",
    rf"\b{_READ}\b[^.!?\n]{{0,40}}?\b(?:says?|states?|contains?|provides?|gives?|includes?|ha[sd]|have|makes?|"
    rf"offers?) (?:no|nothing)\b(?:(?: \w+){{0,3}} {_TOLD}|(?= (?:about|on|of|regarding))|\W*$)",
    rf"^\W*(?:there (?:is|are|was|were) )?no (?:\w+ )?{_TOLD}\b",
    r"^\W*(?:i|we)\b[^.!?\n]{0,25}? (?:could not|couldn['’]t|cannot|can['’]t|can not|do not|don['’]t|did not|"
    r"didn['’]t|am unable|are unable|was unable|am not able)\b",
    rf"\b(?:not|n['’]t|never)(?: (?:be|been|explicitly|directly|clearly|specifically|yet))* {_LACKED}\b"
    rf"(?: (?:\w+ ){{0,3}}(?:in|by|from|within|on)\b(?: \w+){{0,3}} {_READ}\b|\W*$)",
    r"\bcannot be (?:determined|answered|found|established|inferred)\b",
    rf"\bnot enough {_TOLD}\b|\binsufficient {_TOLD}\b",
    r"(?:המסמך|מסמך זה|הטקסט|הקטע|הקטעים|הדוח|המאמר|החלק|העמוד|העמודים|המידע|המקור)(?: \S+){0,3}? "
    r"(?:לא|אינו|אינה|אינם|איננו|אין בו)(?: \S+)? ?(?:אומר|אומרים|מזכיר|מציין|מצוין|מפרט|מכיל|כולל|עוסק|עונה|"
    r"מספק|נותן|מוסר|מתייחס|מגלה|מידע|תשובה|פרטים)",
    r"(?:לא|אינו|אינה|אינם|איננו) (?:מוזכר|נאמר|מצוין|נמצא|מופיע|נכתב|כתוב|צוין|הוזכר|ידוע|צוינ|נמסר)\S*"
    r"(?: \S+){0,3}? (?:[בע]\S*(?:מסמך|טקסט|קטע|דוח|מאמר|חלק|עמוד|מידע|מקור)\S*)",
    r"(?:^|\s)אין (?:\S+ ){0,3}?(?:מידע|אזכור|תשובה|פרטים|התייחסות|כל מידע)",
    r"(?:המסמך|הטקסט|הקטע|הדוח|המאמר) (?:\S+ )?(?:שותק|אינו ברור)",
    r"(?:לא מצאתי|איני יודע|אינני יודע|לא ניתן (?:לקבוע|לדעת|לענות|להסיק|למצוא))",
    r"\b(?:dokument|text|abschnitt|bericht|auszug)\b[^.!?\n]{0,60}\b(?:nicht|keine?[nr]?)\b",
    r"^\W*(?:keine (?:angaben?|informationen?)|es gibt keine)\b",
    r"\b(?:document|texte|passage|extrait|rapport)\b[^.!?\n]{0,20} n[e'’] ?\w+[^.!?\n]{0,20} "
    r"(?:pas|rien|aucune?)\b",
    r"\b(?:documento|texto|pasaje|informe|fragmento|testo|brano|rapporto|trecho|relatório)\b(?: \w+){0,2} "
    r"(?:no|non|não) (?:\w+ )?(?:dice|menciona|menzion|indica|especifica|specifica|contiene|contém|contem|"
    r"proporciona|fornisce|fornece|diz|incluye|include|inclui|precisa)",
    r"(?:документ\w*|текст\w*|отрывк\w*|отчёт\w*|отчет\w*)[^.!?\n]{0,30}\bне (?:\w+ )?(?:указан|говор|упомин|"
    r"содерж|сообща|сказан)",
    r"\bв (?:документе|тексте|отрывке|отчёте|отчете) (?:об этом )?(?:нет|не)\b",
    r"(?:لا|لم) (?:\S+ )?(?:يذكر|تذكر|يقول|يحدد|يحتوي|يوفر|يتضمن|يرد)",
)
_DENIAL = re.compile("|".join(f"(?:{pattern})" for pattern in _DENIALS), re.IGNORECASE | re.MULTILINE)
# After these a sentence goes on to say something: "… does not name it, but gives the year as 1998".
_TURN = re.compile(
    r"[,;]? (?:but|however|although|though|yet|אבל|אך|אולם|aber|jedoch|mais|pero|ma|но) ", re.I
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of an answer, [start, end); `text` is that without the marks before it.

    `is_certain` says that it is long enough to miss a source where it has none.
    """

    start: int
    end: int
    text: str
    is_certain: bool


def claims(answer: str) -> list[Claim]:
    """Return what `answer` claims, in order."""
    fenced = [match.span() for match in _FENCED.finditer(answer)]
    found = sentences(answer)
    made: list[Claim] = []
    for index, (start, end) in enumerate(found):
        if any(first < end and start < last for first, last in fenced):
            continue
        if _is_apart(answer, start, end) or _is_cut_off(answer, found, index):
            continue
        made += _claim(answer, start, end)
    return made


def denies(sentence: str) -> bool:
    """Say whether `sentence` says that what was read does not say it, and nothing besides."""
    match = _DENIAL.search(sentence)
    return match is not None and _TURN.search(sentence, match.end()) is None


def _claim(answer: str, start: int, end: int) -> Iterator[Claim]:
    marks = OPENING_MARKS.match(answer, start, end)
    text = answer[marks.end() if marks else start : end].rstrip("*_ ")
    count = word_count(text)
    if count and not denies(text):
        yield Claim(start, end, text, count >= FEWEST_WORDS)


def _is_apart(answer: str, start: int, end: int) -> bool:
    """Say whether what stands there is a heading, a row of a table, a lead-in or a question."""
    if _NO_CLAIM_END.search(answer[start:end].rstrip("*_ ")):
        return True
    first = answer.rfind("\n", 0, start) + 1
    last = answer.find("\n", end)
    line = answer[first : last if last >= 0 else len(answer)]
    return bool(_HEADING.match(line) or _TABLE_ROW.match(line))


def _is_cut_off(answer: str, found: list[tuple[int, int]], index: int) -> bool:
    """Say whether the answer's last sentence is only its beginning: "The sea" after a whole sentence."""
    start, end = found[index]
    if not index or index < len(found) - 1 or _ENDS.search(answer[start:end]):
        return False
    before = answer[found[index - 1][0] : found[index - 1][1]]
    line = answer.rfind("\n", 0, start) + 1
    is_item = _LIST_MARK.match(answer, line) is not None and not _ENDS.search(before)
    return not is_item and word_count(answer[start:end]) < FRAGMENT_WORDS and bool(_ENDS.search(before))
