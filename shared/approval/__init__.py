"""Approval by a second person: asked by one, decided by another, for exactly one content, used once, in time.

    request = ask_approval(tx, act="send_run", about="run_1", content={...}, lasts=timedelta(hours=4))
    approve(tx, request)                     # by another actor; `refuse(tx, request, reason=...)` where it may not be
    use_approval(tx, request, act="send_run", about="run_1", content={...})     # in the transaction that does the act

What is approved is the content's digest: should it change in the meantime, the act is refused and must be asked for
anew. Nobody approves what they asked, whatever their roles; the database itself refuses it (triggers), and every row is
append-only. Who asked may withdraw; what nobody answers expires; `list_open` says what waits for whom to look at it.
Its tables stand beside those of `shared.bus`; its `CONSTRAINTS` are told to the database like a service's own.
"""

from shared.approval.requests import (
    CONSTRAINTS,
    ApprovalMissing,
    ApprovalRequest,
    ApprovalState,
    ApprovedContentDiffers,
    DecidedAlready,
    RequestExpired,
    SecondPersonNeeded,
    UsedAlready,
    approve,
    ask_approval,
    get_approval,
    list_open,
    refuse,
    use_approval,
    withdraw,
)

__all__ = [
    "CONSTRAINTS", "ApprovalMissing", "ApprovalRequest", "ApprovalState", "ApprovedContentDiffers", "DecidedAlready",
    "RequestExpired", "SecondPersonNeeded", "UsedAlready", "approve", "ask_approval", "get_approval", "list_open",
    "refuse", "use_approval", "withdraw",
]
