"""Members enter the directory and leave it, as they like."""

from services.membership.admission.reads import assert_place
from services.membership.directory import store
from services.membership.directory.rules import Listing
from services.membership.members.reads import lock_current_member
from shared.postgres import Tx


def enter_directory(tx: Tx, *, member_id: str, entry: Listing) -> None:
    """A member lets the others find them; said again, their new words take the place of the old ones."""
    lock_current_member(tx, member_id)
    assert_place(tx, entry.city)
    store.save_entry(tx, member_id, entry)


def leave_directory(tx: Tx, *, member_id: str) -> None:
    """A member does not want to be found any more: what others could read is gone at once."""
    store.drop_entry(tx, member_id)
