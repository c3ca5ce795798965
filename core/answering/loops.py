"""What a model says over and over is said once."""

from core.model.writing import LOOP_TIMES


def without_loop(text: str) -> str:
    """Return `text` with what it repeats at its end said once."""
    for period in range(1, len(text) // 2 + 1):
        unit = text[-period:]
        if len(set(unit.strip())) > 1 and text.endswith(unit * (LOOP_TIMES - 1)):
            # Not the unit itself: the first time, at the start of the text, no space stands before it.
            while text[:-period].rstrip().endswith(unit.strip()):
                text = text[:-period].rstrip()
            return text.rstrip()
    return text
