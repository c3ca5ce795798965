"""Conversations as files: everything is told, and nothing that was written by others breaks the form."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from core.answering import export
from core.answering.account import account
from core.answering.events import Mode
from core.answering.history import Conversation, PastTurn
from core.documents.document import Document
from core.library.chunks import chunk_document
from core.library.opening import EstimatedTokens
from core.library.store import Library
from core.sentences import Words
from tests.core.answering.said import answer
from tests.core.library.documents import document, page, paragraph

EMPTY_TAGS = {"meta", "br", "hr", "img"}


class Outline(HTMLParser):
    """Reads HTML as a browser would: which elements there are, whether they close, and their text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY_TAGS:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data.replace("\u2068", "").replace("\u2069", "")

    def count(self, tag: str) -> int:
        return sum(each == tag for each, _ in self.tags)


def conversation(*turns: PastTurn, about: Document | None = None, title: str = "A talk") -> Conversation:
    ids = (about.document_id,) if about else ()
    return Conversation(1, title, 0.0, 0.0, ids, turns)


def turn(*texts: str, about: Document | None = None, question: str = "When did it open?") -> PastTurn:
    answers = tuple(answer(mode, text, about) for mode, text in zip(Mode, texts, strict=False))
    return PastTurn(question, 1_700_000_000.0, answers)


def as_markdown(told: Conversation, library: Library) -> str:
    return export.as_markdown(account(told, library))


def as_html(told: Conversation, library: Library) -> str:
    return export.as_html(account(told, library))


@pytest.fixture
def compared(clinic: Document) -> Conversation:
    both = replace(
        turn("It opened in 1998.", "It opened in 1999.", about=clinic), winners=frozenset({Mode.WHOLE})
    )
    return conversation(both, about=clinic)


def test_markdown_tells_everything_of_a_comparison(compared: Conversation, library: Library) -> None:
    text = as_markdown(compared, library)
    assert "# A talk" in text
    assert "About: The clinic" in text
    assert "**When did it open?**" in text
    assert text.index("### Whole document") < text.index("### Retrieved chunks")
    assert "> It opened in 1998.\\[1\\]" in text
    assert "1. The clinic, page 1 (printed i): “The clinic in Haifa opened in 1998.”" in text
    assert "|  | Whole document | Retrieved chunks |" in text
    assert "| Tokens read | 1,200 | 1,200 |" in text
    assert "| First token | 2.0 s | 2.0 s |" in text
    assert "| In all | 4.0 s | 4.0 s |" in text
    assert "\na-model-Q4\\_1\n" in text
    assert "Voted best: Whole document." in text
    assert "Numbers that disagree: 1998 (Whole document) and 1999 (Retrieved chunks)." in text
    assert "It was shown passages from: The clinic, page 1 (printed i)." in text
    assert re.search(r"Asked 2023-11-1[45] \d\d:\d\d", text)


def test_html_tells_the_same(compared: Conversation, library: Library) -> None:
    seen = Outline(as_html(compared, library))
    for words in (
        "About: The clinic", "When did it open?", "It opened in 1998.[1]", "The clinic, page 1 (printed i):",
        "“The clinic in Haifa opened in 1998.”", "1,200", "2.0 s", "Voted best: Whole document.",
        "Numbers that disagree: 1998 (Whole document) and 1999 (Retrieved chunks).",
    ):  # fmt: skip
        assert words in seen.text
    assert seen.count("h3") == 2


HOSTILE = [
    "<script>alert(1)</script><img src=http://a.example/x.png>",
    "![a picture](http://a.example/x.png) and [a link](http://a.example) &lt;b&gt;",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "```html\n<b>never closed",
    "# A heading\n## Question 2\n---\n> quoted",
    "</div></body></html>",
    "a ` lone tick <i> and `code <b>` here",
    "1. one\n2. two\n\n   - three",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_model_writes_is_no_markup_of_ours_in_html(
    clinic: Document, library: Library, text: str
) -> None:
    made = as_html(
        conversation(turn(text, "Plain.", about=clinic, question=text), about=clinic, title=text), library
    )
    seen = Outline(made)
    assert not {tag for tag, _ in seen.tags} & {"script", "img", "a", "b", "link", "iframe"}
    assert all(
        set(attributes) <= {"class", "dir", "charset", "cellspacing", "cellpadding", "align", "start"}
        for _, attributes in seen.tags
    )
    assert (seen.count("h1"), seen.count("h2"), seen.count("h3")) == (1, 1, 2)
    assert "Plain." in seen.text


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_model_writes_is_no_markup_of_ours_in_markdown(
    clinic: Document, library: Library, text: str
) -> None:
    made = as_markdown(
        conversation(turn(text, "Plain.", about=clinic, question=text), about=clinic, title=text), library
    )
    tokens = MarkdownIt("commonmark").enable("table").parse(made)
    kinds = [token.type for token in tokens]
    inline = [child.type for token in tokens for child in token.children or []]
    assert not {"html_block"} & set(kinds)
    assert not {"html_inline", "image"} & set(inline)
    outside = [
        (token.tag, after.content)
        for token, after in pairwise(tokens)
        if token.type == "heading_open" and token.level == 0
    ]
    assert [tag for tag, _ in outside] == ["h1", "h2", "h3", "h3"]
    assert kinds.count("table_open") - text.count("|---|---|") == 1, "the figures are still a table"


def test_code_in_an_answer_stays_as_it_was_written(library: Library) -> None:
    code = "```html\n<p>&amp;</p>\n```\nand `<b>`, not <b>."
    assert "> <p>&amp;</p>\n> ```\n> and `<b>`, not \\<b>." in as_markdown(conversation(turn(code)), library)
    assert "<code class" in as_html(conversation(turn(code)), library)


def test_a_table_keeps_the_number_of_its_source(clinic: Document, library: Library) -> None:
    table = "| a | b |\n|---|---|\n| 1998 | Haifa |"
    seen = Outline(as_html(conversation(turn(table, about=clinic), about=clinic), library))
    assert "Haifa[1]" in seen.text


def test_each_paragraph_has_the_direction_of_its_own_text(library: Library) -> None:
    said = turn("המרפאה נפתחה בשנת 1998.\n\nIt opened in 1998.\n\n- פריט\n- פריט", question="מתי נפתחה?")
    tags = Outline(as_html(conversation(said), library)).tags
    assert ("h2", {"dir": "rtl"}) in tags
    assert [attributes["dir"] for tag, attributes in tags if tag == "p" and set(attributes) == {"dir"}][
        :2
    ] == [
        "rtl",
        "ltr",
    ]
    assert ("ul", {"dir": "rtl"}) in tags


def test_a_page_needs_nothing_beside_itself(compared: Conversation, library: Library) -> None:
    made = as_html(compared, library)
    assert "http" not in made
    assert "prefers-color-scheme: dark" in made


def test_a_document_that_was_removed_is_named_so(library: Library) -> None:
    gone = document(page(1, paragraph("Secret words.")))
    told = conversation(turn("It is secret.", "Secret.", about=gone), about=gone)
    for text in (as_markdown(told, library), Outline(as_html(told, library)).text):
        assert "a document that was removed, page 1" in text
        assert "“" not in text


def test_sources_that_are_the_same_have_one_number(clinic: Document, library: Library) -> None:
    said = answer(Mode.WHOLE, "It opened. It did.", clinic)
    first = replace(said.citations[0], end=10)
    second = replace(first, start=11, end=18)
    other = replace(first, page_number=2)
    told = replace(said, citations=(first, second, other))
    text = as_markdown(conversation(PastTurn("When?", 0.0, (told,)), about=clinic), library)
    assert "> It opened.\\[1\\]\\[2\\] It did.\\[1\\]" in text
    assert "\n2. The clinic, page 2 (printed ii)" in text


def test_an_answer_that_was_cut_or_has_no_support_says_so(library: Library) -> None:
    said = replace(answer(Mode.WHOLE, ""), is_cut=True)
    text = as_markdown(conversation(PastTurn("When?", 0.0, (said,))), library)
    assert "> (no answer)" in text
    assert "cut off" in text
    assert "No line of the documents" in text


def test_an_answer_that_was_read_in_parts_says_so_and_counts_its_notes(library: Library) -> None:
    said = answer(Mode.WHOLE, "In 1998.")
    told = replace(said, part_count=4, tokens=replace(said.tokens, generated=20, noted=1_000))
    text = as_markdown(conversation(PastTurn("When?", 0.0, (told,))), library)
    assert "It read the documents in 4 parts" in text
    assert "tokens written: 1,020" in text


def test_an_answer_whose_passages_were_not_read_again_says_so(clinic: Document, library: Library) -> None:
    told = replace(answer(Mode.RETRIEVED, "In 1998."), is_focused=True)
    text = as_markdown(conversation(PastTurn("When?", 0.0, (told,))), library)
    assert "They were not read again" in text


def test_votes_for_several_or_for_none_are_told(library: Library) -> None:
    said = turn("One.", "Two.")
    both = conversation(replace(said, winners=frozenset({Mode.WHOLE, Mode.RETRIEVED})))
    assert "Voted best: Whole document and Retrieved chunks." in as_markdown(both, library)
    assert "Voted best: neither." in as_markdown(conversation(replace(said, winners=frozenset())), library)


def test_a_long_conversation_is_told_turn_by_turn(clinic: Document, library: Library) -> None:
    library.add(clinic, chunk_document(clinic, EstimatedTokens()))
    told = conversation(*(turn(f"Answer {n}.", question=f"Question {n}?") for n in range(20)), about=clinic)
    text = as_markdown(told, library)
    assert text.count("\n## Question ") == 20
    assert Outline(as_html(told, library)).count("h2") == 20


def test_the_first_question_is_not_the_title_too(clinic: Document, library: Library) -> None:
    told = conversation(turn("In 1998."), about=clinic, title="When did it open?")
    assert "# Questions and answers\n\nAbout: The clinic\n" in as_markdown(told, library)


def test_one_answer_s_cost_needs_no_table(library: Library) -> None:
    told = conversation(turn("In 1998."))
    assert "| ---" not in as_markdown(told, library)
    assert "first token: 2.0 s" in as_markdown(told, library)
    assert Outline(as_html(told, library)).count("table") == 0


def in_hebrew(words: Words) -> str:
    """Say the names of two modes in Hebrew, which decides the direction of all that is ours."""
    names = {"Whole document": "המסמך כולו", "Retrieved chunks": "קטעים"}
    return words if isinstance(words, str) else words.translated(lambda each: names.get(each, each), str)


def test_columns_are_turned_for_a_reader_that_knows_no_other_way(library: Library) -> None:
    text = "| שנה | שם |\n|---|---:|\n| 1998 | Anna |\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    told = account(conversation(turn(text, "כן.")), library)
    as_written, turned = export.as_html(told, in_hebrew), export.as_html(told, in_hebrew, turns_columns=True)
    assert as_written.index("שנה") < as_written.index("שם") < as_written.index("1998")
    assert turned.index("שם") < turned.index("שנה") < turned.index("Anna") < turned.index("1998")
    assert turned.index(">a<") < turned.index(">b<")
    assert "<tr><th>Tokens read</th><td>1,200</td><td>1,200</td></tr>" in as_written
    assert "<tr><td>1,200</td><td>1,200</td><th>Tokens read</th></tr>" in turned


def test_what_is_ours_goes_the_way_of_our_words_whatever_names_are_in_it(
    clinic: Document, library: Library
) -> None:
    told = account(conversation(turn("Yes.", about=clinic), about=clinic), library)
    for say, way in ((in_hebrew, "rtl"), (str, "ltr")):
        tags = Outline(export.as_html(told, say)).tags
        assert {attributes["dir"] for _, attributes in tags if attributes.get("class") == "facts"} == {way}


def test_a_column_keeps_its_alignment_and_code_ends_with_its_last_line(library: Library) -> None:
    text = "| a | b |\n|---|---:|\n| 1 | 2 |\n\n```\ncode\n```"
    made = as_html(conversation(turn(text)), library)
    assert '<td align="right" dir="ltr">2</td>' in made
    assert "code</code>" in made


def test_documents_that_call_themselves_the_same_are_told_apart(clinic: Document, library: Library) -> None:
    twin = document(page(1, paragraph("It moved.")), title=clinic.title, path=Path("/moved/2001.pdf"))
    library.add(twin, chunk_document(twin, EstimatedTokens()))
    told = as_markdown(conversation(turn("It opened in 1998.", about=clinic), about=clinic), library)
    assert f"About: {clinic.path.name} · The clinic" in told
    assert f"1. {clinic.path.name} · The clinic, page 1" in told
