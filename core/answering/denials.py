"""Whether a sentence says that what was read does not say it, as in "The document does not name him".

What may be a fact of a contract or a study is none: in "The contract does not give the tenant a right" it is
not the reading itself that lacks something.
"""

import re

# Alternatives, to be put into a group.
_TEXT = r"documents?|texts?|passages?|contexts?|excerpts?|pages?|sections?|paragraphs?|chapters?|parts?|pdfs?"
_WORK = r"articles?|reports?|papers?"
_THING = r"sources?|files?|contents?|materials?|information|notes?"
_READ = f"{_TEXT}|{_WORK}|{_THING}"
_TOLD = r"information|details?|mention|indication|reference|answers?|evidence|data"
_SPEAK = (
    r"say|state|mention|specify|indicate|disclose|discuss|address|reveal|clarify|answer|tell|explain|describe|"
    r"refer"
)
_HOLD = r"cover|name|list|give|provide|contain|include|offer|make|have|help"
_SPOKEN = r"mentioned|stated|specified|said"
_LACKED = (
    rf"{_SPOKEN}|provided|given|disclosed|discussed|addressed|found|available|indicated|included|described|"
    r"reported|clear|known|answered|determined|present"
)
# Between what was read and its verb; never another clause: "a report that shows who did not".
_WITHIN = r"(?:(?!\b(?:that|who|which|shows?|says?|states?|and)\b)[^.!?\n]){0,40}?"
_DOES_NOT = r"(?:do|does|did)(?:es)?(?: not|n[o']t|n’t)(?: \w+ly)?"
_ENGLISH = (
    rf"\b(?:{_READ})\b{_WITHIN}\b{_DOES_NOT} (?:{_SPEAK})\b",
    # Of a thing only speaking is meant: "the materials do not contain lead" is a fact.
    rf"\b(?:{_TEXT}|{_WORK})\b{_WITHIN}\b{_DOES_NOT} (?:{_HOLD})\b",
    rf"\b(?:{_READ})\b{_WITHIN}\b(?:is|are|was|were) (?:silent|unclear)\b",
    rf"\b(?:{_READ})\b{_WITHIN}\b(?:says?|states?|contains?|provides?|gives?|includes?|ha[sd]|have|makes?|"
    rf"offers?) (?:no|nothing)\b(?:(?: \w+){{0,3}} (?:{_TOLD})|(?= (?:about|on|of|regarding))|\W*$)",
    # "No evidence of a fracture" is a finding.
    r"^\W*(?:there (?:is|are|was|were) )?no (?:\w+ )?(?:information|details?|mention|answers?)\b",
    rf"^\W*(?:there (?:is|are|was|were) )?no (?:\w+ )?(?:{_TOLD})\b{_WITHIN} in (?:the|this|these)"
    rf"(?: \w+){{0,2}} (?:{_READ})\b",
    rf"\b(?:not enough|insufficient) (?:{_TOLD}) (?:in|from|to (?:answer|determine|say|tell))\b",
    r"^\W*i\b[^.!?\n]{0,25}? (?:could not|couldn['’]t|cannot|can['’]t|can not|do not|don['’]t|did not|"
    r"didn['’]t|am unable to|was unable to|am not able to) (?:find|know|answer|determine|tell|say|locate|"
    rf"provide|have (?:\w+ )?(?:{_TOLD}))\b",
    rf"\b(?:not|cannot|n['’]t|never)(?: (?:be|been|\w+ly|yet))* (?:{_LACKED})\b"
    rf"(?: \w+){{0,3}} (?:in|by|from|within|on)\b(?: \w+){{0,3}} (?:{_READ})\b",
    rf"\b(?:not|n['’]t|never)(?: (?:be|been|\w+ly))* (?:{_SPOKEN})\W*$",
    rf"^\W*(?:it|this|that)(?: (?:is|was|has)(?: not|n['’]t)|['’]s not)(?: been)?(?: \w+ly)?"
    rf" (?:{_LACKED})\W*$",
    r"\bcannot be (?:determined|answered|inferred)\b",
)
_HEBREW = (
    r"(?:המסמך|מסמך זה|הטקסט|הקטע|הקטעים|הדוח|המאמר|החלק|העמוד|העמודים|המידע|המקור)(?: \S+){0,3}? "
    r"(?:לא|אינו|אינה|אינם|איננו|אין בו)(?: \S+)? ?(?:אומר|אומרים|מזכיר|מציין|מצוין|מפרט|מכיל|כולל|עוסק|עונה|"
    r"מספק|נותן|מוסר|מתייחס|מגלה|מידע|תשובה|פרטים)",
    r"(?:לא|אינו|אינה|אינם|איננו) (?:מוזכר|נאמר|מצוין|נמצא|מופיע|נכתב|כתוב|צוין|הוזכר|ידוע|צוינ|נמסר)\S*"
    r"(?: \S+){0,3}? (?:[בע]\S*(?:מסמך|טקסט|קטע|דוח|מאמר|חלק|עמוד|מידע|מקור)\S*)",
    r"(?:^|\s)אין (?:\S+ ){0,3}?(?:מידע|אזכור|תשובה|פרטים|התייחסות|כל מידע)",
    r"^\W*אין (?:(?:במסמך|בטקסט|בקטע|בחלק|בעמוד)\S* )?(?:דבר|כלום)? ?על כך\b",
    r"(?:המסמך|הטקסט|הקטע|הדוח|המאמר) (?:\S+ )?(?:שותק|אינו ברור)",
    r"(?:לא מצאתי|איני יודע|אינני יודע|לא ניתן (?:לקבוע|לדעת|לענות|להסיק|למצוא))",
)
_OTHERS = (
    r"\b(?:dokument|text|abschnitt|bericht|auszug)\b[^.!?\n]{0,20}\b(?:sagt|nennt|erwähnt|enthält|gibt|macht|"
    r"beschreibt|liefert|beantwortet)\b[^.!?\n]{0,60}\b(?:nichts?|keine?[nr]?)\b",
    r"^\W*(?:keine (?:angaben?|informationen?)|es gibt keine (?:angaben?|informationen?))\b",
    r"\b(?:document|texte|passage|extrait|rapport)\b[^.!?\n]{0,20} n[e'’] ?(?:mentionn|dit|précis|"
    r"indiqu|contien|parl|donn|fourni|évoqu|répond|nomm)\w*[^.!?\n]{0,20} (?:pas|rien|aucune?)\b",
    r"\b(?:documento|texto|pasaje|informe|fragmento|testo|brano|rapporto|trecho|relatório)\b(?: \w+){0,2} "
    r"(?:no|non|não) (?:\w+ )?(?:dice|menciona|menzion|indica|especifica|specifica|contiene|contém|contem|"
    r"proporciona|fornisce|fornece|diz|incluye|include|inclui|precisa)",
    r"(?:документ\w*|текст\w*|отрывк\w*|отчёт\w*|отчет\w*)[^.!?\n]{0,30}\bне (?:\w+ )?(?:указан|говор|упомин|"
    r"содерж|сообща|сказан)",
    r"\bв (?:документе|тексте|отрывке|отчёте|отчете) (?:об этом (?:нет|не)\b|"
    r"нет (?:информации|сведений|данных))",
    r"(?:لا|لم) (?:\S+ )?(?:يذكر|تذكر|يقول|يحدد|يحتوي|يوفر|يتضمن|يرد)",
)
_DENIAL = re.compile(
    "|".join(f"(?:{pattern})" for pattern in (*_ENGLISH, *_HEBREW, *_OTHERS)), re.IGNORECASE | re.MULTILINE
)
# After these a sentence goes on to say something: "… does not name it, but gives the year as 1998".
_TURN = re.compile(
    r"[,;]? (?:but|however|although|though|yet|אבל|אך|אולם|aber|jedoch|mais|pero|ma|но) ", re.I
)


def denies(sentence: str) -> bool:
    """Say whether `sentence` says that what was read does not say it, and nothing besides."""
    match = _DENIAL.search(sentence)
    return match is not None and _TURN.search(sentence, match.end()) is None
