"""The local language model: a GGUF file, and what llama.cpp makes of it."""

import os

# Threads of llama.cpp wait for each other by spinning. Where another program wants a core, they spin for one
# that does not run, and reading takes 2 to 3 times as long; so they spin shortly and then sleep. GNU OpenMP
# reads this when it is loaded.
os.environ.setdefault("GOMP_SPINCOUNT", "1000")
