"""The frozen roll: its digest stands for every entry, its totals leave out what is suspended."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.governance.elections.rules.majority import QuorumBase, presence_of
from services.governance.rolls.rules import RollEntry, roll_digest, totals_of

ASSEMBLY = "asm_" + "1" * 32


def entry(number: int, shares: int = 3, suspended: int = 0, *, voting: bool = True) -> RollEntry:
    return RollEntry(member_id=f"mbr_{number:032x}", shares=shares, suspended_shares=suspended, voting=voting)


def test_suspended_shares_and_members_do_not_count() -> None:
    totals = totals_of([entry(1, 5), entry(2, 4, 1), entry(3, 7, 7, voting=False)])
    assert (totals.members, totals.voting_members, totals.shares, totals.voting_shares) == (3, 2, 16, 8)


def test_presence_is_measured_in_the_unit_of_the_quorum() -> None:
    present, entitled = totals_of([entry(1, 5)]), totals_of([entry(1, 5), entry(2, 4, 1)])
    by_shares = presence_of(QuorumBase.SHARES, present, entitled)
    by_members = presence_of(QuorumBase.MEMBERS, present, entitled)
    assert (by_shares.present, by_shares.entitled) == (5, 8)
    assert (by_members.present, by_members.entitled) == (1, 2)


@given(st.permutations([entry(n, n + 1) for n in range(6)]))
def test_the_digest_does_not_depend_on_the_order(entries: list[RollEntry]) -> None:
    assert roll_digest(ASSEMBLY, entries) == roll_digest(ASSEMBLY, sorted(entries, key=lambda e: e.member_id))


@pytest.mark.parametrize("change", [{"shares": 4}, {"suspended_shares": 1}, {"voting": False},
                                    {"member_id": "mbr_" + "f" * 32}])
def test_every_change_of_an_entry_changes_the_digest(change: dict[str, object]) -> None:
    entries = [entry(1), entry(2)]
    changed = [entries[0], replace(entries[1], **change)]  # type: ignore[arg-type]
    assert roll_digest(ASSEMBLY, changed) != roll_digest(ASSEMBLY, entries)
    assert roll_digest(ASSEMBLY, entries[:1]) != roll_digest(ASSEMBLY, entries)
    assert roll_digest("asm_" + "2" * 32, entries) != roll_digest(ASSEMBLY, entries)
