"""The local language model: a GGUF file, and what llama.cpp makes of it."""
