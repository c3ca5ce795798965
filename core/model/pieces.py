"""Bytes of tokens become text that can be shown: whole characters, thoughts apart from the answer."""

import codecs
from collections.abc import Iterator

OPENING, CLOSING = "<think>", "</think>"

Run = tuple[str, bool]  # a run of text, and whether it is thought


class PieceStream:
    """Turns the bytes of an answer's tokens, as they come, into runs of text.

    A character is given out once all of its bytes are there; bytes that are no character become U+FFFD.
    A block <think>…</think> is given out as thought, without its tags, which may be cut over tokens. It opens
    only where nothing but white space was answered yet, so an answer may quote the tag; it may stay open.
    """

    def __init__(self, opens_in_thought: bool = False) -> None:
        self._characters = codecs.getincrementaldecoder("utf-8")("replace")
        self._is_thought, self._has_answered, self._kept = opens_in_thought, False, ""

    def feed(self, piece: bytes) -> list[Run]:
        """Take the bytes of one token and return what can be shown now."""
        self._kept += self._characters.decode(piece)
        return list(self._runs())

    def finish(self) -> list[Run]:
        """Return what was kept back, at the end of the answer; half a character is left out."""
        rest, self._kept = self._kept, ""
        return [(rest, self._is_thought)] if rest else []

    def _runs(self) -> Iterator[Run]:
        while True:
            before, tag, after = self._kept.partition(CLOSING if self._is_thought else OPENING)
            is_tag = tag and self._may_switch(before)
            shown = before if is_tag else self._without_start_of_tag()
            if shown:
                self._has_answered |= not self._is_thought and not shown.isspace()
                yield shown, self._is_thought
            if not is_tag:
                self._kept = self._kept[len(shown) :]
                return
            self._is_thought, self._kept = not self._is_thought, after

    def _may_switch(self, before: str) -> bool:
        return self._is_thought or not (self._has_answered or before.strip())

    def _without_start_of_tag(self) -> str:
        """Return the kept text but for an end that may be the start of a tag."""
        tag = CLOSING if self._is_thought else OPENING
        if not self._is_thought and self._has_answered:
            return self._kept
        for length in range(min(len(tag) - 1, len(self._kept)), 0, -1):
            start = self._kept[-length:]
            if tag.startswith(start) and self._may_switch(self._kept[:-length]):
                return self._kept[:-length]
        return self._kept


class StopText:
    """Watches the answer for the text that ends it; an empty text never does.

    What may be the beginning of that text is kept back until it is known.
    """

    def __init__(self, text: str) -> None:
        self._text, self._kept, self.is_found = text, "", False

    def feed(self, runs: list[Run]) -> list[Run]:
        """Return what of `runs` can be shown now. Once the text is found, nothing is shown any more."""
        shown = [run for run in runs if run[1]] if self._text else runs
        if not self._text or self.is_found:
            return shown
        self._kept += "".join(text for text, is_thought in runs if not is_thought)
        answer, found, _ = self._kept.partition(self._text)
        self.is_found = bool(found)
        if not found:
            answer = self._kept[: len(self._kept) - self._beginning()]
        self._kept = "" if found else self._kept[len(answer) :]
        return [*shown, (answer, False)] if answer else shown

    def finish(self) -> list[Run]:
        """Return what was kept back, at the end of the answer."""
        kept, self._kept = self._kept, ""
        return [(kept, False)] if kept else []

    def _beginning(self) -> int:
        """Return how many characters at the end of what was kept begin the text."""
        lengths = range(min(len(self._text), len(self._kept)), 0, -1)
        return next((length for length in lengths if self._text.startswith(self._kept[-length:])), 0)
