"""What was asked and answered, as the library keeps it: rows, whose answers are text to this module.

`core.answering.history` gives them their meaning. A conversation about a document is forgotten with it.
"""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from core.errors import NotInHistory, NotInLibrary
from core.library.database import Database
from core.library.keywords import normalise

SUMMARY = """
    SELECT c.conversation_id, c.name, c.created_s, c.changed_s,
        coalesce((SELECT question FROM turns t WHERE t.conversation_id = c.conversation_id
                  ORDER BY position LIMIT 1), ''),
        (SELECT count(*) FROM turns t WHERE t.conversation_id = c.conversation_id)
    FROM conversations c
"""
HAS_TURNS = "EXISTS (SELECT 1 FROM turns t WHERE t.conversation_id = c.conversation_id)"
HAS_WORD = """(instr(c.name_words, ?1) OR EXISTS (
    SELECT 1 FROM turns t LEFT JOIN answers a USING (turn_id)
    WHERE t.conversation_id = c.conversation_id AND (instr(t.words, ?1) OR instr(a.words, ?1))))"""

SavedAnswer = tuple[str, str, str, Sequence[str]]  # mode, text, the whole answer, the documents it quotes
Moved = Callable[[str], str]  # a whole answer -> the same about documents whose text has moved


class Conversations:
    """The conversations in one library. `erase` leaves no byte of deleted rows on the disk.

    Errors, of every method that takes an id: NotInHistory; of all: those of `Database`.
    """

    def __init__(self, database: Database, erase: Callable[[], None]) -> None:
        self._database, self._erase = database, erase

    def summaries(self, search: str) -> list[Any]:
        """Return (id, name, created, changed, first question, turns) of each that was asked anything.

        The last changed come first. Every word of `search` must be somewhere in the conversation.
        """
        words = normalise(search).split()
        where = [HAS_TURNS, *(HAS_WORD.replace("?1", f"?{at}") for at in range(1, len(words) + 1))]
        order = "ORDER BY c.changed_s DESC, c.conversation_id DESC"
        return self._database.rows(f"{SUMMARY} WHERE {' AND '.join(where)} {order}", words)

    def summary(self, conversation_id: int) -> Any:
        """Return what `summaries` says of one."""
        found = self._database.rows(f"{SUMMARY} WHERE c.conversation_id = ?", (conversation_id,))
        if not found:
            raise NotInHistory(conversation_id)
        return found[0]

    def document_ids(self, conversation_id: int) -> list[str]:
        """Return the documents of a conversation, in the order they were given."""
        rows = self._database.rows(
            "SELECT document_id FROM conversation_documents WHERE conversation_id = ? ORDER BY rowid",
            (conversation_id,),
        )
        return [document_id for (document_id,) in rows]

    def turns(self, conversation_id: int) -> list[Any]:
        """Return (turn id, question, asked, winners) of each turn, in order."""
        return self._database.rows(
            """SELECT turn_id, question, asked_s, winners FROM turns
            WHERE conversation_id = ? ORDER BY position""",
            (conversation_id,),
        )

    def answers(self, conversation_id: int) -> list[tuple[int, str]]:
        """Return (turn id, saved answer) of each answer."""
        return self._database.rows(
            "SELECT turn_id, saved FROM answers JOIN turns USING (turn_id) WHERE conversation_id = ?",
            (conversation_id,),
        )

    def start(self, document_ids: Iterable[str]) -> int:
        """Begin a conversation about these documents and return its id.

        Errors: NotInLibrary: what was forgotten must not come back by an answer about it.
        """
        now_s = time.time()
        with self._database.writing():
            conversation_id = self._write(
                "INSERT INTO conversations (name, name_words, created_s, changed_s) VALUES ('', '', ?, ?)",
                now_s,
                now_s,
            )
            for document_id in document_ids:
                self._include(conversation_id, document_id)
        return conversation_id

    def add_turn(
        self,
        conversation_id: int,
        question: str,
        asked_s: float,
        winners: str | None,
        answers: Iterable[SavedAnswer],
    ) -> int:
        """Add a turn at the end and return its id."""
        with self._database.writing():
            self._touch(conversation_id)
            turn_id = self._write(
                """INSERT INTO turns (conversation_id, position, question, words, asked_s, winners) VALUES
                (?1, (SELECT count(*) FROM turns WHERE conversation_id = ?1), ?2, ?3, ?4, ?5)""",
                conversation_id, question, normalise(question), asked_s, winners,
            )  # fmt: skip
            for answer in answers:
                self._put(conversation_id, turn_id, answer)
        return turn_id

    def set_answer(self, turn_id: int, answer: SavedAnswer) -> None:
        """Keep an answer to a turn, in the place of what its mode answered before.

        A vote goes with the answer that it was about.
        """
        with self._database.writing():
            conversation_id = self._conversation_of(turn_id)
            self._touch(conversation_id)
            self._write(
                """UPDATE turns SET winners = NULL WHERE turn_id = ?1
                AND EXISTS (SELECT 1 FROM answers WHERE turn_id = ?1 AND mode = ?2)""",
                turn_id,
                answer[0],
            )
            self._put(conversation_id, turn_id, answer)

    def truncate(self, conversation_id: int, turn_count: int) -> None:
        """Keep the first turns only."""
        with self._database.writing():
            self._touch(conversation_id)
            self._write(
                "DELETE FROM turns WHERE conversation_id = ? AND position >= ?", conversation_id, turn_count
            )

    def rename(self, conversation_id: int, name: str) -> None:
        """Give a conversation a name; the empty one takes it away."""
        with self._database.writing():
            self._check(conversation_id)
            self._write(
                "UPDATE conversations SET name = ?, name_words = ? WHERE conversation_id = ?",
                name, normalise(name), conversation_id,
            )  # fmt: skip

    def set_winners(self, turn_id: int, winners: str | None) -> None:
        """Keep a vote."""
        with self._database.writing():
            self._conversation_of(turn_id)
            self._write("UPDATE turns SET winners = ? WHERE turn_id = ?", winners, turn_id)

    def winners(self, document_ids: Collection[str] | None) -> list[str]:
        """Return every vote in conversations about exactly these documents (None: about anything)."""
        rows = self._database.rows(
            "SELECT conversation_id, winners FROM turns WHERE winners IS NOT NULL ORDER BY turn_id"
        )
        if document_ids is not None:
            keys = {key for key, _ in rows}
            about = {key for key in keys if set(self.document_ids(key)) == set(document_ids)}
            rows = [row for row in rows if row[0] in about]
        return [winners for _, winners in rows]

    def delete(self, conversation_id: int) -> None:
        """Remove a conversation, and every trace of it from the disk."""
        with self._database.writing():
            self._check(conversation_id)
            self._write("DELETE FROM conversations WHERE conversation_id = ?", conversation_id)
            self._write("INSERT OR REPLACE INTO facts VALUES ('erase', '1')")
        self._erase()

    def count_about(self, document_id: str) -> int:
        """Return how many conversations are about a document, among others or alone."""
        found = self._database.rows(
            f"SELECT count(*) FROM conversations c WHERE {HAS_TURNS} AND c.conversation_id IN ({_ABOUT})",
            (document_id,),
        )
        return int(found[0][0])

    def delete_about(self, document_id: str) -> None:
        """Remove those conversations; the caller holds the write lock, and erases."""
        self._write(f"DELETE FROM conversations WHERE conversation_id IN ({_ABOUT})", document_id)

    def move_about(self, document_id: str, moved: Moved) -> None:
        """Change the saved answers of those conversations; the caller holds the write lock."""
        rows = self._database.rows(
            f"""SELECT answers.rowid, saved FROM answers JOIN turns USING (turn_id)
            WHERE conversation_id IN ({_ABOUT})""",
            (document_id,),
        )
        self._database.execute_many(
            "UPDATE answers SET saved = ? WHERE rowid = ?", ((moved(saved), rowid) for rowid, saved in rows)
        )

    def _write(self, sql: str, *values: Any) -> int:
        return self._database.execute(sql, values)

    def _put(self, conversation_id: int, turn_id: int, answer: SavedAnswer) -> None:
        mode, text, saved, document_ids = answer
        for document_id in document_ids:
            self._include(conversation_id, document_id)
        self._write(
            "INSERT OR REPLACE INTO answers (turn_id, mode, words, saved) VALUES (?, ?, ?, ?)",
            turn_id, mode, normalise(text), saved,
        )  # fmt: skip

    def _include(self, conversation_id: int, document_id: str) -> None:
        if not self._database.rows("SELECT 1 FROM documents WHERE document_id = ?", (document_id,)):
            raise NotInLibrary(document_id)
        self._write(
            "INSERT OR IGNORE INTO conversation_documents VALUES (?, ?)", conversation_id, document_id
        )

    def _touch(self, conversation_id: int) -> None:
        self._check(conversation_id)
        self._write(
            "UPDATE conversations SET changed_s = ? WHERE conversation_id = ?", time.time(), conversation_id
        )

    def _check(self, conversation_id: int) -> None:
        if not self._database.rows(
            "SELECT 1 FROM conversations WHERE conversation_id = ?", (conversation_id,)
        ):
            raise NotInHistory(conversation_id)

    def _conversation_of(self, turn_id: int) -> int:
        found = self._database.rows("SELECT conversation_id FROM turns WHERE turn_id = ?", (turn_id,))
        if not found:
            raise NotInHistory(turn_id)
        return int(found[0][0])


_ABOUT = "SELECT conversation_id FROM conversation_documents WHERE document_id = ?"
