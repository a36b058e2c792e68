"""What the ballot box's answers make of a poll: open, sealed, or closed with a result."""

from services.governance.polls import store
from services.governance.polls.rules import poll as polls
from services.governance.polls.rules.poll import Poll, VoteCount
from shared.postgres import Tx


def lock_poll(tx: Tx, poll_id: str) -> Poll:
    """A poll locked until commit, for whoever has its board."""
    return store.lock_poll(tx, poll_id)


def confirm_open(tx: Tx, poll_id: str, *, digest: str) -> None:
    """The ballot box holds the paper: the poll is open."""
    poll, events = polls.confirm_open(store.lock_poll(tx, poll_id), digest=digest, on=tx.on)
    store.save_poll(tx, poll)
    tx.announce_all(events)


def forget_keys(tx: Tx, poll_id: str) -> None:
    """A vote that was decided otherwise signs nothing any more."""
    store.delete_keys(tx, poll_id)


def ask_again(tx: Tx, poll_id: str) -> None:
    """What stood in the way of a poll's result is here: the ballot box is asked once more."""
    store.reopen_messages(tx, poll_id)


def keep_sealed(tx: Tx, poll: Poll) -> None:
    """The verified board is here, and its ballots are sealed still."""
    store.save_poll(tx, polls.keep_sealed(poll))


def declare_result(tx: Tx, poll: Poll, count: VoteCount, *, closing: str, opened_with: str) -> Poll:
    """Close a poll for good on what was counted, and say what was decided."""
    poll, result, events = polls.declare(poll, count=count, closing=closing, on=tx.on)
    store.add_result(tx, result, opened_with=opened_with)
    store.save_poll(tx, poll)
    tx.announce_all(events)
    return poll
