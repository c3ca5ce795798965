"""Where the person asks: the question box, what may be read, and what it will cost."""
