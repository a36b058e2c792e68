"""A roll when what happened is heard in another order than it happened in."""

import pytest

from tests.integration.governance.builders import Host


def shares_on_the_roll(host: Host, member_id: str) -> int:
    assembly = host.convene()
    host.freeze(assembly)
    roll = host.call("list_roll", assembly_id=assembly["assembly_id"])
    return sum(row["shares"] for row in roll if row["member_id"] == member_id)


@pytest.mark.parametrize(("placed_for", "on_the_roll"), [
    ("2026-06-01", 5),  # before the other payment: it adds to what that one brought
    ("2026-06-10", 5),  # on the record day
    ("2026-06-11", 2),  # after it
])
def test_a_payment_whose_owner_was_found_late_counts_from_its_own_day_on(
    host: Host, placed_for: str, on_the_roll: int,
) -> None:
    member_id = host.admit(1)
    host.hear("share_paid", member_id=member_id, paid_on="2026-06-05", holding=2)
    host.hear("share_paid", member_id=member_id, paid_on="2026-06-12", holding=6)
    host.hear("share_paid", member_id=member_id, paid_on=placed_for, holding=9)
    assert shares_on_the_roll(host, member_id) == on_the_roll


def test_a_share_taken_back_from_an_earlier_day_is_gone_from_every_later_day(host: Host) -> None:
    member_id = host.admit(3)
    host.hear("share_paid", member_id=member_id, paid_on="2026-06-05", holding=4)
    host.hear("shares_redeemed", member_id=member_id, effective_on="2026-06-02", holding=2)
    assert shares_on_the_roll(host, member_id) == 2


def test_no_day_shows_fewer_than_no_shares(host: Host) -> None:
    member_id = host.admit(1)
    host.hear("share_paid", member_id=member_id, paid_on="2026-06-12", holding=3)
    host.hear("shares_redeemed", member_id=member_id, effective_on="2026-06-02", holding=0)
    stays = host.admit()
    assert (shares_on_the_roll(host, member_id), host.rows(
        "select count(*) from roll_entries where member_id = %s", stays)) == (0, [(1,)])
