"""The guarantee fund: what it carries while clients owe, gets back when they pay, and bears when they default."""

from dataclasses import replace
from datetime import date, timedelta

import psycopg
import pytest

from services.payroll.checks import CHECKS
from services.payroll.fund import use_cases
from services.payroll.fund.postings import advance_step
from shared.parameters import Row
from tests.builders import as_owner
from tests.integration.payroll.driver import ANNA, BRAM, CLIENT, Host, Job, amount, money

PAY_DAY, LATER = date(2026, 10, 6), date(2026, 10, 20)
JOB = Job()
COST = "4398.70"


def paid_out(host: Host, *jobs: Job) -> None:
    host.staff(ANNA, BRAM)
    for job in jobs:
        host.work(job)
    host.pay_day(PAY_DAY)


def exposure(host: Host) -> str:
    return str(host.call("get_guarantee_fund", on=date(2027, 12, 31))["exposure"]["amount"])


def test_full_payment_recovers_exactly_all(host: Host) -> None:
    paid_out(host, JOB)
    for so_far in ("0.01", "2000.00", "6187.42", "6187.43"):
        host.client_pays(JOB, so_far, LATER)
    recovered = [amount(body["amount"]) for _, body in host.published("advance_recovered")]
    assert str(sum(recovered)) == COST
    assert exposure(host) == "0.00"
    assert str(host.balance("advances")) == str(host.balance("treasury_drawn")) == "0.00 EUR"
    assert host.faults() == []


def test_a_part_payment_recovers_its_share_of_the_whole_invoice(host: Host) -> None:
    paid_out(host, JOB)
    host.client_pays(JOB, "3093.72", LATER)  # half of 6187.43, rounded up
    ((_, body),) = host.published("advance_recovered")
    assert (body["amount"], body["open"]) == (money("2199.35"), money("2199.35"))


def test_payment_before_the_wage_needs_no_advance(host: Host) -> None:
    host.staff(ANNA)
    host.work(JOB)
    host.client_pays(JOB, JOB.invoice_total, date(2026, 10, 2))
    host.pay_day(PAY_DAY)
    assert host.published("advance_opened") == []
    assert host.wage_of(JOB)["state"] == "sent"
    assert exposure(host) == "0.00"


def test_a_part_payment_before_the_wage_is_not_advanced(host: Host) -> None:
    host.staff(ANNA)
    host.work(JOB)
    host.client_pays(JOB, "3093.72", date(2026, 10, 2))
    host.pay_day(PAY_DAY)
    ((_, body),) = host.published("advance_opened")
    assert body["amount"] == money("2199.35")


def test_what_deposits_paid_before_the_work_is_not_advanced_and_counts_beside_what_the_invoice_brings(
    host: Host,
) -> None:
    job = Job(prepaid="3093.72")
    paid_out(host, job)
    ((_, opened),) = host.published("advance_opened")
    assert opened["amount"] == money("2199.35")
    host.client_pays(job, "3093.71", LATER)
    assert (exposure(host), host.faults()) == ("0.00", [])


def test_a_deposit_taken_back_after_the_work_is_carried_again_until_it_is_paid(host: Host) -> None:
    job = Job(prepaid="3093.72")
    paid_out(host, job)
    host.client_pays(job, "3093.71", LATER)
    assert exposure(host) == "0.00"
    host.client_pays(job, "3093.71", date(2026, 10, 25), kind="payment_reversed", prepaid_so_far=money("0.00"))
    assert exposure(host) == "2199.35"  # half of what the work cost
    host.client_pays(job, "3093.71", date(2026, 10, 26))  # any other payment leaves what deposits brought as it was
    assert exposure(host) == "2199.35"
    host.client_pays(job, "3093.71", date(2026, 10, 27), prepaid_so_far=money("3093.72"))
    assert (exposure(host), host.faults()) == ("0.00", [])


def test_a_payment_taken_back_is_carried_again(host: Host) -> None:
    paid_out(host, JOB)
    host.client_pays(JOB, JOB.invoice_total, LATER)
    host.client_pays(JOB, "0.00", date(2026, 10, 25), kind="payment_reversed")
    assert exposure(host) == COST
    assert [body["amount"]["amount"] for _, body in host.published("advance_recovered")] == [COST, f"-{COST}"]
    assert host.faults() == []


def test_a_payment_from_before_the_wage_taken_back_opens_an_advance(host: Host) -> None:
    host.staff(ANNA)
    host.work(JOB)
    host.client_pays(JOB, JOB.invoice_total, date(2026, 10, 2))
    host.pay_day(PAY_DAY)
    host.client_pays(JOB, "0.00", LATER, kind="payment_reversed")
    ((_, body),) = host.published("advance_opened")
    assert (body["amount"], body["opened_on"]) == (money(COST), "2026-10-20")
    assert host.faults() == []


def test_the_fund_bears_a_default_and_the_wage_is_not_touched(host: Host) -> None:
    paid_out(host, JOB)
    host.client_pays(JOB, "3093.72", LATER)
    before = host.call("get_wage", wage_id=host.wage_of(JOB)["wage_id"])
    host.write_off(JOB, date(2026, 12, 1))
    fund = host.call("get_guarantee_fund", on=date(2027, 12, 31))
    assert (fund["lost"], fund["exposure"], fund["balance"]) == (money("2199.35"), money("0.00"), money("-2199.35"))
    assert host.call("get_wage", wage_id=before["wage_id"]) == before
    ((_, body),) = host.published("advance_lost")
    assert (body["amount"], body["lost_on"]) == (money("2199.35"), "2026-12-01")
    assert host.faults() == []


def test_what_comes_in_after_a_default_gives_the_fund_back_its_part(host: Host) -> None:
    paid_out(host, JOB)
    host.write_off(JOB, date(2026, 12, 1))
    host.recover(JOB, "3093.72", date(2027, 3, 1))  # half of 6187.43, rounded up
    fund = host.call("get_guarantee_fund", on=date(2027, 12, 31))
    assert {name: fund[name]["amount"] for name in ("lost", "regained", "recovered", "exposure", "balance")} == {
        "lost": COST, "regained": "2199.35", "recovered": "0.00", "exposure": "0.00", "balance": "-2199.35"}
    ((_, body),) = host.published("advance_regained")
    assert (body["amount"], body["regained_on"]) == (money("2199.35"), "2027-03-01")
    assert [one["standing"] for one in host.call("list_advances", only_open=False)] == ["lost"]
    host.recover(JOB, "3093.71", date(2027, 3, 2))
    assert [one["standing"] for one in host.call("list_advances", only_open=False)] == ["recovered"]
    assert {str(host.balance(account)) for account in ("guarantee_fund", "advances", "treasury_drawn")} == {"0.00 EUR"}
    assert host.faults() == []


def test_a_loss_that_is_booked_the_wrong_way_round_is_found(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    paid_out(host, JOB)
    host.write_off(JOB, date(2026, 12, 1))
    monkeypatch.setattr(use_cases, "advance_step", lambda advance, event, place, on: advance_step(
        advance, replace(event, amount=-event.amount), place, on))
    host.recover(JOB, JOB.invoice_total, date(2027, 1, 4))
    (fault,) = host.faults()
    assert fault.endswith("cost the fund 0 cents after its inflow, its account has 879740")


def test_what_was_regained_and_taken_back_by_the_bank_is_lost_again(host: Host) -> None:
    paid_out(host, JOB)
    host.write_off(JOB, date(2026, 12, 1))
    for came_in in ("3093.72", "-3093.72"):
        host.recover(JOB, came_in, date(2027, 3, 1))
    fund = host.call("get_guarantee_fund", on=date(2027, 12, 31))
    assert (fund["regained"], fund["balance"]) == (money("0.00"), money(f"-{COST}"))
    assert [body["amount"]["amount"] for _, body in host.published("advance_regained")] == ["2199.35", "-2199.35"]
    assert host.faults() == []


def test_a_default_before_the_seventh_day_is_borne_the_moment_the_wage_is_paid(host: Host) -> None:
    host.staff(ANNA)
    host.work(JOB)
    host.write_off(JOB, date(2026, 10, 5))
    host.pay_day(PAY_DAY)
    assert host.wage_of(JOB)["state"] == "sent"
    assert [kind for kind, _ in host.published("advance_opened", "advance_lost")] == ["advance_opened", "advance_lost"]
    assert host.call("get_guarantee_fund", on=date(2027, 12, 31))["lost"] == money(COST)
    assert host.faults() == []


def test_a_default_is_booked_once(host: Host) -> None:
    paid_out(host, JOB)
    for day in (1, 2):
        host.write_off(JOB, date(2026, 12, day))
    assert len(host.published("advance_lost")) == 1


def test_what_invoicing_says_about_other_invoices_is_left_alone(host: Host) -> None:
    host.client_pays(JOB, "10.00", LATER)
    host.write_off(JOB, LATER)
    host.recover(JOB, "1.00", LATER)
    assert host.published() == []


def test_the_fund_names_for_whom_it_carries_most(host: Host) -> None:
    paid_out(host, JOB, Job(number=2, member_id=BRAM, budget="1000.00"))
    fund = host.call("get_guarantee_fund", on=date(2027, 12, 31))
    (debtor,) = fund["debtors"]
    assert (debtor["client_id"], debtor["advances"]) == (CLIENT, 2)
    assert debtor["exposure"] == fund["exposure"]
    assert fund["reserve_ratio"] == "0.0000"


@pytest.mark.parametrize(("on", "standing"), [
    (date(2026, 10, 29), "not_due"), (date(2026, 10, 30), "due"), (date(2026, 10, 31), "overdue"),
])
def test_an_advance_says_where_its_invoice_stands(host: Host, on: date, standing: str) -> None:
    paid_out(host, JOB)
    (advance,) = host.call("list_advances", on=on)
    assert (advance["standing"], advance["open"]) == (standing, money(COST))


def test_settled_advances_are_listed_only_when_asked_for(host: Host) -> None:
    paid_out(host, JOB)
    host.client_pays(JOB, JOB.invoice_total, LATER)
    assert host.call("list_advances") == []
    assert [one["standing"] for one in host.call("list_advances", only_open=False)] == ["recovered"]


FAULTS = [
    ("employment budgets", "alter table allocations disable trigger user; update allocations set cents = cents + 1"),
    ("wages", "alter table wages disable trigger user; update wages set net_cents = net_cents - 1"),
    ("wages", "alter table payslips disable trigger user; delete from payslips_to_print; delete from payslips"),
    ("advances", "update advances set recovered_cents = 1"),
    ("advances", ("alter table advances drop constraint advances_regain_what_was_lost; "
                 "update advances set regained_cents = 1")),
    ("payslips", "alter table payslips disable trigger user; update payslips set content = '{}'"),
    ("payslips", "alter table payslips disable trigger user; update payslips set number = 2"),
    ("payslips", "update payslip_series set last_number = 2"),
    ("payments", "alter table wages disable trigger user; update wages set net_cents = net_cents - 1"),
]


@pytest.mark.parametrize(("check", "breach"), FAULTS)
def test_a_planted_breach_is_found_by_its_check(host: Host, check: str, breach: str) -> None:
    paid_out(host, JOB)
    (proof,) = [one for one in CHECKS if one.name == check]
    assert list(proof.run(host.database)) == []
    with psycopg.connect(as_owner(host.database.url)) as conn:
        for statement in breach.split(";"):
            conn.execute(statement)  # type: ignore[arg-type]
    assert list(proof.run(host.database)) != []


@pytest.mark.parametrize(("days", "age"), [
    (0, "not_due"), (1, "to_30"), (30, "to_30"), (31, "to_60"), (60, "to_60"), (61, "to_90"), (90, "to_90"),
    (91, "over_90")])
def test_what_is_carried_stands_under_its_age_on_the_day_asked(host: Host, days: int, age: str) -> None:
    paid_out(host, JOB)
    due_on = JOB.done_on + timedelta(days=30)
    fund = host.call("get_guarantee_fund", on=due_on + timedelta(days=days))
    assert {one["age"]: one["exposure"]["amount"] for one in fund["ageing"] if one["exposure"]["amount"] != "0.00"} == {
        age: COST}
    assert fund["expected_loss"] is None


def fund_share(host: Host, member_id: str, on: date = LATER) -> dict[str, str]:
    found = host.call("get_fund_share", on=on, member_id=member_id)
    return {name: value["amount"] for name, value in found.items() if name != "member_id"}


def test_two_points_of_seven_and_a_half_of_the_fee_feed_the_fund_and_bear_what_it_loses(host: Host) -> None:
    """332.38 x 2 / 7.5 = 88.63, 100.00 x 2 / 7.5 = 26.67; of a loss of 4398.70 Anna's payments bear 88.63 / 115.30."""
    paid_out(host, JOB)
    host.book_fee(JOB)
    host.book_fee(Job(number=2, member_id=BRAM), fee="100.00", on=LATER)
    before, found = (host.call("get_guarantee_fund", on=day) for day in (LATER - timedelta(days=1), LATER))
    assert [one["inflow"] for one in (before, found)] == [money("88.63"), money("115.30")]
    assert (found["balance"], found["reserve_ratio"]) == (money("115.30"), "0.0262")  # 115.30 / 4398.70
    host.write_off(JOB, LATER)
    annas, brams = (fund_share(host, member) for member in (ANNA, BRAM))
    assert annas == {"paid_in": "88.63", "paid_for": "3381.24", "in_reserve": "-3292.61", "all_paid_in": "115.30",
                     "all_borne": COST, "carried_for_member": "0.00", "borne_for_member": COST}
    assert brams["paid_for"] == "1017.46"  # together exactly what was lost
    assert host.reply("get_fund_share", roles=("member",), subject=BRAM, member_id=ANNA)["error"] is not None
    assert host.faults() == []


def test_a_credited_fee_takes_its_share_out_of_the_fund_again(host: Host) -> None:
    paid_out(host, JOB)
    host.book_fee(JOB)
    host.credit(JOB, "3093.72", LATER)
    assert fund_share(host, ANNA)["paid_in"] == "44.31"  # 88.63 - 88.63 x 3093.72 / 6187.43
    host.credit(JOB, "3093.71", LATER)
    assert fund_share(host, ANNA)["paid_in"] == "0.00"
    assert host.faults() == []


def test_the_mutual_share_feeds_the_fund_where_the_cooperative_sets_it(
    host: Host, monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = Row(name="fund_inflow", valid_from=PAY_DAY, valid_until=None, source="Set", fields={"value": "1", "of": "10"})
    monkeypatch.setattr(use_cases, "inflow_rate", lambda tx, key, day: (
        row.decimal() / row.decimal("of") if key == "mutual" and row.holds_on(day) else None))
    paid_out(host, JOB)
    assert fund_share(host, ANNA)["paid_in"] == "38.25"  # a tenth of 382.50
    assert str(host.balance("mutual_fund")) == "-344.25 EUR"
    assert host.faults() == []


def test_an_inflow_that_is_not_in_the_books_is_found(host: Host) -> None:
    host.sign(JOB)
    host.book_fee(JOB)
    with host.database.transaction(on=LATER, actor="test") as tx:
        tx.run("""insert into fund_inflows (order_id, part, place, member_id, kind, base_cents, rate, cents, currency,
                  event_on) select order_id, part, 2, member_id, kind, 1, 1, 1, 'EUR', event_on from fund_inflows""")
    assert host.faults() == [
        f"payroll: order {JOB.order_id} cost the fund -8864 cents after its inflow, its account has -8863"]


def test_planned_wages_are_told_until_every_part_has_its_budget(host: Host) -> None:
    host.sign(JOB)
    host.complete(JOB)
    host.sign(Job(number=2, member_id=BRAM))
    host.hear("order_cancelled", JOB.starts_on, order_id=Job(number=2).order_id, reason="called off")
    told = [body["amount"]["amount"] for _, body in host.published("wages_planned")]
    assert told == ["4781.20", "0.00", "4781.20", "0.00"]  # 5113.58 less 6.5 %
