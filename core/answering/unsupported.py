"""Which sentences of an answer nothing in the documents was found to support."""

from core.answering.claims import claims
from core.answering.events import Answer, Mode


def unsupported(answer: Answer) -> list[tuple[int, int]]:
    """Return the sentences, [start, end), that claim something and have no citation.

    None where no document was read.
    """
    if answer.mode is Mode.CLOSED:
        return []
    return [
        (claim.start, claim.end)
        for claim in claims(answer.text)
        if claim.is_certain
        and not any(each.start < claim.end and claim.start < each.end for each in answer.citations)
    ]
