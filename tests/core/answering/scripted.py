"""An engine that reads words and says what a script says: for what depends on a model's wit."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core import paths
from core.answering.estimates import Rates
from core.answering.job import Budget
from core.answering.prompts import Prompts
from core.answering.session import Session
from core.documents.document import Document
from core.model.engine import Branch, BranchFinished, Engine, Piece, PromptRead
from core.model.template import ChatTemplate

CHATML = (
    "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
Script = Callable[[str], str]  # a prompt -> what the model says; a leading "~" makes it a thought


@dataclass(frozen=True)
class _Weights:
    path: Path = Path("scripted.gguf")


@dataclass
class ScriptedEngine(Engine):
    """Its tokens are words with the space before them."""

    context_tokens: int
    script: Script
    asked: list[str] = field(default_factory=list)
    kept: list[tuple[str, ...]] = field(default_factory=list)
    said: int = 0

    def __post_init__(self) -> None:
        self.weights: Any = _Weights()
        self.capacity_tokens = self.context_tokens
        self._words: list[str] = []
        self._ids: dict[str, int] = {}

    def tokenize(self, text: str, *, parse_special: bool = False) -> list[int]:
        return [self._id(word) for word in re.findall(r"\s*\S+|\s+$", text)]

    def detokenize(self, tokens: Sequence[int]) -> str:
        return "".join(self._words[token] for token in tokens)

    def held_tokens(
        self, tokens: Sequence[int], prefix_tokens: int = 0, document_ids: tuple[str, ...] = ()
    ) -> int:
        return 0

    def answer(self, branches: Sequence[Branch]) -> Iterator[PromptRead | Piece | BranchFinished]:
        (branch,) = branches
        total = len(branch.prompt)
        assert total + branch.answer_tokens <= self.context_tokens, "too long for the window"
        self.asked.append(self.detokenize(branch.prompt))
        self.kept.append(branch.document_ids)
        yield PromptRead(0, total, total, 0, 100.0)
        said = self.script(self.asked[-1])
        tokens = self.tokenize(said.removeprefix("~"))[: branch.answer_tokens]
        for token in tokens:
            self.said += 1
            yield Piece(0, self._words[token], said.startswith("~"))
        yield BranchFinished(0, tuple(tokens), "end", total, 0, len(tokens), 0.1, 0.2)

    def _id(self, word: str) -> int:
        if word not in self._ids:
            self._ids[word] = len(self._words)
            self._words.append(word)
        return self._ids[word]


def scripted_session(engine: ScriptedEngine, *documents: Document, answer_tokens: int = 200) -> Session:
    """Return a conversation with the script about documents."""

    def tokenize(text: str, parse_special: bool) -> list[int]:
        return engine.tokenize(text)

    prompts = Prompts(ChatTemplate(CHATML, name="scripted"), tokenize)
    rates = Rates(paths.rates_file(), "scripted")
    return Session(engine, prompts, None, documents, Budget(answer_tokens=answer_tokens), rates)
