"""What the window asks of the core child, and what comes back: plain frozen values, light to import."""

from dataclasses import dataclass
from pathlib import Path

from core.answering.estimates import Meter, Outlook
from core.answering.events import Mode
from core.answering.history import Conversation
from core.documents.document import OutlineItem
from core.library.records import StoredDocument
from core.sentences import Sentence
from core.settings import Settings

# Documents


@dataclass(frozen=True, slots=True)
class ListDocuments:
    """Returns tuple[StoredDocument, ...], in the order they were added."""


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """Yields PagesRead, returns OpenedDocument. The password is used and not kept."""

    path: Path
    password: str | None
    settings: Settings


@dataclass(frozen=True, slots=True)
class FindPdfs:
    """Returns FoundPdfs: the PDFs in a folder and below it."""

    folder: Path


@dataclass(frozen=True, slots=True)
class FoundPdfs:
    """The PDFs of a folder, in order of their paths; `left_out` says how many more there are."""

    folder: Path
    paths: tuple[Path, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class DescribeDocument:
    """Returns OpenedDocument, of a document that the library keeps; the PDF is not needed."""

    document_id: str


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document, in what the window shows of it; `labels` has one printed label for each page."""

    stored: StoredDocument
    labels: tuple[str, ...]
    outline: tuple[OutlineItem, ...]


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """Yields PagesRead and ChunksEmbedded, returns StoredDocument; waits while a question is answered.

    A document that an older version read is read again first, where its file is still there.
    """

    document_id: str
    settings: Settings


@dataclass(frozen=True, slots=True)
class CountConversations:
    """Returns how many conversations quote the document and would be deleted with it."""

    document_id: str


@dataclass(frozen=True, slots=True)
class ForgetDocument:
    """Removes the document, its index and the conversations about it from the disk."""

    document_id: str


# The model

# Another value of one of these settings, and the model is loaded again.
ENGINE_SETTINGS = (
    "model", "context_tokens", "kv_type", "threads", "gpu_layers", "fast_copy",
    "passage_tokens", "answer_tokens",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoadModel:
    """Yields PreparingModel where something must be made once, returns LoadedModel."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class PreparingModel:
    """The model is being loaded, or before that made fast to read, once; `share` is done, 0 to 1."""

    name: str
    share: float
    is_loading: bool = False


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """The model in memory. `context_tokens` is the window that was opened."""

    path: Path
    name: str
    parameter_count: int
    quantisation: str
    context_tokens: int
    device: str
    fallback: Sentence | None


@dataclass(frozen=True, slots=True)
class WarmEmbedder:
    """Brings the embedder into memory, which takes seconds: the first question need not wait for it."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class GetModels:
    """Downloads a set of the catalogue; yields core.catalogue's events, returns the installed paths."""

    set_name: str


# Questions


@dataclass(frozen=True, slots=True)
class Ask:
    """Puts a question; yields the events of `core.answering.events`, and Quoted, Agreed and Kept.

    `conversation_id` is None for the first question of a conversation. The answers are kept in the history as
    turn `turn` (0-based): turns from there on are replaced, unless `is_again`: then this one gets
    answers in further modes, or new ones in the same.
    """

    conversation_id: int | None
    document_ids: tuple[str, ...]
    turn: int
    question: str
    modes: tuple[Mode, ...]
    settings: Settings
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """The document's own words for each citation of the answer, in their order."""

    mode: Mode
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """How the answers of a turn agree; an Agreement of `core.answering.agreement`."""

    agreement: object


@dataclass(frozen=True, slots=True)
class Kept:
    """The turn is in the history now."""

    conversation_id: int


@dataclass(frozen=True, slots=True)
class ForeseeCosts:
    """Returns Foreseen: what a next question would cost in each mode, and how full the window is."""

    conversation_id: int | None
    document_ids: tuple[str, ...]
    settings: Settings


@dataclass(frozen=True, slots=True)
class ReadAhead:
    """Reads documents as a whole before they are asked about; yields Reading, returns the bytes kept."""

    document_ids: tuple[str, ...]
    settings: Settings


@dataclass(frozen=True, slots=True)
class CountKept:
    """Returns KeptReadings: what the disk holds of documents that models have read."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class KeptReading:
    """What is kept of one document that models have read; it was last of use at `used_s`, since 1970."""

    size_bytes: int
    used_s: float
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class KeptReadings:
    """What is kept of each document, by its id, and what all of it takes of the `budget_bytes`.

    What was read of several documents together counts for each of them, and once in `total_bytes`.
    """

    by_document: dict[str, KeptReading]
    total_bytes: int
    budget_bytes: int


@dataclass(frozen=True, slots=True)
class PinReading:
    """Keeps what models have read of a document whatever the budget says, or no longer."""

    document_id: str
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class FitReadings:
    """Deletes what no longer fits the room that the settings give to what models have read."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class ForgetReading:
    """Deletes what models have read of a document, None: of all; the documents stay in the library."""

    document_id: str | None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How full the model's window is, and what the next question would cost in each mode."""

    meter: Meter
    costs: dict[Mode, Outlook]


# History


@dataclass(frozen=True, slots=True)
class ListHistory:
    """Returns tuple[Summary, ...] of `core.answering.history`, the newest first."""

    search: str = ""


@dataclass(frozen=True, slots=True)
class LoadConversation:
    """Returns LoadedConversation."""

    conversation_id: int


@dataclass(frozen=True, slots=True)
class LoadedConversation:
    """A conversation of the history, with the document's words for its citations, and how answers agree.

    `quotes` and `agreements` have an item for each turn; of one answer there is no agreement: None.
    """

    conversation: Conversation
    quotes: tuple[dict[Mode, tuple[str, ...]], ...]
    agreements: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class RenameConversation:
    """Gives a conversation another title."""

    conversation_id: int
    title: str


@dataclass(frozen=True, slots=True)
class DeleteConversation:
    """Deletes a conversation from the history and from the disk."""

    conversation_id: int


@dataclass(frozen=True, slots=True)
class Vote:
    """Keeps which modes answered a turn best; none of them: neither."""

    conversation_id: int
    turn: int
    winners: tuple[Mode, ...]


@dataclass(frozen=True, slots=True)
class CountVotes:
    """Returns dict[Mode, int]: how often each mode has won on exactly these documents."""

    document_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportConversation:
    """Returns an Account of a conversation; `turn` is one turn of it, or None for all."""

    conversation_id: int
    turn: int | None = None
