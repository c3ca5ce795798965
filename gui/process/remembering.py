"""The history for the window: the core child's part of it."""

from dataclasses import replace

from core.answering.account import Account, account
from core.answering.events import Mode
from core.answering.history import History, Summary
from gui.process.keeping import agreement_of, quotes_of
from gui.process.requests import (
    CountVotes,
    DeleteConversation,
    ExportConversation,
    ListHistory,
    LoadConversation,
    LoadedConversation,
    RenameConversation,
    Vote,
)
from gui.process.resources import Resources


class Remembering:
    """Serves the requests about earlier conversations."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def list(self, request: ListHistory) -> tuple[Summary, ...]:
        """Return the conversations that match a search."""
        return tuple(self._history.summaries(request.search))

    def load(self, request: LoadConversation) -> LoadedConversation:
        """Return a conversation as the window shows it."""
        conversation, library = self._history.load(request.conversation_id), self._resources.library
        return LoadedConversation(
            conversation,
            tuple({a.mode: quotes_of(library, a) for a in turn.answers} for turn in conversation.turns),
            tuple(agreement_of(turn.answers) for turn in conversation.turns),
        )

    def rename(self, request: RenameConversation) -> None:
        """Give a conversation another title."""
        self._history.rename(request.conversation_id, request.title)

    def delete(self, request: DeleteConversation) -> None:
        """Delete a conversation."""
        self._history.delete(request.conversation_id)

    def vote(self, request: Vote) -> None:
        """Keep a vote."""
        turn = self._history.load(request.conversation_id).turns[request.turn]
        self._history.vote(turn.turn_id, request.winners)

    def count_votes(self, request: CountVotes) -> dict[Mode, int]:
        """Return how often each mode has won."""
        return self._history.votes(request.document_ids)

    def export(self, request: ExportConversation) -> Account:
        """Return a conversation as it is told on paper."""
        conversation = self._history.load(request.conversation_id)
        if request.turn is not None:
            conversation = replace(conversation, turns=conversation.turns[request.turn : request.turn + 1])
        return account(conversation, self._resources.library)

    @property
    def _history(self) -> History:
        return History(self._resources.library)
