"""Sentences for the person whose facts are kept apart, so that the window can say them in its language.

    sentence = said("There is no file at {path}.", path=path)
    str(sentence)                          English: the command line, logs and reports
    sentence.translated(translate, show)   another language; core knows none

Where a sentence stands, `said` is called with it as a literal: so all of them are found for translation.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English sentence, or a part of one, with places for facts in the notation of `str.format`.

    A fact is a number, a text of somebody else, which is never translated, or again a Sentence.
    """

    template: str
    facts: tuple[tuple[str, "str | float | Sentence"], ...] = ()

    def __str__(self) -> str:
        return self.translated(str, str)

    def translated(self, translate: Callable[[str], str], show: Callable[[str], str]) -> str:
        """Return the sentence as `translate` says its template, with `show` of each text put into it."""

        def shown(fact: "str | float | Sentence") -> str | float:
            if isinstance(fact, Sentence):
                return fact.translated(translate, show)
            return show(fact) if isinstance(fact, str) else fact

        return translate(self.template).format(**{name: shown(fact) for name, fact in self.facts})


def joined(separator: str, parts: Iterable["str | Sentence"]) -> Sentence:
    """Return several as one, which has no words of its own."""
    facts = tuple((f"part{number}", part) for number, part in enumerate(parts))
    return Sentence(separator.join(f"{{{name}}}" for name, _ in facts), facts)


Words = str | Sentence  # what is said to the person: somebody else's words, or a sentence of ours


def said(template: str, **facts: object) -> Sentence:
    """Return a sentence of ours; a fact that is no number and no Sentence is put in as `str` shows it.

    Besides, a path can be put in by its last part, as {name}, and a fact called x_bytes in GiB, as {x_gb}.
    """
    known = dict(each for name, fact in facts.items() for each in _known_as(name, fact)) | facts
    kept = tuple(
        (name, fact if isinstance(fact, int | float | Sentence) else str(fact))
        for name, fact in known.items()
        if f"{{{name}" in template
    )
    return Sentence(template, kept)


def _known_as(name: str, fact: object) -> Iterator[tuple[str, object]]:
    if isinstance(fact, Path):
        yield "name", fact.name or str(fact)  # "." and "/" have no last part
    if name.endswith("_bytes") and isinstance(fact, int):
        yield name.removesuffix("bytes") + "gb", fact / GIB
