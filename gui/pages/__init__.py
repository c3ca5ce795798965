"""The PDF as it looks: a continuous view, drawn in a child process, so that a hostile file costs little."""
