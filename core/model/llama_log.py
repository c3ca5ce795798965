"""llama.cpp's own log goes to Python's logging, never to the terminal; its errors become reasons."""

import logging
import re

import llama_cpp.llama_cpp as llama

from core.sentences import Words

logger = logging.getLogger(__name__)

LEVELS = {1: logging.DEBUG, 2: logging.DEBUG, 3: logging.WARNING, 4: logging.ERROR}  # 5 continues a line
ERROR = 4

_errors: list[str] = []
_started: list[object] = []  # holds the callback: ctypes does not keep it alive


def start_backend() -> None:
    """Start llama.cpp, once per process, with its log in our hands."""
    if _started:
        return
    callback = llama.llama_log_callback(_take)
    _started.append(callback)
    llama.llama_log_set(callback, None)
    llama.llama_backend_init()


def forget_errors() -> None:
    """Forget the errors so far, before an attempt that may fail."""
    _errors.clear()


def last_error(default: Words) -> Words:
    """Return why the attempt failed, in llama.cpp's words, or `default` where it said nothing."""
    named = [error for error in _errors if "error" in error] or _errors
    reason = re.sub(r"^(\w+: |error loading model[^:]*: )+", "", named[0]) if named else ""
    return default if reason.startswith("failed to load") else reason.strip().rstrip(".") or default


def _take(level: int, text: bytes | None, _user_data: object) -> None:
    line = (text or b"").decode("utf-8", "replace").strip()
    if not line:
        return
    if level == ERROR:
        _errors.append(line)
    logger.log(LEVELS.get(level, logging.DEBUG), "%s", line)
