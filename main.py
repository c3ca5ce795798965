"""OpenBook: arguments become the window, or one command."""

import sys


def main() -> int:
    """Run one command and return the exit status of the process."""
    return 0


if __name__ == "__main__":
    sys.exit(main())
