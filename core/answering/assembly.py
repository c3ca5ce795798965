"""Puts together what a conversation needs, from the settings: model, embedder, session."""

import logging
from collections.abc import Generator, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from core import paths
from core.answering.estimates import rates_of
from core.answering.job import Budget
from core.answering.prompts import Prompts
from core.answering.session import Session
from core.catalogue import Kind, installed
from core.documents.document import Document
from core.errors import (
    ContextTooLarge,
    EmbedderNotInstalled,
    ModelError,
    ModelNotFound,
    ModelNotInstalled,
    ModelUnsupported,
)
from core.library.embedder import Embedder
from core.library.retriever import Retriever
from core.library.store import Library
from core.model.attention import FLASH, Attention, attention_for, is_packed_for, measure_attention
from core.model.backend import can_use_gpu
from core.model.conversion import Preparing, fast_copy, file_to_load, identity, make_fast_copy
from core.model.engine import Engine, Sampling
from core.model.fitness import SHARE_OF_MEMORY
from core.model.snapshots import Snapshots
from core.model.template import ChatTemplate
from core.model.weights import Weights, available_memory, fitting_context, read_weights
from core.sentences import GIB
from core.settings import Settings

log = logging.getLogger(__name__)

DEFAULT_EMBEDDER = "multilingual-e5-small"


def choose_weights(settings: Settings) -> Weights:
    """Return the model that the settings name, or the most capable one that is installed.

    Errors: ModelNotInstalled, ModelNotFound, ModelNotGguf, ModelTruncated, ModelUnsupported,
    ModelTemplateUnusable.
    """
    if settings.model:
        chosen = read_weights(_named(settings.model, settings.model_folders))
    else:
        usable = [weights for weights in _installed_weights(settings.model_folders) if weights.chat_template]
        if not usable:
            raise ModelNotInstalled
        chosen = max(usable, key=lambda weights: weights.parameter_count)
    _template(chosen)
    return chosen


def load_engine(settings: Settings, weights: Weights) -> Engine:
    """Return the model in memory, with as large a window as the settings, its training and the memory allow.

    Errors: ModelTooLarge, ContextTooLarge, ModelUnsupported.
    """
    available = int(available_memory() * SHARE_OF_MEMORY)
    context_tokens = fitting_context(weights, settings.kv_type, available, settings.context_tokens)
    file = weights.path
    if _may_prepare(settings):
        file = file_to_load(weights, context_tokens, settings.kv_type, available)

    side_tokens = 2 * (settings.passage_tokens + settings.answer_tokens)

    def load(file: Path) -> Engine:
        attention = _attention(settings, weights, file, context_tokens + side_tokens, available)
        return Engine(
            weights,
            file=file,
            context_tokens=context_tokens,
            side_tokens=side_tokens,
            kv_type=settings.kv_type,
            attention=attention,
            is_packed=not _may_prepare(settings) or is_packed_for(weights, file, settings.threads),
            threads=settings.threads,
            gpu_layers=settings.gpu_layers,
            snapshots=snapshots(settings, weights, file, attention),
        )

    try:
        return load(file)
    except (ModelUnsupported, ContextTooLarge) as error:
        if file == weights.path:
            raise
        log.warning("the fast copy %s cannot be used: %s", file, error)
        return load(weights.path)


def snapshots(settings: Settings, weights: Weights, file: Path, attention: Attention = FLASH) -> Snapshots:
    """Return what is kept on disk of the documents that this model has read, loaded from `file`."""
    key = f"{identity(file)} {version('llama-cpp-python')} {settings.kv_type} {attention.name}"
    return Snapshots(paths.snapshots(), key, weights.path.stem, snapshot_budget(settings))


def tidy_snapshots(library: Library) -> None:
    """Delete what models have read of documents that the library keeps no longer."""
    Snapshots(paths.snapshots()).forget_all_but({each.document_id for each in library.documents()})


def forget(library: Library, document_id: str) -> None:
    """Remove a document from the library and the disk, and with it what models have read of it.

    Errors: NotInLibrary, and what `Library.forget` raises.
    """
    Snapshots(paths.snapshots()).forget(document_id)
    library.forget(document_id)


def snapshot_budget(settings: Settings) -> int | None:
    """Return how many bytes what was read may take on the disk; None: decided by what is free."""
    return None if settings.snapshot_gb < 0 else int(settings.snapshot_gb * GIB)


def prepare_model(settings: Settings, weights: Weights) -> Generator[Preparing, None, None]:
    """Find out once how this machine reads a model fastest, and make a faster copy of a slow-format one.

    To be run to its end, or closed, before `load_engine`, which then uses both; mostly there is nothing to
    do. Never fails.
    """
    if _may_prepare(settings):
        yield from make_fast_copy(weights, settings.threads)
        yield from measure_attention(weights, fast_copy(weights) or weights.path, settings.threads)


def _attention(
    settings: Settings, weights: Weights, file: Path, window_tokens: int, available_bytes: int
) -> Attention:
    if settings.kv_type != "f16" or not _may_prepare(settings):
        return FLASH
    return attention_for(weights, file, window_tokens, settings.threads, available_bytes)


def _may_prepare(settings: Settings) -> bool:
    """Whether the processor computes, and the person does not object."""
    return settings.fast_copy == "auto" and not (settings.gpu_layers and can_use_gpu())


def find_embedder(settings: Settings) -> Embedder:
    """Return the embedder that the settings name, or the starter's; its weights are loaded when first used.

    Errors: EmbedderNotInstalled, EmbedderUnusable.
    """
    name = settings.embedder or DEFAULT_EMBEDDER
    given = Path(name).expanduser()
    return Embedder(given if given.exists() else paths.models() / name)


def embedder_if_any(settings: Settings) -> Embedder | None:
    """Return the embedder, or None where it is not installed and whole-document mode must do without.

    Errors: EmbedderUnusable.
    """
    try:
        return find_embedder(settings)
    except EmbedderNotInstalled:
        return None


def new_session(
    settings: Settings,
    engine: Engine,
    library: Library,
    embedder: Embedder | None,
    documents: Sequence[Document],
) -> Session:
    """Return a new conversation about `documents`."""

    def tokenize(text: str, parse_special: bool) -> list[int]:
        return engine.tokenize(text, parse_special=parse_special)

    prompts = Prompts(_template(engine.weights), tokenize, engine.bos)
    budget = Budget(
        settings.passage_tokens,
        settings.answer_tokens,
        Sampling(settings.temperature, settings.top_p, settings.seed),
    )
    rates = rates_of(paths.rates_file(), _rates_key(settings, engine))
    retriever, may_focus = Retriever(library, embedder), settings.focus == "auto"
    return Session(engine, prompts, retriever, documents, budget, rates, may_focus=may_focus)


def _rates_key(settings: Settings, engine: Engine) -> str:
    """Return what decides how fast a model is, on this machine."""
    name, size = engine.weights.path.name, engine.file.stat().st_size
    layout = "" if engine.is_packed else "not packed, "
    return f"{name}, {size} bytes, {settings.kv_type}, {engine.attention.name}, {layout}{engine.device}"


def _template(weights: Weights) -> ChatTemplate:
    return ChatTemplate(
        weights.chat_template, name=weights.name, bos=weights.bos_token, eos=weights.eos_token
    )


def _named(name: str, further_folders: Iterable[str]) -> Path:
    given = Path(name).expanduser()
    if given.exists():
        return given
    for model in installed(further_folders):
        if model.kind is Kind.LANGUAGE_MODEL and name in (model.name, model.path.name):
            return model.path
    raise ModelNotFound(given)


def _installed_weights(further_folders: Iterable[str]) -> list[Weights]:
    found = []
    for model in installed(further_folders):
        if model.kind is Kind.LANGUAGE_MODEL:
            try:
                found.append(read_weights(model.path))
            except ModelError:
                continue  # one broken file must not hide the others; `openbook doctor` names it
    return found
