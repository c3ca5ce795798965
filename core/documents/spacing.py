"""Spaces that PDFium made up within words which are set wide: scanned pages have such a layer of text."""

import re
from statistics import median

from core.documents.textpage import TextPage

SPACED_WORD_CHARS = 4.5  # a text with fewer characters for each of its spaces may have some within words
LEAST_LONE_SHARE = 0.15
LEAST_WORDS = 15
WIDER_EMS = 0.06  # a gap so much wider than those between letters ends a word

_LONE = re.compile(r"(?<!\S)[^\W\d_](?!\S)")
_WITHIN = re.compile(r"(?<=[\w(]) (?=[\w.,;:)'’])")


def close_words(page: TextPage) -> None:
    """Take out of the text of `page` the made-up spaces that are no wider than the gaps between letters."""
    text = page.text
    count = text.count(" ")
    if count < LEAST_WORDS or len(text) > SPACED_WORD_CHARS * count:
        return
    if len(_LONE.findall(text)) < LEAST_LONE_SHARE * count:
        return
    turn, page.turn = page.turn, page.style(0).turn  # as the text stands upright
    spaces = [at for at in map(re.Match.start, _WITHIN.finditer(text)) if page.is_made_up(at)]
    gaps = {at: (_gap(page, at), max(_letter_gap(page, at - 1), _letter_gap(page, at + 2))) for at in spaces}
    usual = [near for _, near in gaps.values() if near > 0]
    page.turn = turn
    least = median(usual) if usual else 0.0
    wider = WIDER_EMS * page.style(0).size
    drop = {at for at, (gap, near) in gaps.items() if gap < max(near, least) + wider}
    if usual and drop:
        kept = [at for at in range(len(text)) if at not in drop]
        page.arrange("".join([text[at] for at in kept]), kept)


def _gap(page: TextPage, space: int) -> float:
    """Return how far the letters on both sides of a space stand apart."""
    return page.room(space + 1).left - page.room(space - 1).right


def _letter_gap(page: TextPage, at: int) -> float:
    """Return how far the letter at `at` stands from the one before it, 0 where that is none."""
    pair = page.text[max(at - 1, 0) : at + 1]
    return page.room(at).left - page.room(at - 1).right if len(pair) == 2 and pair.isalnum() else 0.0
