"""What was asked before: searched, opened again, renamed, deleted, exported."""
