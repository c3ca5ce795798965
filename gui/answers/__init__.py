"""The answers: a conversation of questions, answers and comparisons, and what each of them saw."""

from gui.answers.conversation import ConversationView
from gui.answers.shown import ShownDocument, ShownTurn

__all__ = ["ConversationView", "ShownDocument", "ShownTurn"]
