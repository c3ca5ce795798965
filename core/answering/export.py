"""A conversation as a file for other programs: Markdown, or HTML that needs nothing beside itself.

    text = as_markdown(account(History(library).load(conversation_id), library))

What a person, a document or a model wrote is never markup of ours: it can break neither the form nor, in
HTML, load or run anything.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.answering.account import (
    MARK_CLOSES,
    MARK_OPENS,
    MODE_NAMES,
    Account,
    Source,
    ToldAnswer,
    ToldTurn,
)
from core.answering.events import Mode
from core.documents.text import direction
from core.paths import ASSETS
from core.sentences import Words, joined, said

Say = Callable[[Words], str]

STYLE = ASSETS / "export.css"
WHOLE_LINE = ' width="100%"'  # so that a table stands at the right too
ANSWER_HEADING = "h4"  # below all of ours
MARK = re.compile(f"{MARK_OPENS}(\\d+){MARK_CLOSES}")
NUMBERED = r"\\[\1\\]"
MARKUP = re.compile(r"([\\`*_\[\]<>#|~&!])")
LIST_MARKUP = re.compile(r"^(?:(?=[-+=])|(\d+)(?=[.)](?:\s|$)))")  # the backslash goes behind a number
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
ACTIVE = re.compile(r"<|!(?=\[)|&(?=#?\w+;)")  # HTML, pictures and entities: what a viewer would act on


def as_markdown(told: Account, say: Say = str) -> str:
    """Return a conversation as Markdown (CommonMark, with tables); `say` puts our words into a language."""
    parts = [f"# {_plain(say(told.title))}", _plain(say(_about(told.documents)))]
    for number, turn in enumerate(told.turns, 1):
        parts += _markdown_turn(number, turn, say)
    return "\n\n".join(filter(None, parts)) + "\n"


def as_html(told: Account, say: Say = str, *, turns_columns: bool = False) -> str:
    """Return a conversation as one HTML page, light or dark as the reader's system is; `say` as above.

    `turns_columns`: tables of right-to-left text are written with their last column first, for a reader that
    lays out all tables from left to right, as Qt does.
    """
    parts = [_element("h1", say(told.title))]
    if told.documents:
        documents = [_isolated(say(title)) for title in told.documents]
        parts.append(_element("p", say(_about(documents)), "facts", _way(say)))
    for turn in told.turns:
        parts += _html_turn(turn, say, turns_columns=turns_columns)
    style = STYLE.read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(say(told.title))}</title>\n"
        f"<style>\n{style}</style>\n</head>\n<body>\n" + "\n".join(parts) + "\n</body>\n</html>\n"
    )


# Markdown


def _about(documents: Sequence[Words]) -> Words:
    return said("About: {documents}", documents=joined("; ", documents)) if documents else ""


def _asked(turn: ToldTurn) -> Words:
    return said("Asked {when}", when=turn.asked)


def _markdown_turn(number: int, turn: ToldTurn, say: Say) -> Iterator[str]:
    yield f"## {say(said('Question {number}', number=number))}"
    yield f"**{_plain(turn.question)}**"
    yield say(_asked(turn))
    is_compared = len(turn.answers) > 1  # the figures stand in a table then
    for answer in turn.answers:
        yield f"### {say(MODE_NAMES[answer.mode])}"
        yield _plain(answer.model if is_compared else _cost(answer, say))
        yield _quoted_block(answer.text) or f"> {say(said('(no answer)'))}"
        yield "\n".join(_markdown_source(at, source, say) for at, source in enumerate(answer.sources, 1))
        yield from (_plain(say(note)) for note in answer.notes)
    if is_compared:
        yield _markdown_figures(turn.answers, say)
    yield from (_plain(say(remark)) for remark in turn.remarks)


def _quoted_block(text: str) -> str:
    """Return an answer's own Markdown in a block quote, which ends whatever it has left open."""
    lines, fence = [], ""
    for line in text.splitlines():
        found = FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and not line[found.end() :].strip():
            fence = ""
        elif not fence:
            line = _disarmed(line)
        lines.append("> " + MARK.sub(NUMBERED, line))
    return "\n".join(line.rstrip() for line in lines)


def _disarmed(line: str) -> str:
    """Return a line outside a code block, on which nothing is HTML, a picture or an entity."""
    shown, at = [], 0
    for code in CODE.finditer(line):
        shown += [ACTIVE.sub(r"\\\g<0>", line[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*shown, ACTIVE.sub(r"\\\g<0>", line[at:])])


def _markdown_source(number: int, source: Source, say: Say) -> str:
    quote = f": “{_plain(source.quote)}”" if source.quote else ""
    return f"{number}. {_plain(say(source.title))}, {_plain(say(source.page))}{quote}"


def _markdown_figures(answers: Sequence[ToldAnswer], say: Say) -> str:
    head = ["", *(say(MODE_NAMES[answer.mode]) for answer in answers)]
    rows = [list(map(_plain, row)) for row in _rows(answers, say)]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is, line breaks as spaces."""
    return LIST_MARKUP.sub(r"\1\\", MARKUP.sub(r"\\\1", " ".join(text.split())))


def _cost(answer: ToldAnswer, say: Say) -> str:
    figures = (f"{say(name).lower()}: {say(value)}" for name, value in answer.figures)
    return " · ".join([answer.model, *figures])


def _rows(answers: Sequence[ToldAnswer], say: Say) -> list[list[str]]:
    """Return the figures of several answers as rows: a name, and a value for each answer."""
    names = [name for name, _ in answers[0].figures]
    return [[say(name), *(say(dict(answer.figures)[name]) for answer in answers)] for name in names]


# HTML


def _html_turn(turn: ToldTurn, say: Say, *, turns_columns: bool) -> Iterator[str]:
    way = _way(say)
    yield _element("h2", turn.question)
    yield _element("p", say(_asked(turn)), "facts", way)
    is_compared = len(turn.answers) > 1
    for answer in turn.answers:
        yield _element("h3", say(MODE_NAMES[answer.mode]), answer.mode, way)
        yield _element("p", answer.model if is_compared else _cost(answer, say), "facts", way)
        yield f'<div class="answer">\n{_rendered(answer.text, turns_columns=turns_columns)}</div>'
        if answer.sources:
            yield '<ol class="sources">'
            yield from (_html_source(source, say) for source in answer.sources)
            yield "</ol>"
        yield from (_element("p", say(note), "facts", way) for note in answer.notes)
    if is_compared:
        yield from _html_figures(turn.answers, say, turns_columns=turns_columns)
    yield from (_element("p", say(remark), "remark", way) for remark in turn.remarks)


def _html_source(source: Source, say: Say) -> str:
    quote = f": <i>“{_isolated(escape(source.quote))}”</i>" if source.quote else ""
    title = say(source.title)
    place = f"{_isolated(escape(title))}, {_isolated(escape(say(source.page)))}"
    return f'<li dir="{direction(source.quote or title)}">{place}{quote}</li>'


def _html_figures(answers: Sequence[ToldAnswer], say: Say, *, turns_columns: bool) -> Iterator[str]:
    way = _way(say)
    is_turned = turns_columns and way == "rtl"
    yield f'<table class="figures" dir="{way}"{WHOLE_LINE if is_turned else ""} cellspacing="0">'
    names = ["", *(say(MODE_NAMES[answer.mode]) for answer in answers)]
    for row in (names, *_rows(answers, say)):
        kinds = ["th"] * len(row) if row is names else ["th", *["td"] * (len(row) - 1)]
        cells = [f"<{kind}>{escape(text)}</{kind}>" for kind, text in zip(kinds, row, strict=True)]
        yield f"<tr>{''.join(reversed(cells) if is_turned else cells)}</tr>"
    yield "</table>"


def _way(say: Say) -> str:
    """Return the direction of what is ours, whatever names are in it."""
    return direction(say(MODE_NAMES[Mode.WHOLE]))


def _isolated(text: str) -> str:
    """Return text whose direction is its own and disturbs nothing around it. Qt does not know `bdi`."""
    return f"\u2068{text}\u2069"


def _element(name: str, text: str, kind: str = "", way: str = "") -> str:
    attribute = f' class="{kind}"' if kind else ""
    return f'<{name}{attribute} dir="{way or direction(text)}">{escape(text)}</{name}>'


def _rendered(text: str, *, turns_columns: bool) -> str:
    """Return an answer's Markdown as HTML. Links and pictures are shown as they were written."""
    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    reader.disable(["link", "image", "autolink", "reference", "entity"])
    tokens = reader.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = ANSWER_HEADING
        if token.type in ("fence", "code_block"):
            token.content = token.content.rstrip("\n")
        if style := token.attrs.pop(
            "style", None
        ):  # only the alignment of a column; Qt would drop its border
            token.attrSet("align", str(style).rpartition(":")[2])
    _set_directions(tokens)
    if turns_columns:
        tokens = _turned(tokens)
    rendered: str = reader.renderer.render(tokens, reader.options, {})
    return MARK.sub(r"<sup>[\1]</sup>", rendered)


def _set_directions(tokens: Sequence[Token]) -> None:
    """Give each block the direction of its own text, and a list or table that of its first."""
    waiting: list[Token] = []
    for token in tokens:
        if token.type == "inline":
            for block in waiting:
                block.attrSet("dir", direction(token.content))
            waiting = []
        elif token.nesting == 1 and token.type not in ("thead_open", "tbody_open", "tr_open"):
            waiting.append(token)
        elif token.nesting == -1:
            waiting = [block for block in waiting if block.level < token.level]


def _turned(tokens: Sequence[Token]) -> list[Token]:
    """Return the tables of right-to-left text with their columns the other way round, as wide as a line."""
    made: list[Token] = []
    is_rtl, begin = False, 0
    for token in tokens:
        if token.type == "table_open" and (is_rtl := token.attrGet("dir") == "rtl"):
            token.attrSet("width", "100%")
        if token.type == "tr_close" and is_rtl:
            cells = [
                made[at : at + 3] for at in range(begin, len(made), 3)
            ]  # each opens, has its text, and closes
            made[begin:] = [part for cell in reversed(cells) for part in cell]
        made.append(token)
        if token.type == "tr_open":
            begin = len(made)
    return made
