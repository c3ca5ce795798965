"""The program with somebody who watches it from within (see `watcher`); otherwise it runs as always.

    python -m tests.end_to_end.watched FILE...

Whichever of its processes talks to another machine says so on standard error, and ends.
"""

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto")


def refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """End a process that wants to reach another machine; a hook of the interpreter's."""
    if event in NETWORK and not isinstance(arguments[-1], str | bytes):  # a local socket has a path
        os.write(2, f"NETWORK {event} {arguments}\n".encode())
        os._exit(99)


# Here, so that it holds in the child processes too: they import this module when they start.
sys.addaudithook(refuse_network)


def main() -> int:
    """Run the program, and watch the window that it builds."""
    import gui.app
    from main import main as openbook
    from tests.end_to_end.watcher import Watcher

    build = gui.app.build

    def build_watched(app: "QApplication") -> Any:
        window, start = build(app)
        Watcher(window)
        return window, start

    gui.app.build = build_watched
    return openbook(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
