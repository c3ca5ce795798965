"""A model's own chat template, cut into the literal pieces that stand between what people say.

A prompt is never rendered as one string: the template is rendered once with a marker in place of each
message, and split at the markers. The pieces are tokenised with special tokens, the messages without, so
nothing that a document or a question contains can open a turn, and an unchanging beginning stays one.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NoReturn

from jinja2 import TemplateError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.errors import ModelTemplateUnusable
from core.sentences import said

SYSTEM, USER, ASSISTANT = "system", "user", "assistant"
PLAIN_LABELS = {SYSTEM: "", USER: "", ASSISTANT: "Answer: "}
PLAIN_STOP = "\nQuestion:"  # how a model without turns begins to invent the next one

_CONVERSATION = (USER, ASSISTANT, USER)


class ChatTemplate:
    """How one model wants a conversation to be written.

    `source` is the Jinja text stored in the GGUF, or None for a model that has none (plain text then).
    Errors: ModelTemplateUnusable if the template does not render a plain conversation of two turns.
    """

    def __init__(self, source: str | None, *, name: str, bos: str = "", eos: str = "") -> None:
        self._name = name
        self._tokens = {"bos_token": bos, "eos_token": eos}
        self._compiled = None if source is None else self._compile(source)
        self.has_system = self._compiled is None or self._can_render((SYSTEM, *_CONVERSATION))
        if not self.has_system:
            self.pieces(_CONVERSATION)  # raises where not even this renders

    @property
    def stop_text(self) -> str:
        """The text at which an answer is over, for a model that knows no end of turn; else empty."""
        return PLAIN_STOP if self._compiled is None else ""

    def pieces(self, roles: Sequence[str]) -> tuple[str, ...]:
        """Return the len(roles) + 1 literal pieces around the messages of a conversation.

        The last piece opens the assistant's answer. Errors: ModelTemplateUnusable.
        """
        return self._pieces(tuple(roles))

    @lru_cache(maxsize=256)  # noqa: B019 - lives as long as the model it belongs to
    def _pieces(self, roles: tuple[str, ...]) -> tuple[str, ...]:
        if self._compiled is None:
            return _plain_pieces(roles)
        markers = [f"MESSAGE{index}MARK" for index in range(len(roles))]
        messages = [{"role": role, "content": marker} for role, marker in zip(roles, markers, strict=True)]
        try:
            rest = self._compiled.render(messages=messages, add_generation_prompt=True, **self._tokens)
        except (TemplateError, TypeError, ValueError, KeyError) as error:
            raise ModelTemplateUnusable(self._name, str(error) or type(error).__name__) from error
        return tuple(self._split(rest, markers))

    def _split(self, rest: str, markers: Sequence[str]) -> list[str]:
        pieces = []
        for marker in markers:
            piece, found, rest = rest.partition(marker)
            if not found:
                raise ModelTemplateUnusable(self._name, said("it leaves out a message"))
            pieces.append(piece)
        return [*pieces, rest]

    def _can_render(self, roles: Sequence[str]) -> bool:
        try:
            self.pieces(roles)
        except ModelTemplateUnusable:
            return False
        return True

    def _compile(self, source: str) -> Any:
        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols]
        )
        environment.globals["raise_exception"] = _raise
        environment.globals["strftime_now"] = _strftime_now
        try:
            return environment.from_string(source)
        except TemplateError as error:
            raise ModelTemplateUnusable(self._name, str(error)) from error


def _plain_pieces(roles: Sequence[str]) -> tuple[str, ...]:
    labels = [PLAIN_LABELS[role] for role in (*roles, ASSISTANT)]
    return (labels[0], *("\n\n" + label for label in labels[1:-1]), "\n\n" + labels[-1].rstrip())


def _raise(message: str) -> NoReturn:
    raise TemplateError(message)


def _strftime_now(pattern: str) -> str:
    # Some templates write today's date at the very start. It would make yesterday's prefix useless, and a
    # document is read once, ever: so the date stands still.
    return datetime(2025, 1, 1).strftime(pattern)
