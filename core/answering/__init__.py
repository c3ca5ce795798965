"""A question becomes an answer: what the model reads, in which words, and what comes of it."""
