"""The trace of every read of the register."""

from typing import Any

from services.membership.domain.access import assert_may_enter, assert_may_read
from services.membership.store.register import Q
from shared.bus.event_log import canonical
from shared.identifiers import new_id
from shared.postgres import Tx


def open_register(tx: Tx, *, what: str, rows_read: int, about: str = "", direct: bool = True, **asked: Any) -> None:
    """Note who reads the register, when, what and for which purpose; direct access needs a strong identification."""
    needed = str(tx.tables.value("register_assurance", tx.on)) if direct else ""
    assert_may_read(assurance=tx.assurance, needed=needed, purpose=tx.purpose)
    question = canonical({"what": what, **{name: str(value) for name, value in asked.items()}})
    tx.run(Q.add_read, id=new_id("rrd"), at=tx.at, on=tx.on, actor=tx.actor, roles=" ".join(sorted(tx.roles)),
           assurance=tx.assurance, purpose=tx.purpose, what=question, about=about, rows_read=rows_read)


def assert_entry(tx: Tx) -> None:
    """Who writes in the register himself is identified as strongly as who reads it (RD 29-4-2019 art. 7:13)."""
    assert_may_enter(assurance=tx.assurance, needed=str(tx.tables.value("register_assurance", tx.on)))
