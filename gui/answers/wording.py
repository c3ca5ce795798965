"""Places, costs and progress in the words that the answers use."""

from collections.abc import Sequence
from html import escape

from core.answering.events import Answer, Mode, Reading
from core.documents.text import direction
from gui.answers.shown import ShownDocument
from gui.ask.wording import seconds
from gui.translating import counted, tr

MOSTLY = 0.9  # of a prompt: what is known of it from before, where only the question is new


def page(document: ShownDocument | None, page_number: int) -> str:
    """Return a page as a person says it: "page 12", or "page 12 (printed iv)"."""
    label = document.label(page_number) if document else ""
    if label:
        return tr("page {number} (printed {label})").format(number=page_number, label=label)
    return tr("page {number}").format(number=page_number)


def place(document: ShownDocument | None, page_number: int) -> str:
    """Return a page of a document by title."""
    title = document.title if document else tr("a document that is not open")
    return f"{title}, {page(document, page_number)}"


def place_in_line(document: ShownDocument | None, page_number: int) -> str:
    """Return a page of a document for a line that may be cut: the page comes first, as it must stay."""
    where = page(document, page_number)
    return f"{where[0].upper()}{where[1:]}" + (f" · {document.title}" if document else "")


def cost(answer: Answer) -> str:
    """Return what an answer cost, in one line."""
    tokens, timings = answer.tokens, answer.timings
    read = tr("{count} tokens read").format(count=f"{tokens.read:,}")
    if tokens.from_cache:
        read += tr(" ({count} from memory)").format(count=f"{tokens.from_cache:,}")
    parts = [tr("Read in {count} parts").format(count=answer.part_count)] if answer.part_count > 1 else []
    parts += [
        read,
        tr("first word after {time}").format(time=seconds(timings.first_token_s)),
        tr("{time} in all").format(time=seconds(timings.total_s)),
    ]
    rate = timings.rate(tokens.generated)
    if rate:
        parts.append(tr("{rate} tokens/s").format(rate=f"{rate:.1f}"))
    return " · ".join(parts)


def reading(event: Reading, page_count: int, passage_count: int) -> str:
    """Return how far the reading is: in pages where whole documents are read."""
    share = event.done_tokens / event.total_tokens if event.total_tokens else 0.0
    is_whole = event.part_count == 1
    known = event.from_cache_tokens / max(1, event.total_tokens)
    read = _what_is_read(event.mode, share, page_count, passage_count, known)
    parts = [read if is_whole else _part_read(event)]
    counts = {"done": f"{event.done_tokens:,}", "total": f"{event.total_tokens:,}"}
    parts.append(tr("{done} of {total} tokens").format(**counts))
    if event.remaining_s is not None and event.remaining_s >= 1:
        parts.append(tr("{time} left").format(time=seconds(event.remaining_s)))
    return " · ".join(parts)


def _what_is_read(
    mode: Mode, share: float, page_count: int, passage_count: int, from_cache_share: float
) -> str:
    if mode is Mode.WHOLE and from_cache_share > MOSTLY:
        return tr("Read before, reading your question")
    if mode is Mode.WHOLE and page_count:
        number = min(page_count, int(share * page_count) + 1)
        return tr("Reading page {number} of {count}").format(number=number, count=f"{page_count:,}")
    if mode is Mode.RETRIEVED and passage_count:
        passages = counted(passage_count, tr("1 passage"), tr("{0} passages"))
        return tr("Reading {passages}").format(passages=passages)
    return tr("Reading the question")


def _part_read(event: Reading) -> str:
    if not event.first_page:
        return tr("Putting the notes together")
    first, last = f"{event.first_page:,}", f"{event.last_page:,}"
    counts = {"part": event.part, "count": event.part_count, "first": first, "last": last}
    if first == last:
        return tr("Reading part {part} of {count}, page {first}").format(**counts)
    return tr("Reading part {part} of {count}, pages {first} to {last}").format(**counts)


def seen(mode: Mode, read_count: int, cited_count: int, page_count: int) -> str:
    """Return in one line what a mode had before it."""
    if mode is Mode.CLOSED:
        return tr("Saw no page: it answers from what it remembers")
    pages = counted(page_count, tr("1 page"), tr("{0} pages"))
    if mode is Mode.WHOLE:
        read = tr("Reads all {pages}").format(pages=pages)
    elif read_count:
        read = tr("Reads from {read} of {pages}").format(read=f"{read_count:,}", pages=pages)
    else:
        return tr("Looking for passages")
    return read + (tr(", cites {count}").format(count=f"{cited_count:,}") if cited_count else "")


def tooltip(title: str, lines: Sequence[str] = ()) -> str:
    """Return a tool tip that wraps, of texts that may hold anything; each line in its own direction."""
    paragraphs = [f"<b>{escape(title)}</b>", *map(escape, lines)]
    texts = [title, *lines]
    return "".join(
        f'<p dir="{direction(text)}" style="margin: 2px 0">{paragraph}</p>'
        for text, paragraph in zip(texts, paragraphs, strict=True)
    )
