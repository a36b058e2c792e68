"""Values, the two tests and the queue: each rule on both sides and at its boundary."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.membership.countries.be.leaving import room_for_distribution, worth_of
from services.membership.payouts.errors import NetAssetsUnknown
from services.membership.payouts.rules import (
    Claim,
    ClaimKind,
    Finding,
    NetAssets,
    Room,
    add_months,
    claim_named,
    end_to_end_id,
    plan_payments,
    set_off,
    without_unknown_accounts,
)
from shared.money import Money


@pytest.mark.parametrize(("start", "months", "end"), [
    (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2028, 1, 31), 1, date(2028, 2, 29)),
    (date(2026, 3, 15), 1, date(2026, 4, 15)), (date(2026, 12, 31), 2, date(2027, 2, 28)),
    (date(2026, 1, 15), 12, date(2027, 1, 15)),
])
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def accounts(net: str, shares: int, unavailable: str = "0.00") -> NetAssets:
    return NetAssets(id="nas", as_of=date(2026, 12, 31), net=Money.of(net), unavailable=Money.of(unavailable),
                     shares=shares)


def worth(net: str, total: int = 100, shares: int = 2) -> str:
    return str(worth_of(shares=shares, paid_in=Money.of(30 * shares), accounts=accounts(net, total)).amount.amount)


def test_a_leaver_gets_what_he_paid_in_when_the_shares_are_worth_that_or_more() -> None:
    assert worth("3000.00") == worth("900000.00") == "60.00"


def test_a_leaver_gets_the_net_asset_value_when_it_is_less_and_never_a_cent_more() -> None:
    assert worth("2999.99") == "59.99"
    assert worth("1000.00", total=300, shares=2) == "6.66"


def test_what_is_worth_nothing_is_paid_with_nothing() -> None:
    assert worth("0.00") == worth("-5000.00") == "0.00"


def test_without_approved_accounts_or_without_shares_in_them_nobody_knows_the_value() -> None:
    for known in (None, accounts("1000.00", 0)):
        with pytest.raises(NetAssetsUnknown):
            worth_of(shares=1, paid_in=Money.of(30), accounts=known)


def room(*, net: str = "1000.00", unavailable: str = "0.00", limit: str = "9999.00", paid: str = "0.00",
         found: str = "0.00", covers: date = date(2028, 7, 1), decided: date = date(2027, 7, 1),
         on: date = date(2027, 7, 1)) -> tuple[str, str]:
    result = room_for_distribution(
        on=on, statement=accounts(net, 100, unavailable), paid_since_statement=Money.of(paid), months=12,
        finding=Finding(decided_on=decided, covers_until=covers, ceiling=Money.of(limit)),
        paid_since_finding=Money.of(found))
    return str(result.amount.amount), result.bound_by


def test_net_assets_may_be_paid_down_to_zero_and_not_below() -> None:
    assert room() == ("1000.00", "net_asset_test")
    assert room(paid="999.99") == ("0.01", "net_asset_test")
    assert room(paid="1000.00") == room(net="-1.00") == ("0.00", "net_asset_test")


def test_equity_that_is_unavailable_stays() -> None:
    assert room(unavailable="999.99") == ("0.01", "net_asset_test")
    assert room(unavailable="1000.00") == room(unavailable="1000.01") == ("0.00", "net_asset_test")


def test_the_board_must_have_found_that_debts_of_twelve_months_can_be_paid() -> None:
    assert room(limit="10.00") == ("10.00", "liquidity_test")
    assert room(limit="10.00", found="10.00") == ("0.00", "liquidity_test")
    assert room(covers=date(2028, 6, 30)) == ("0.00", "liquidity_not_found")
    assert room(decided=date(2027, 7, 2)) == ("0.00", "liquidity_not_found")


def test_without_accounts_or_finding_nothing_is_distributed() -> None:
    zero = Money.zero()
    given_none = {"on": date(2027, 7, 1), "paid_since_statement": zero, "paid_since_finding": zero, "months": 12}
    assert room_for_distribution(statement=None, finding=None, **given_none).bound_by == "net_assets_unknown"
    assert room_for_distribution(statement=accounts("9.00", 1), finding=None, **given_none).bound_by == \
        "liquidity_not_found"


def claim(number: int, amount: int, *, payable: bool = True, day: int = 1) -> Claim:
    return Claim(id=f"clm_{number}", kind=ClaimKind.EXIT, member_id="mbr_1", amount=Money(amount),
                 due_on=date(2027, 7, day), account="BE68539007547034" if payable else "")


def ids(claims: tuple[Claim, ...]) -> list[str]:
    return [one.id for one in claims]


def test_the_queue_is_paid_in_its_order_and_nobody_overtakes() -> None:
    queue = [claim(3, 10, day=3), claim(1, 10, day=1), claim(2, 100, day=2)]
    plan = plan_payments(queue, room=Room(amount=Money(30), bound_by="net_asset_test"))
    assert (ids(plan.pay), ids(plan.suspend)) == (["clm_1"], ["clm_2", "clm_3"])
    assert (plan.bound_by, plan.in_part) == ("net_asset_test", Money(20))


def test_a_claim_that_fits_to_the_cent_is_paid() -> None:
    plan = plan_payments([claim(1, 30)], room=Room(amount=Money(30), bound_by=""))
    assert ids(plan.pay) == ["clm_1"]
    assert ids(plan_payments([claim(1, 31)], room=Room(amount=Money(30), bound_by="")).suspend) == ["clm_1"]


def test_who_has_no_account_keeps_his_room_and_holds_up_nobody() -> None:
    queue = [claim(1, 20, payable=False), claim(2, 10), claim(3, 10)]
    plan = plan_payments(queue, room=Room(amount=Money(30), bound_by="liquidity_test"))
    assert (ids(plan.pay), ids(plan.waiting), ids(plan.suspend)) == (["clm_2"], ["clm_1"], ["clm_3"])


@given(st.lists(st.tuples(st.integers(1, 50), st.booleans(), st.integers(1, 28)), max_size=12), st.integers(0, 300))
def test_the_plan_never_pays_more_than_the_room_and_forgets_nobody(
    asked: list[tuple[int, bool, int]], left: int,
) -> None:
    queue = [claim(n, amount, payable=payable, day=day) for n, (amount, payable, day) in enumerate(asked)]
    plan = plan_payments(queue, room=Room(amount=Money(left), bound_by="x"))
    paid = sum(one.amount.cents for one in (*plan.pay, *plan.waiting)) + (plan.in_part or Money(0)).cents
    assert paid <= left
    assert paid == left or not plan.suspend or not plan.suspend[0].is_payable
    assert sorted(ids((*plan.pay, *plan.waiting, *plan.suspend))) == sorted(one.id for one in queue)
    if plan.suspend and plan.pay:
        assert max(one.due_on for one in plan.pay) <= min(one.due_on for one in plan.suspend)


def test_a_claim_is_found_by_the_id_that_the_bank_carries() -> None:
    claim_id = "clm_019c0000000070008000000000000001"
    assert claim_named(end_to_end_id(claim_id)) == claim_named(claim_id) == claim_id
    assert claim_named("wag019c0000000070008000000000000001") is None


def test_what_is_owed_to_us_falls_from_what_we_owe_the_oldest_first() -> None:
    parts = set_off([claim(1, 20), claim(2, 20)], Money(30))
    assert [(one.id, part) for one, part in parts] == [("clm_1", Money(20)), ("clm_2", Money(10))]
    assert set_off([claim(1, 20)], Money(0)) == []


def test_what_no_bank_takes_waits_as_if_its_account_were_not_known() -> None:
    claims = [Claim(id=f"clm_{name}", kind=ClaimKind.EXIT, member_id="m", amount=Money(1, "EUR"),
                    due_on=date(2026, 1, 1), payee=name, account=account)
              for name, account in (("good", "A"), ("bad", "B"), ("none", ""))]
    found = without_unknown_accounts(claims, lambda claim: claim.payee != "bad")
    assert [claim.account for claim in found] == ["A", "", ""]
