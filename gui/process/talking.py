"""The model is loaded and answers: the core child's part of it."""

from collections import OrderedDict
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from core import paths
from core.answering.assembly import (
    choose_weights,
    load_engine,
    new_session,
    prepare_model,
    snapshot_budget,
    tidy_snapshots,
)
from core.answering.events import Answered, Mode, Question
from core.answering.history import History
from core.answering.session import Session
from core.library.store import Library
from core.model.engine import Engine
from core.model.snapshots import Snapshots
from core.settings import Settings
from gui.process.keeping import Keeping, agreement_of, quotes_of
from gui.process.requests import (
    ENGINE_SETTINGS,
    Agreed,
    Ask,
    ForeseeCosts,
    Foreseen,
    Kept,
    LoadedModel,
    LoadModel,
    PreparingModel,
    Quoted,
    ReadAhead,
)
from gui.process.resources import Resources

LIVE_SESSIONS = 8


class Talking:
    """Serves the requests about the model and its answers. Belongs to the thread of its lane."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._engine: Engine | None = None
        self._engine_key: tuple[Any, ...] = ()
        self._sessions: OrderedDict[Any, Session] = OrderedDict()

    def load(self, request: LoadModel) -> Generator[PreparingModel, None, LoadedModel]:
        """Bring the model into memory, where it is not there yet."""
        engine = yield from self._loaded(request.settings)
        weights = engine.weights
        return LoadedModel(
            path=weights.path,
            name=weights.path.stem,
            parameter_count=weights.parameter_count,
            quantisation=weights.quantisation,
            context_tokens=engine.context_tokens,
            device=engine.device,
            fallback=engine.fallback,
        )

    def ask(self, request: Ask) -> Generator[Any, None, None]:
        """Answer a question in each of its modes, and keep the answers as they are complete."""
        with self._resources.answering(), self._forgetting_what_goes(request.document_ids):
            yield from self._loaded(request.settings)
            library = self._resources.library
            history = History(library)
            keeping = Keeping(history, request)
            session = self._session(library, request.document_ids, request.settings)
            session.recall([turn.past for turn in keeping.past])
            for event in session.ask(Question(request.question, request.modes)):
                yield event
                if isinstance(event, Answered):
                    yield Quoted(event.mode, quotes_of(library, event.answer))
                    yield Kept(keeping.keep(event.answer))
            if Mode.WHOLE in request.modes:
                Snapshots(paths.snapshots()).mark_used(request.document_ids)
            agreement = agreement_of(keeping.answers)
            if agreement is not None:
                yield Agreed(agreement)

    def read_ahead(self, request: ReadAhead) -> Generator[Any, None, int]:
        """Read documents before they are asked about; what is read stays, in memory and on the disk."""
        with self._forgetting_what_goes(request.document_ids):
            yield from self._loaded(request.settings)
            session = self._session(self._resources.library, request.document_ids, request.settings)
            session.recall([])
            yield from session.read_ahead()
        kept = Snapshots(paths.snapshots())
        return sum(kept.held_bytes(document_id) for document_id in request.document_ids)

    def foresee(self, request: ForeseeCosts) -> Foreseen | None:
        """Say what a next question would cost; None while there is no model."""
        if self._engine is None or not request.document_ids:
            return None
        library = self._resources.library
        session = self._session(library, request.document_ids, request.settings)
        past = History(library).load(request.conversation_id).turns if request.conversation_id else ()
        session.recall([turn.past for turn in past])
        return Foreseen(session.meter(), session.outlook(tuple(Mode)))

    def stop(self) -> None:
        """Stop the model inside whatever it does; called from another thread."""
        if self._engine is not None:
            self._engine.stop()

    def close(self) -> None:
        """Give the model's memory back."""
        self._sessions.clear()
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def _loaded(self, settings: Settings) -> Generator[PreparingModel, None, Engine]:
        key = tuple(getattr(settings, name) for name in ENGINE_SETTINGS)
        if self._engine is None or key != self._engine_key:
            self.close()
            weights = choose_weights(settings)
            for preparing in prepare_model(settings, weights):
                yield PreparingModel(preparing.name, preparing.share)
            tidy_snapshots(self._resources.library)
            yield PreparingModel(weights.path.stem, 0.0, is_loading=True)
            self._engine, self._engine_key = load_engine(settings, weights), key
        elif self._engine.snapshots is not None:
            self._engine.snapshots.limit(snapshot_budget(settings))
        return self._engine

    @contextmanager
    def _forgetting_what_goes(self, document_ids: Sequence[str]) -> Iterator[None]:
        """Leave nothing on the disk of a document that is forgotten while it is read."""
        try:
            yield
        finally:
            for document_id in document_ids:
                if not self._resources.library.has(document_id):
                    Snapshots(paths.snapshots()).forget(document_id)

    def _session(self, library: Library, document_ids: Sequence[str], settings: Settings) -> Session:
        """Return the session about these documents; its conversation is whichever is recalled into it."""
        assert self._engine is not None
        readers = tuple(library.stored(document_id).reader for document_id in document_ids)
        key = (tuple(document_ids), readers, settings)  # what was read again is another text
        if key not in self._sessions:
            documents = [library.document(document_id) for document_id in document_ids]
            embedder = self._resources.embedder(settings)
            self._sessions[key] = new_session(settings, self._engine, library, embedder, documents)
        self._sessions.move_to_end(key)
        while len(self._sessions) > LIVE_SESSIONS:
            self._sessions.popitem(last=False)
        return self._sessions[key]
