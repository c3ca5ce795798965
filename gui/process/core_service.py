"""What the core child does: its lanes, and who serves what in them.

desk     short questions about the library and its history, never behind anything long
intake   PDFs are read and indexed, one after the other
model    the language model: loading, answering
fetch    downloads that the person asked for
ahead    what is brought into memory before it is needed
"""

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

from gui.process import readings
from gui.process.child import Handler
from gui.process.documents import Documents
from gui.process.remembering import Remembering
from gui.process.requests import (
    Ask,
    CountConversations,
    CountKept,
    CountVotes,
    DeleteConversation,
    DescribeDocument,
    ExportConversation,
    FindPdfs,
    FitReadings,
    ForeseeCosts,
    ForgetDocument,
    ForgetReading,
    GetModels,
    IndexDocument,
    ListDocuments,
    ListHistory,
    LoadConversation,
    LoadModel,
    OpenDocument,
    PinReading,
    ReadAhead,
    RenameConversation,
    Vote,
    WarmEmbedder,
)
from gui.process.resources import Resources
from gui.process.talking import Talking


class CoreService:
    """The service of the core child (see `gui.process.child.Service`)."""

    def __init__(self) -> None:
        self._resources = Resources()
        self._documents = Documents(self._resources)
        self._talking = Talking(self._resources)
        self._remembering = Remembering(self._resources)

    def handlers(self) -> Mapping[type, Handler]:
        """Return what is served, and in which lane."""
        documents, talking, remembering = self._documents, self._talking, self._remembering
        return {
            ListDocuments: Handler("desk", documents.list),
            DescribeDocument: Handler("desk", documents.describe),
            FindPdfs: Handler("desk", documents.find_pdfs),
            CountConversations: Handler("desk", documents.count_conversations),
            ForgetDocument: Handler("desk", documents.forget),
            OpenDocument: Handler("intake", documents.open),
            IndexDocument: Handler("intake", documents.index),
            WarmEmbedder: Handler("ahead", documents.warm),
            LoadModel: Handler("model", talking.load),
            ForeseeCosts: Handler("model", talking.foresee),
            Ask: Handler("model", talking.ask),
            ReadAhead: Handler("model", talking.read_ahead),
            CountKept: Handler("desk", readings.count),
            FitReadings: Handler("desk", readings.fit),
            ForgetReading: Handler("desk", readings.forget),
            PinReading: Handler("desk", readings.pin),
            GetModels: Handler("fetch", _get_models),
            ListHistory: Handler("desk", remembering.list),
            LoadConversation: Handler("desk", remembering.load),
            RenameConversation: Handler("desk", remembering.rename),
            DeleteConversation: Handler("desk", remembering.delete),
            Vote: Handler("desk", remembering.vote),
            CountVotes: Handler("desk", remembering.count_votes),
            ExportConversation: Handler("desk", remembering.export),
        }

    def stop(self, request: Any) -> None:
        """Make the model stop inside whatever it does."""
        if isinstance(request, Ask | ReadAhead):
            self._talking.stop()

    def close_lane(self, lane: str) -> None:
        """Give back what belongs to the lane's thread."""
        if lane == "model":
            self._talking.close()
        self._resources.close_library()


def _get_models(request: GetModels) -> Generator[Any, None, tuple[Path, ...]]:
    from core.catalogue import Downloading, get

    installed = []
    for event in get(request.set_name):
        if isinstance(event, Downloading):
            yield event
        else:
            installed.append(event.path)
    return tuple(installed)
