"""A model's Markdown as plain blocks of runs, each run knowing which characters of the answer it shows.

The text of a model is untrusted: HTML is shown as the letters it is, a picture is its description, and a link
is its words and nothing to click.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Flag, StrEnum, auto
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LINE_BREAK = "\u2028"  # a new line of the same paragraph, for QTextDocument
BULLETS = ("•", "◦", "▪")


class Look(Flag):
    """How a run of letters is shown."""

    PLAIN = 0
    BOLD = auto()
    ITALIC = auto()
    STRUCK = auto()
    CODE = auto()
    LINK = auto()
    NOTE = auto()  # the number of a source


class Kind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CODE = "code"  # one line of it
    TABLE = "table"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look. They show the answer's characters [start, end); a note stands for none."""

    text: str
    start: int
    end: int
    look: Look = Look.PLAIN
    target: str = ""

    @property
    def is_verbatim(self) -> bool:
        """Whether each letter is the character of the answer at the same place."""
        return len(self.text) == self.end - self.start


Cell = tuple[Run, ...]
# Where a token's content is in the text: content[i] is at i + the shift of the last pair that begins by i.
Shifts = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table with its `rows` of cells. It is the answer's characters [start, end).

    `level` is of a heading, from 1; `depth` counts the lists around, `quotes` the quotations. `marker` stands
    before a list's item. `is_tight` says that it follows the block before without a gap. `sides` are where
    the texts of a table's columns stand: "left", "center", "right", or "" where their direction decides.
    """

    kind: Kind
    start: int
    end: int
    runs: tuple[Run, ...] = ()
    level: int = 0
    depth: int = 0
    quotes: int = 0
    marker: str = ""
    is_tight: bool = False
    rows: tuple[tuple[Cell, ...], ...] = ()
    sides: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The runs of a paragraph, or of each cell of a table."""
        return tuple(cell for row in self.rows for cell in row) if self.rows else (self.runs,)

    @property
    def text(self) -> str:
        """The letters that are shown."""
        return " ".join("".join(run.text for run in cell) for cell in self.cells)


def parse(text: str, offset: int = 0) -> tuple[list[Block], int]:
    """Return the blocks of `text`, and where the last part that may still grow begins.

    All positions count from the start of the answer, of which `text` is the part from `offset` on.
    """
    text = text.replace("\r", " ").replace("\0", " ")
    tokens = _parser().parse(text)
    outermost = [token.map[0] for token in tokens if token.level == 0 and token.map]
    walk = _Walk(text, offset)
    blocks = list(walk.blocks(tokens))
    return blocks, offset + (walk.line_start(outermost[-1]) if outermost else 0)


def parse_growing(text: str, offset: int = 0) -> tuple[list[Block], int]:
    """Parse a text that is still being written: what is bold so far is shown so before its end is there."""
    blocks, open_from = parse(text + _unclosed(text[text.rfind("\n\n") + 1 :]), offset)
    return blocks, open_from


def _unclosed(paragraph: str) -> str:
    """Return the marks that would end what the last paragraph has begun."""
    if "```" in paragraph or paragraph[-1:] in ("*", " ", "\n", ""):
        return ""
    line = paragraph[paragraph.rfind("\n") + 1 :]
    if line.count("`") % 2:
        return "`"
    return "**" if line.count("**") % 2 else ""


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # not at start-up: nothing is read before the first answer

    # Without `text_join` an escaped character stays a token of its own, and all others are verbatim.
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("text_join")


def warm_up() -> None:
    """Make the parser now, so that the first answer need not."""
    _parser()


class _Walk:
    """Goes through the tokens of one text and makes blocks of them."""

    def __init__(self, text: str, offset: int) -> None:
        self._text, self._offset = text, offset
        self._lines = [0, *(match.end() for match in re.finditer("\n", text)), len(text) + 1]
        self._lists: list[int | None] = []  # the next number of each list around, None for bullets
        self._quotes = 0
        self._marker = ""

    def line_start(self, line: int) -> int:
        """Return where a line of the text begins."""
        return min(self._lines[line], len(self._text))

    def blocks(self, tokens: "list[Token]") -> Iterator[Block]:
        """Yield the blocks in their order."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.type == "table_open":
                end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
                yield self._table(token, tokens[at:end])
                at = end
            elif token.type == "inline":
                yield self._paragraph(token, tokens[at - 1])
            elif token.type in ("fence", "code_block"):
                yield from self._code(token)
            elif token.type == "hr":
                yield self._block(Kind.RULE, token, ())
            else:
                self._enter_or_leave(token)
            at += 1

    def _enter_or_leave(self, token: "Token") -> None:
        if token.type == "bullet_list_open":
            self._lists.append(None)
        elif token.type == "ordered_list_open":
            self._lists.append(int(token.attrs.get("start", 1)))
        elif token.type == "list_item_open":
            self._marker = self._next_marker()
        elif token.type == "list_item_close":
            self._marker = ""
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif token.type.startswith("blockquote"):
            self._quotes += token.nesting

    def _next_marker(self) -> str:
        number = self._lists[-1]
        if number is None:
            return BULLETS[min(len(self._lists), len(BULLETS)) - 1]
        self._lists[-1] = number + 1
        return f"{number}."

    def _paragraph(self, token: "Token", opening: "Token") -> Block:
        runs = tuple(self._runs(token, self._line_shifts(token)))
        if opening.type == "heading_open":
            return self._block(Kind.HEADING, token, runs, level=int(opening.tag[1]))
        if self._lists:
            return self._block(Kind.ITEM, token, runs, is_tight=opening.hidden)
        return self._block(Kind.PARAGRAPH, token, runs)

    def _block(
        self, kind: Kind, token: "Token", runs: tuple[Run, ...], *, level: int = 0, is_tight: bool = False
    ) -> Block:
        marker, self._marker = self._marker, ""
        start, end = self._span(token)
        depth = len(self._lists)
        return Block(kind, start, end, runs, level, depth, self._quotes, marker, is_tight)

    def _span(self, token: "Token") -> tuple[int, int]:
        first, last = token.map or [0, 0]
        return self._offset + self.line_start(first), self._offset + self.line_start(last)

    def _code(self, token: "Token") -> Iterator[Block]:
        first = (token.map or [0, 0])[0] + (token.type == "fence")
        for index, line in enumerate(token.content.removesuffix("\n").split("\n")):
            number = min(first + index, len(self._lines) - 2)
            end = max(self.line_start(number), min(self._lines[number + 1] - 1, len(self._text)))
            start = max(self.line_start(number), end - len(line))
            run = Run(line, self._offset + start, self._offset + end, Look.CODE)
            place = (self._offset + self.line_start(number), self._offset + end)
            runs = (run,) if line else ()
            depth = len(self._lists)
            yield Block(Kind.CODE, *place, runs, 0, depth, self._quotes, is_tight=index > 0)

    def _table(self, token: "Token", tokens: "list[Token]") -> Block:
        rows: list[list[Cell]] = []
        cursor = 0
        for each in tokens:
            if each.type == "tr_open":
                rows.append([])
                cursor = self.line_start((each.map or [0])[0])
            elif each.type == "inline":
                written = each.content.replace("|", "\\|")
                found = self._text.find(written, cursor)
                start = found if found >= 0 else cursor
                rows[-1].append(tuple(self._runs(each, _cell_shifts(each.content, start))))
                cursor = start + len(written)
        start, end = self._span(token)
        shown = tuple(tuple(row) for row in rows)
        sides = tuple(_side(each) for each in tokens if each.type == "th_open")
        depth = len(self._lists)
        return Block(Kind.TABLE, start, end, (), 0, depth, self._quotes, rows=shown, sides=sides)

    def _line_shifts(self, token: "Token") -> Shifts:
        """Return the shift of each line of an inline token: list marks and indents come before it."""
        first, at = (token.map or [0, 0])[0], 0
        shifts = []
        for index, line in enumerate(token.content.split("\n")):
            begin = self.line_start(first + index)
            end = self.line_start(first + index + 1)
            found = self._text.rfind(line.rstrip(), begin, end)
            shifts.append((at, (found if found >= 0 else begin) - at))
            at += len(line) + 1
        return shifts

    def _runs(self, token: "Token", shifts: Shifts) -> Iterator[Run]:
        """Yield the runs of an inline token; its children say what is shown, their places are found again."""
        place = _Place(token.content, shifts, self._offset)
        looks: list[Look] = []
        for child in token.children or []:
            if child.type in ("softbreak", "hardbreak"):
                yield place.run(LINE_BREAK, "\n", _all(looks))
            elif child.type == "image":
                yield from place.described(child.content, _all(looks) | Look.ITALIC)
            elif child.nesting == 1:
                looks.append(_look(child.type))
            elif child.nesting == -1:
                looks.pop()
                if child.type == "link_close" and child.info != "auto":
                    place.skip_destination()
            elif child.content:
                look = _all(looks) | (Look.CODE if child.type == "code_inline" else Look.PLAIN)
                is_special = child.type == "text_special"
                yield place.run(child.content, child.markup if is_special else child.content, look)


class _Place:
    """Finds pieces of a token's content one after the other, and says where in the answer they are."""

    def __init__(self, content: str, shifts: Shifts, offset: int) -> None:
        self._content, self._shifts, self._offset = content, shifts, offset
        self._flat = content.replace("\n", " ")
        self._at = 0

    def run(self, shown: str, written: str, look: Look) -> Run:
        """Return a run that shows `shown` for the next place where `written` stands."""
        source = self._content if written == "\n" else self._flat
        found = source.find(written, self._at)
        start = found if found >= 0 else self._at
        self._at = min(start + len(written), len(self._content))
        return Run(shown, self._answer_place(start), self._answer_place(self._at - 1) + 1, look)

    def described(self, description: str, look: Look) -> Iterator[Run]:
        """Yield the description of a picture, and go past it."""
        if description:
            yield self.run(description, description, look)
        self.skip_destination()

    def skip_destination(self) -> None:
        """Go past the `](address "title")` of a link: its letters are not shown."""
        match = re.compile(r"\]\((?:[^()\\]|\\.|\([^()]*\))*\)|\](?:\[[^\]]*\])?").search(
            self._content, self._at
        )
        self._at = match.end() if match else self._at

    def _answer_place(self, index: int) -> int:
        shift = next(shift for begin, shift in reversed(self._shifts) if begin <= max(0, index))
        return self._offset + shift + index


def _cell_shifts(content: str, start: int) -> Shifts:
    """Return the shifts of a table's cell: before each bar in it there stands a backslash in the text."""
    bars = [index for index, letter in enumerate(content) if letter == "|"]
    return [(0, start), *((index, start + count) for count, index in enumerate(bars, 1))]


def _look(opening: str) -> Look:
    return {
        "strong_open": Look.BOLD,
        "em_open": Look.ITALIC,
        "s_open": Look.STRUCK,
        "link_open": Look.LINK,
    }.get(opening, Look.PLAIN)


def _all(looks: list[Look]) -> Look:
    together = Look.PLAIN
    for look in looks:
        together |= look
    return together


def shown_text(blocks: Sequence[Block], start: int, end: int) -> str:
    """Return what is shown of the answer's characters [start, end), in one line."""
    cells = (cell for block in blocks for cell in block.cells)
    lines = ("".join(_shown_part(run, start, end) for run in cell) for cell in cells)
    return " ".join(line for line in lines if line).replace(LINE_BREAK, " ")


def _shown_part(run: Run, start: int, end: int) -> str:
    if run.is_verbatim:
        return run.text[max(0, start - run.start) : max(0, end - run.start)]
    return run.text if start <= run.start < end else ""


def _side(head: "Token") -> str:
    return str(head.attrs.get("style", "")).rpartition(":")[2]
