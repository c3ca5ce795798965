"""What models have read is counted, kept for good and forgotten: the core child's part of it."""

from core import paths
from core.answering.assembly import snapshot_budget
from core.model.snapshots import Snapshot, Snapshots
from gui.process.requests import CountKept, FitReadings, ForgetReading, KeptReading, KeptReadings, PinReading


def count(request: CountKept) -> KeptReadings:
    """Return what is kept of each document that a model has read."""
    kept = Snapshots(paths.snapshots(), budget_bytes=snapshot_budget(request.settings))
    snapshots = kept.all()
    by_document: dict[str, KeptReading] = {}
    for snapshot in snapshots:
        for document_id in snapshot.document_ids:
            by_document[document_id] = _with(by_document.get(document_id), snapshot)
    total_bytes = sum(snapshot.size_bytes for snapshot in snapshots)
    return KeptReadings(by_document, total_bytes, kept.budget_bytes())


def pin(request: PinReading) -> None:
    """Keep what was read of a document whatever the budget says, or no longer."""
    Snapshots(paths.snapshots()).pin(request.document_id, is_pinned=request.is_pinned)


def fit(request: FitReadings) -> None:
    """Delete what was not used for longest, until the rest fits the room."""
    Snapshots(paths.snapshots()).limit(snapshot_budget(request.settings))


def forget(request: ForgetReading) -> None:
    """Delete what models have read, of a document or of all."""
    kept = Snapshots(paths.snapshots())
    if request.document_id is None:
        kept.forget_all()
    else:
        kept.forget(request.document_id)


def _with(kept: KeptReading | None, snapshot: Snapshot) -> KeptReading:
    if kept is None:
        return KeptReading(snapshot.size_bytes, snapshot.used_s, snapshot.is_pinned)
    return KeptReading(
        kept.size_bytes + snapshot.size_bytes,
        max(kept.used_s, snapshot.used_s),
        kept.is_pinned or snapshot.is_pinned,
    )
