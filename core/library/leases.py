"""Who embeds what: of two processes on one library, one at a time embeds a document."""

import time

import psutil

from core.library.database import Database

LEASE_S = 30.0


def take_lease(database: Database, document_key: int, embedder_id: str, owner: str, pid: int) -> bool:
    """Take or renew the right to embed a document; false while another living process holds it."""
    now_s = time.time()
    with database.writing():
        held = database.rows(
            "SELECT owner, pid, renewed_s FROM leases WHERE document_key = ? AND embedder_id = ?",
            (document_key, embedder_id),
        )
        if held and _is_of_another(held[0], owner, now_s):
            return False
        database.execute(
            "INSERT OR REPLACE INTO leases VALUES (?, ?, ?, ?, ?)",
            (document_key, embedder_id, owner, pid, now_s),
        )
        return True


def _is_of_another(held: tuple[str, int, float], owner: str, now_s: float) -> bool:
    holder, pid, renewed_s = held
    return holder != owner and psutil.pid_exists(pid) and abs(now_s - renewed_s) < LEASE_S
