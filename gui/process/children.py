"""The services of the child processes, by functions that import them where they are called: in the child."""

from gui.process.child import Service


def core_service() -> Service:
    """Return the service of the core child: library, model, answers."""
    from gui.process.core_service import CoreService

    return CoreService()
