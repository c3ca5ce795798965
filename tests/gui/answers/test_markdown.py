import itertools

import pytest

from gui.answers.markdown import Block, Kind, Look, Run, parse, parse_growing, shown_text

MIXED = """# A *title* #

A paragraph with **bold. words** and `code  x`,
a second line \\* &amp; a [link](http://x.y/a.b "t."). End.

- one **item.** more
  with a second line
  1. inner
- two

> quoted
> lines

| a | b\\|c |
|---|:-:|
| 1 | **2.** |

```py
if x:
    y
```

שלום **עולם**. 😀 סוף.
"""


def _runs(blocks: list[Block]) -> list[Run]:
    return [run for block in blocks for cell in block.cells for run in cell]


def test_every_run_that_is_verbatim_stands_in_the_answer_where_it_says() -> None:
    blocks, _ = parse(MIXED)
    verbatim = [run for run in _runs(blocks) if run.is_verbatim and run.text.strip("\u2028")]
    assert len(verbatim) > 20
    assert [run.text for run in verbatim] == [MIXED[run.start : run.end] for run in verbatim]


def test_runs_follow_each_other_without_overlap() -> None:
    runs = _runs(parse(MIXED)[0])
    assert all(one.end <= other.start for one, other in itertools.pairwise(runs))


def test_what_is_shown_has_no_marks_of_markdown() -> None:
    shown = [block.text for block in parse(MIXED)[0]]
    assert shown[0] == "A title"
    assert shown[1] == "A paragraph with bold. words and code  x,\u2028a second line * & a link. End."
    assert shown[-1] == "שלום עולם. 😀 סוף."


def test_kinds_and_depths_are_told() -> None:
    blocks, _ = parse(MIXED)
    assert [(block.kind, block.depth, block.marker) for block in blocks] == [
        (Kind.HEADING, 0, ""),
        (Kind.PARAGRAPH, 0, ""),
        (Kind.ITEM, 1, "•"),
        (Kind.ITEM, 2, "1."),
        (Kind.ITEM, 1, "•"),
        (Kind.PARAGRAPH, 0, ""),
        (Kind.TABLE, 0, ""),
        (Kind.CODE, 0, ""),
        (Kind.CODE, 0, ""),
        (Kind.PARAGRAPH, 0, ""),
    ]
    assert blocks[5].quotes == 1
    assert [[cell[0].text for cell in row] for row in blocks[6].rows] == [["a", "b|c"], ["1", "2."]]


def test_html_and_pictures_of_a_model_are_only_letters() -> None:
    blocks, _ = parse("<script>x</script> and ![a chart](http://evil.example/x.png) here")
    assert blocks[0].text == "<script>x</script> and a chart here"
    assert not any(run.target for run in blocks[0].runs)


def test_a_link_is_its_words() -> None:
    (block,), _ = parse("See [the site](http://evil.example/x.) now")
    assert [(run.text, Look.LINK in run.look) for run in block.runs] == [
        ("See ", False),
        ("the site", True),
        (" now", False),
    ]


def test_a_text_parsed_in_parts_gives_the_same_blocks() -> None:
    finished: list[Block] = []
    blocks: list[Block] = []
    open_from = 0
    for end in range(1, len(MIXED) + 1, 3):
        text = MIXED[:end]
        blocks, now_open = parse_growing(text[open_from:], open_from)
        finished += [block for block in blocks if block.start < now_open]
        open_from = now_open
    last, _ = parse(MIXED[open_from:], open_from)
    assert [*finished, *last] == parse(MIXED)[0]


def test_what_is_bold_so_far_is_shown_bold_before_its_end_has_come() -> None:
    (block,), _ = parse_growing("It grew by **8.4 %")
    assert [(run.text, run.look) for run in block.runs] == [("It grew by ", Look.PLAIN), ("8.4 %", Look.BOLD)]


@pytest.mark.parametrize("text", ["", "\n\n", "**", "`", "| a |", "- ", "```", "[x](", "\0\r\n", "> "])
def test_scraps_of_markdown_are_no_trouble(text: str) -> None:
    parse(text)
    parse_growing(text)


def test_shown_text_is_of_the_span_alone() -> None:
    text = "It **grew by 8.4 %** in 2023. Then\nit fell."
    blocks, _ = parse(text)
    start, end = text.index("grew"), text.index("2023")
    assert shown_text(blocks, start, end) == "grew by 8.4 % in "
    assert shown_text(blocks, text.index("Then"), len(text)) == "Then it fell."
