import random
from pathlib import Path

import pytest

from core.documents.document import BlockKind, Document, OutlineItem, Span
from core.documents.pdf import read_document
from core.library.chunks import JOINT, Chunk, chunk_document, embedding_text, merge_spans
from core.library.tokenizer import Tokenizer
from tests.core.library.documents import (
    WordsAsTokens,
    document,
    furniture,
    heading,
    page,
    paragraph,
    table,
)

PEPSICO = Path(__file__).parents[3].parent / "shared/data/qa_pdf/financebench/pdfs/PEPSICO_2022_10K.pdf"


def chunked(made: Document, max_tokens: int = 12) -> list[Chunk]:
    return chunk_document(made, WordsAsTokens(), max_tokens)


def texts(made: Document, max_tokens: int = 12) -> list[str]:
    return [chunk.text for chunk in chunked(made, max_tokens)]


def random_document(seed: int) -> Document:
    draw = random.Random(seed)
    makers = (paragraph, paragraph, heading, table, furniture)

    def words() -> str:
        return " ".join("w" * draw.randint(1, 9) for _ in range(draw.randint(1, 30))) + draw.choice(". ;x")

    def block() -> tuple[BlockKind, str]:
        make = draw.choice(makers)
        return make(*[words() for _ in range(draw.randint(1, 6) if make is table else 1)])

    pages = [page(n, *[block() for _ in range(draw.randint(0, 5))]) for n in range(1, 6)]
    return document(*pages)


def test_a_chunk_is_a_run_of_whole_sentences() -> None:
    made = document(page(1, paragraph("One two three four. Five six seven eight. Nine ten eleven twelve.")))
    assert texts(made, 8) == ["One two three four. Five six seven eight.", "Nine ten eleven twelve."]


def test_a_chunk_knows_its_place_and_size() -> None:
    made = document(page(1, paragraph("One two. Three four five.")))
    (chunk,) = chunked(made)
    assert chunk == Chunk(made.document_id, 0, "", (Span(1, 0, 25),), "One two. Three four five.", 5)


def test_a_section_is_not_left_with_a_scrap_at_its_end() -> None:
    made = document(page(1, paragraph(" ".join(f"Number {n} here." for n in range(7)))))
    assert [chunk.token_count for chunk in chunked(made, 18)] == [12, 9]


def test_no_chunk_crosses_a_heading() -> None:
    made = document(
        page(1, heading("Cats"), paragraph("They purr."), heading("Dogs"), paragraph("They bark."))
    )
    assert [(chunk.section, chunk.text) for chunk in chunked(made)] == [
        ("Cats", "Cats\n\nThey purr."),
        ("Dogs", "Dogs\n\nThey bark."),
    ]


def test_headings_in_a_row_are_one_section_named_by_the_first() -> None:
    made = document(page(1, heading("Cats"), heading("Of the house"), paragraph("They purr.")))
    assert [chunk.section for chunk in chunked(made)] == ["Cats"]


def test_a_heading_repeated_on_the_next_page_goes_on_with_its_section() -> None:
    made = document(
        page(1, heading("Cats"), paragraph("They purr.")), page(2, heading("Cats"), paragraph("They sleep."))
    )
    assert len(chunked(made)) == 1


def test_a_heading_stays_with_what_follows_it() -> None:
    outline = [OutlineItem("All", 0, 1)]
    made = document(
        page(
            1,
            paragraph("One two three four five six."),
            heading("On seven"),
            paragraph("Seven eight nine ten."),
        ),
        outline=outline,
    )
    assert texts(made, 8) == ["One two three four five six.", "On seven\n\nSeven eight nine ten."]


def test_the_outline_names_sections_and_says_where_they_begin_on_a_page() -> None:
    outline = [OutlineItem("Animals", 0, 1), OutlineItem("Cats", 1, 1), OutlineItem("Dogs", 1, 2)]
    made = document(
        page(1, heading("Animals"), paragraph("There are many."), heading("CATS"), paragraph("They purr.")),
        page(2, paragraph("They also sleep."), heading("Dogs"), paragraph("They bark.")),
        outline=outline,
    )
    assert [(chunk.section, chunk.text) for chunk in chunked(made)] == [
        ("Animals", "Animals\n\nThere are many."),
        ("Animals > Cats", "CATS\n\nThey purr.\nThey also sleep."),
        ("Animals > Dogs", "Dogs\n\nThey bark."),
    ]


def test_a_section_whose_title_is_not_printed_begins_with_its_page() -> None:
    outline = [OutlineItem("One", 0, 1), OutlineItem("Two", 0, 2), OutlineItem("Three", 0, 3)]
    made = document(
        page(1, paragraph("It is first.")), page(2), page(3, paragraph("It is third.")), outline=outline
    )
    assert [(chunk.section, chunk.text) for chunk in chunked(made)] == [
        ("One", "It is first."),
        ("Three", "It is third."),
    ]


def test_furniture_is_in_no_chunk() -> None:
    made = document(
        page(1, furniture("RUNNING"), paragraph("One two."), furniture("1")),
        page(2, furniture("RUNNING"), paragraph("Three four."), furniture("2")),
    )
    assert texts(made) == ["One two.\nThree four."]


def test_a_sentence_that_runs_over_the_page_is_not_divided() -> None:
    made = document(
        page(1, paragraph("Five words make this one. A sentence that goes"), furniture("1")),
        page(2, paragraph("on over there. Then five more words follow.")),
    )
    assert texts(made, 10) == ["Five words make this one.", "A sentence that goes\non over there.",
                               "Then five more words follow."]  # fmt: skip


def test_a_sentence_too_long_is_divided_between_words() -> None:
    made = document(page(1, paragraph(" ".join(f"w{n}" for n in range(25)) + ".")))
    assert [chunk.token_count for chunk in chunked(made, 10)] == [10, 10, 5]
    assert " ".join(texts(made, 10)) == made.pages[0].text


def test_a_word_too_long_is_divided_too(starter_embedder: Path) -> None:
    word = "x9Kq7" * 2000
    chunks = chunk_document(
        document(page(1, paragraph(word))), Tokenizer(starter_embedder / "tokenizer.json"), 128
    )
    assert "".join(chunk.text for chunk in chunks) == word
    assert max(chunk.token_count for chunk in chunks) <= 128


def test_a_table_that_is_divided_repeats_its_heading_rows() -> None:
    rows = [f"Row{n} | {n}11 | {n}22" for n in range(1, 7)]
    made = document(page(1, table("Item | 2022 | 2021", "(in millions)", *rows)))
    found = texts(made, 24)
    assert len(found) > 1
    assert all(text.startswith("Item | 2022 | 2021\n(in millions)\nRow") for text in found)
    assert [line for text in found for line in text.split("\n")[2:]] == rows


def test_a_row_read_alone_says_what_its_numbers_are() -> None:
    rows = [f"Row{n} | {n}11" for n in range(1, 5)]
    made = document(
        page(
            1,
            heading("Cash Flows"),
            paragraph("(in millions)"),
            table(
                "Item | 2022",
                "Operating",
                *rows,
                "Total | 9",
                "Investing",
                *[f"More{n} | {n}" for n in range(4)],
            ),
        )
    )
    found = texts(made, 33)
    assert len(found) > 1
    for text in found:
        lines = text.replace("\n\n", "\n").split("\n")
        assert lines[:3] == ["Cash Flows", "(in millions)", "Item | 2022"]
        assert lines[3] in ("Operating", "Investing")
    assert all(("Investing" in text) == ("More" in text) for text in found)


def test_a_table_that_fits_is_not_divided() -> None:
    made = document(
        page(
            1,
            paragraph("One two three four five six seven. " * 3),
            table("Item | 2022", "Cats | 1", "Dogs | 2"),
        )
    )
    assert texts(made, 24)[-1].endswith("Item | 2022\nCats | 1\nDogs | 2")


def test_the_notes_of_a_table_say_which_table_they_belong_to() -> None:
    note = paragraph("(1) " + "A word of the note. " * 7)
    made = document(
        page(1, heading("Sales"), table("Item | 2022", *[f"Cats | {n}" for n in range(10, 16)]), note)
    )
    found = [text for text in texts(made, 24) if "note" in text]
    assert found
    assert all(text.startswith("Sales\n") for text in found)


def test_a_caption_below_a_table_stays_with_it() -> None:
    prose = paragraph("One two three four five six seven eight nine. " * 3)
    made = document(
        page(
            1, prose, table("Model | F1", "Ours | 3"), paragraph("Table 2: Our scores. They are high."), prose
        )
    )
    (found,) = [text for text in texts(made, 24) if "Ours" in text]
    assert "Table 2: Our scores." in found


def test_a_table_that_goes_on_over_the_page_repeats_its_head() -> None:
    made = document(
        page(1, heading("Sales"), table("Item | 2022", *[f"Cats | {n}" for n in range(10, 16)])),
        page(2, furniture("ACME"), table(*[f"Dogs | {n}" for n in range(10, 16)])),
    )
    last = chunked(made, 24)[-1]
    assert last.text.startswith("Sales\n\nItem | 2022\nDogs")
    assert [span.page_number for span in last.spans] == [1, 2]


def test_a_heading_with_hardly_a_word_below_it_goes_with_the_next_section() -> None:
    made = document(
        page(1, heading("Washington"), heading("2022"), heading("Cats"), paragraph("They purr. " * 20))
    )
    assert chunked(made, 24)[0].text.startswith("Washington")
    scrap = document(
        page(1, heading("Form"), table("2022"), heading("Cats"), paragraph("They purr a lot. " * 8))
    )
    assert [chunk.section for chunk in chunked(scrap, 32)] == ["Cats", "Cats"]


def test_heading_rows_that_would_fill_a_chunk_are_not_repeated() -> None:
    made = document(page(1, table("a very long row of heads here", *[f"Row {n}" for n in range(10, 20)])))
    assert sum("long row" in text for text in texts(made, 10)) == 1


def test_a_document_without_text_has_no_chunks() -> None:
    assert chunked(document(page(1), page(2, furniture("2")))) == []


@pytest.mark.parametrize("seed", range(40))
def test_of_any_document_every_word_is_in_a_chunk_whose_text_is_that_of_its_spans(seed: int) -> None:
    made = random_document(seed)
    chunks = chunked(made, 20)
    for chunk in chunks:
        assert chunk.text == JOINT.join(made.page(s.page_number).text[s.start : s.end] for s in chunk.spans)
        assert chunk.token_count == len(chunk.text.split()) <= 20
        assert all(span.start < span.end for span in chunk.spans)
    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))
    expected = [word for each in made.pages for word in each.body.split()]
    covered = {(s.page_number, at) for chunk in chunks for s in chunk.spans for at in range(s.start, s.end)}
    found = "".join(
        each.text[at] for each in made.pages for at in range(len(each.text))
        if (each.page_number, at) in covered
    )  # fmt: skip
    assert "".join(found.split()) == "".join(expected)


def test_spans_are_joined_where_only_white_space_parts_them() -> None:
    pages = {1: page(1, paragraph("One. Two. Three.")), 2: page(2, paragraph("Four."))}
    spans = [Span(2, 0, 5), Span(1, 10, 16), Span(1, 0, 4), Span(1, 5, 9), Span(1, 2, 6)]
    assert merge_spans(pages, spans) == (Span(1, 0, 16), Span(2, 0, 5))


def test_the_embedder_reads_title_and_section_in_front() -> None:
    chunk = Chunk("id", 0, "Cats > Food", (), "Fish.", 1)
    assert embedding_text("Animals", chunk) == "Animals > Cats > Food\nFish."
    assert embedding_text("", Chunk("id", 0, "", (), "Fish.", 1)) == "Fish."


@pytest.mark.skipif(not PEPSICO.exists(), reason="the shared data is missing")
def test_a_long_report_makes_chunks_that_the_embedder_can_read(starter_embedder: Path) -> None:
    tokenizer = Tokenizer(starter_embedder / "tokenizer.json")
    made = next(event for event in read_document(PEPSICO, None) if isinstance(event, Document))
    chunks = chunk_document(made, tokenizer)
    assert len(chunks) > 1000
    assert all(chunk.token_count <= 192 for chunk in chunks)
