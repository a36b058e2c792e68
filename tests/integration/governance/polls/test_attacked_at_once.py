"""Credentials, closings and rolls at the same moment: one credential a member, and the roll marks are the count."""

import secrets
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from services.governance.checks import CHECKS
from tests.integration.governance.builders import HELD, Host, Refused

AT_ONCE = 6


def outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except Refused as refused:
        return refused.code
    return "done"


def at_once(*acts: Callable[[], object]) -> Counter[str]:
    """How acts end that begin at the same moment."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(outcome, acts))


def asks(host: Host, poll_id: str, member_id: str) -> Callable[[], object]:
    """A member asks for a signature on something of his own making."""
    blinded = "00" + secrets.token_hex(255)
    return lambda: host.as_member(member_id)("issue_credential", poll_id=poll_id, member_id=member_id,
                                              blinded=blinded)


def faults(host: Host) -> list[str]:
    return [fault for check in CHECKS for fault in check.run(host.dispatcher.database)]


def test_a_member_who_asks_many_times_at_once_gets_one_credential(host: Host) -> None:
    member_id, _ = host.admit(), host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    found = at_once(*[asks(host, poll_id, member_id) for _ in range(AT_ONCE)])
    assert found == {"done": 1, "credential_already_issued": AT_ONCE - 1}
    assert host.rows("select count(*) from credentials") == [(1,)]


def test_credentials_asked_for_while_the_poll_closes_are_in_the_count_or_refused(host: Host) -> None:
    members = [host.admit() for _ in range(AT_ONCE)]
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    host.on = HELD
    host.call("close_poll", poll_id=poll_id, subject="chair", roles=("board",))
    close = partial(host.call, "close_poll", poll_id=poll_id)
    found = at_once(*[asks(host, poll_id, member_id) for member_id in members], close, close)
    assert set(found) <= {"done", "poll_not_open"}
    host.carry()
    issued = host.rows("select count(*) from credentials")[0][0]
    assert host.call("get_board", poll_id=poll_id)["closing"]["credentials"] == issued == found["done"] - 1
    assert host.rows("select count(*) from poll_keys") == [(0,)]
    assert faults(host) == []


def test_a_roll_frozen_by_several_at_once_is_frozen_once(host: Host) -> None:
    host.admit()
    assembly = host.convene()
    host.on = host.on.replace(month=6, day=10)
    freeze = partial(host.call, "freeze_roll", assembly_id=assembly["assembly_id"])
    assert at_once(*[freeze] * AT_ONCE) == {"done": 1, "roll_already_frozen": AT_ONCE - 1}
    assert faults(host) == []
