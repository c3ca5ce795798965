"""A library's file as older versions left it."""

import sqlite3

from core import paths

# What each format has beyond the one before it, and how to take it away; the first format has nothing.
STEPS_BACK = {
    2: tuple(
        f"DROP TABLE {table}" for table in ("answers", "turns", "conversation_documents", "conversations")
    ),
    3: (
        "ALTER TABLE documents DROP COLUMN reader",
        "ALTER TABLE documents DROP COLUMN analysis",
        "INSERT INTO facts VALUES ('analysis', 'old')",
    ),
    4: ("ALTER TABLE chunks DROP COLUMN is_listing",),
    5: ("DROP TABLE terms", "CREATE VIRTUAL TABLE terms USING fts5 (body, forms, heading)"),
}


def take_back(version: int) -> None:
    """Give the library's file the format that it had in this version."""
    with sqlite3.connect(paths.library_file()) as raw:
        for step in range(max(STEPS_BACK), version, -1):
            for statement in STEPS_BACK[step]:
                raw.execute(statement)
        raw.execute(f"PRAGMA user_version = {version}")
    raw.close()
