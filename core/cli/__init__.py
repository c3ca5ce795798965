"""The command line: the same core that the window uses, in a terminal."""
