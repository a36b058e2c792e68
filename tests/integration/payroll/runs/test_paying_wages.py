"""The pay run: once per part, in step with every other run, held up by nobody; and what the bank says afterwards."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from services.payroll.jobs import pay_wages
from services.payroll.payments import store
from services.payroll.payments import use_cases as payments
from services.payroll.payslips.use_cases import print_payslips
from services.payroll.service import Payroll
from shared.countries import Country
from shared.definitions import definition_of
from shared.identifiers import new_id
from shared.parameters import Row, Tables
from shared.postgres import Tx
from tests.builders import as_owner
from tests.integration.payroll.driver import ANNA, BRAM, WORKERS, Host, Job, amount, asked_for, money, weekdays

ROOT = Path(__file__).resolve().parents[4]
PAY_DAY = date(2026, 10, 6)
NEW_IBAN = "BE21001234567803"
NATIONAL_NUMBERS = [f"{900101000 + n:09d}{97 - (900101000 + n) % 97:02d}" for n in range(2, 40)]


def many(host: Host, count: int) -> list[Job]:
    """As many workers, each with one order worked through September."""
    host.staff()
    jobs = []
    for number in range(1, count + 1):
        member = new_id("mbr")
        host.call("register_worker", on=date(2026, 8, 1), **{
            **WORKERS[BRAM], "member_id": member, "national_number": NATIONAL_NUMBERS[number]})
        jobs.append(Job(number=number, member_id=member))
        host.work(jobs[-1])
    return jobs


def assert_everything_paid_once(host: Host, jobs: list[Job]) -> None:
    wages = host.call("list_wages", limit=500)
    assert sorted(wage["order_id"] for wage in wages) == sorted(job.order_id for job in jobs)
    assert sorted(wage["number"] for wage in wages) == [f"2026/{n:06d}" for n in range(1, len(jobs) + 1)]
    asked = {}
    for _, content in host.documents("bank"):
        for end_to_end, net in asked_for(content).items():
            assert end_to_end not in asked
            asked[end_to_end] = net
    assert asked == {wage["wage_id"].replace("_", ""): amount(wage["net"]) for wage in wages}
    assert len(host.published("payslip_issued")) == len(host.published("advance_opened")) == len(jobs)
    assert host.faults() == []


def test_a_run_again_repeats_nothing(host: Host) -> None:
    jobs = many(host, 3)
    assert host.pay_day(PAY_DAY) == "3 wages worked out, 0 not, 3 sent to the bank"
    assert host.pay_day(PAY_DAY) == "0 wages worked out, 0 not, 0 sent to the bank"
    assert_everything_paid_once(host, jobs)


def test_a_run_killed_at_any_moment_and_run_again_pays_everyone_once(host: Host) -> None:
    jobs = many(host, 24)
    program = (
        "import os, sys; from datetime import date; from services.payroll.jobs import pay_wages; "
        "from services.payroll.runs import use_cases; use_cases.AT_ONCE = 2; "
        "from services.payroll.service import Payroll; from shared.definitions import definition_of; "
        "database = definition_of(Payroll).database(os.environ['URL'], 'BE').open(); "
        "pay_wages(database, date(2026, 10, 6), lambda done, of: print(done, flush=True)); print('done')")
    environment = {**os.environ, "URL": host.database.url, "PYTHONPATH": str(ROOT)}
    killed = 0
    for stop_after in (1, 2, 4, 1, 0):
        run = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=environment)
        killed += _kill_after(run, stop_after)
    assert killed == 4
    assert_everything_paid_once(host, jobs)


def _kill_after(run: "subprocess.Popen[str]", batches: int) -> bool:
    """Kill the run in the middle of the batch after so many; or let it end when none are given."""
    assert run.stdout is not None
    for _ in range(batches):
        assert run.stdout.readline().strip() != "done"
    if batches:
        time.sleep(0.005)
        run.send_signal(signal.SIGKILL)
    output, _ = run.communicate(timeout=120)
    assert batches or output.endswith("done\n")
    return run.returncode == -signal.SIGKILL


def test_a_run_killed_between_the_wages_and_the_file_sends_them_the_next_time(host: Host) -> None:
    jobs = many(host, 2)
    database = host.database

    def power_cut(done: int, of: int) -> None:
        if done == of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pay_wages(database, PAY_DAY, power_cut)
    assert host.documents("bank") == []
    assert host.pay_day(PAY_DAY) == "0 wages worked out, 0 not, 2 sent to the bank"
    assert_everything_paid_once(host, jobs)


def test_two_runs_at_once_share_the_work_and_pay_everyone_once(host: Host) -> None:
    jobs = many(host, 8)
    others = [definition_of(Payroll).database(host.database.url, "BE").open() for _ in range(2)]
    runs = [threading.Thread(target=pay_wages, args=(other, PAY_DAY, lambda done, of: None)) for other in others]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    for other in others:
        other.close()
    host.pay_day(PAY_DAY)  # what one run skipped because the other had it
    assert_everything_paid_once(host, jobs)


def test_a_wage_that_cannot_be_worked_out_is_shown_and_holds_up_nobody(host: Host) -> None:
    host.staff(ANNA)
    good, bad = Job(), Job(number=2, member_id=BRAM)
    host.work(good)
    host.sign(bad)
    host.complete(bad)
    assert host.pay_day(PAY_DAY) == "1 wages worked out, 1 not, 1 sent to the bank"
    (blocked,) = host.call("list_blocked_wages")
    assert (blocked["order_id"], blocked["code"]) == (bad.order_id, "worker_not_registered")
    host.call("register_worker", on=PAY_DAY, **WORKERS[BRAM])
    host.pay_day(date(2026, 10, 8))
    assert host.call("list_blocked_wages") == []
    assert host.wage_of(bad)["state"] == "sent"
    assert host.call("get_job_statement", order_id=bad.order_id)["parts"][0]["blocked_by"] == ""
    assert [name for name, _ in host.documents("bank")] == ["WAGES-2026-10-06-0001.xml", "WAGES-2026-10-08-0001.xml"]


def test_a_file_takes_so_many_wages_and_the_next_one_the_others(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payments, "MOST_IN_A_FILE", 2)
    jobs = many(host, 3)
    assert host.pay_day(PAY_DAY) == "3 wages worked out, 0 not, 3 sent to the bank"
    assert [len(asked_for(content)) for _, content in host.documents("bank")] == [2, 1]
    assert_everything_paid_once(host, jobs)


def test_a_wage_that_the_database_refuses_is_found_among_the_others_which_are_paid(host: Host) -> None:
    jobs = many(host, 5)
    with psycopg.connect(as_owner(host.database.url)) as conn:
        conn.execute(f"alter table wages add constraint not_this_one check (order_id <> '{jobs[2].order_id}')")
    assert host.pay_day(PAY_DAY) == "4 wages worked out, 1 not, 4 sent to the bank"
    (blocked,) = host.call("list_blocked_wages")
    assert (blocked["order_id"], blocked["code"]) == (jobs[2].order_id, "promise_broken")
    assert_everything_paid_once(host, [job for job in jobs if job is not jobs[2]])


@pytest.mark.parametrize(("job", "code"), [
    (Job(starts_on=date(2026, 9, 21), ends_on=date(2026, 10, 2)), "months_crossed"),
    (Job(starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 31)), "parameter_missing"),  # paid in 2027
    (Job(starts_on=date(2025, 1, 2), ends_on=date(2025, 1, 31)), "parameter_missing"),  # no work bonus was found
])
def test_what_the_rules_do_not_say_is_refused_by_name(host: Host, job: Job, code: str) -> None:
    host.staff(ANNA)
    host.work(job)
    host.pay_day(date(2027, 1, 15))
    (blocked,) = host.call("list_blocked_wages")
    assert blocked["code"] == code
    assert host.documents("bank") == []


def test_a_household_without_certain_rules_is_refused_by_name(host: Host) -> None:
    host.staff()
    host.call("register_worker", on=date(2026, 8, 1), **{**WORKERS[ANNA], "household": "couple_low_income"})
    host.work(Job())
    host.pay_day(PAY_DAY)
    assert [one["code"] for one in host.call("list_blocked_wages")] == ["household_not_supported"]


FIRST_HALF = Job(starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 15), budget="2400.00")
SECOND_HALF = Job(number=2, starts_on=date(2026, 9, 16), ends_on=date(2026, 9, 30), budget="2381.20")


def decided(host: Host, strategy: str) -> None:
    """The board has its answer: the country's tables name a strategy for several contracts of a month."""
    tables = host.database.tables
    row = Row("several_contracts", date(2026, 1, 1), None, "Answer of the tax administration",
              {"key": "white_collar", "value": strategy, "confidence": "H"})
    rows = {(name, key): tables.history(name, key) for name, key in tables.names()}
    tables = Tables("BE", {**rows, ("several_contracts", "white_collar"): [row]})
    host.database.country = Country(tables, host.database.country.law)


def test_two_gigs_of_one_month_are_paid_as_one_month_provisionally(host: Host) -> None:
    host.staff(ANNA)
    for job in (FIRST_HALF, SECOND_HALF):
        host.work(job)
    host.pay_day(PAY_DAY)
    assert host.call("list_blocked_wages") == []
    wages = [host.call("get_wage", wage_id=host.wage_of(job)["wage_id"]) for job in (FIRST_HALF, SECOND_HALF)]
    assert {wage["strategy"] for wage in wages} == {"month_cumulative"}
    assert all(line["provisional"] for wage in wages for line in wage["lines"] if line["code"] == "gross")


def test_a_cancelled_contract_of_the_same_month_does_not_count(host: Host) -> None:
    host.staff(ANNA)
    host.work(FIRST_HALF)
    host.sign(SECOND_HALF)
    host.hear("order_cancelled", date(2026, 9, 10), order_id=SECOND_HALF.order_id, reason="called off")
    host.pay_day(PAY_DAY)
    assert host.wage_of(FIRST_HALF)["state"] == "sent"


def test_contracts_of_two_months_are_two_ordinary_months(host: Host) -> None:
    host.staff(ANNA)
    october = Job(number=2, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 31))
    for job in (Job(), october):
        host.work(job)
    host.pay_day(date(2026, 11, 6))
    assert {host.wage_of(job)["month"] for job in (Job(), october)} == {"2026-09", "2026-10"}


def test_by_month_two_halves_withhold_what_the_whole_month_does(host: Host) -> None:
    host.staff(ANNA)
    decided(host, "month_cumulative")
    for job in (FIRST_HALF, SECOND_HALF):
        host.work(job)
    host.pay_day(PAY_DAY)
    wages = [host.call("get_wage", wage_id=host.wage_of(job)["wage_id"]) for job in (FIRST_HALF, SECOND_HALF)]
    whole = host.call("quote_pay", contract="white_collar", household="single", ends_on="2026-09-30",
                      days=host.september(), gross=money(str(sum(amount(wage["gross"]) for wage in wages))))
    assert sum(amount(wage["net"]) for wage in wages) == amount(whole["net"])
    assert {wage["strategy"] for wage in wages} == {"month_cumulative"}
    assert host.faults() == []


def test_by_days_each_contract_is_taxed_for_itself(host: Host) -> None:
    host.staff(ANNA)
    decided(host, "day_rule_20")
    for job in (FIRST_HALF, SECOND_HALF):
        host.work(job)
    host.pay_day(PAY_DAY)
    lines = host.call("get_wage", wage_id=host.wage_of(FIRST_HALF)["wage_id"])["lines"]
    (tax,) = [line for line in lines if line["code"] == "withholding"]
    assert tax["label"] == "Withholding tax, by days of a month of 20"
    assert host.faults() == []


def test_a_second_budget_for_the_same_part_is_refused(host: Host) -> None:
    host.staff(ANNA)
    host.work(Job())
    with pytest.raises(Exception, match="received before"):
        host.hear(
            "employment_budget_allocated", PAY_DAY, order_id=Job().order_id, part=1, allocation_id=new_id("alc"),
            client_id="cli_" + "c" * 32, amount=money("1.00"), invoice_id=new_id("inv"), invoice_total=money("1.00"),
            due_on="2026-10-30")


def test_the_bank_pays_a_wage_and_gives_it_back(host: Host) -> None:
    host.staff(ANNA)
    host.work(Job())
    host.pay_day(PAY_DAY)
    wage_id = host.wage_of(Job())["wage_id"]
    end_to_end = wage_id.replace("_", "")
    host.bank_moves(1, "-2261.32", end_to_end, PAY_DAY)
    assert (host.wage_of(Job())["state"], str(host.balance("wages_to_pay"))) == ("paid", "0.00 EUR")
    assert str(host.balance("wage_bank")) == "-2261.32 EUR"
    host.bank_moves(2, "2261.32", end_to_end, date(2026, 10, 9), kind="bank_movement_returned")
    assert (host.wage_of(Job())["state"], str(host.balance("wages_to_pay"))) == ("returned", "-2261.32 EUR")
    assert [kind for kind, _ in host.published("wage_paid", "wage_returned")] == ["wage_paid", "wage_returned"]
    assert host.faults() == []


def returned_wage(host: Host) -> str:
    """A wage that the bank paid and gave back."""
    host.staff(ANNA)
    host.work(Job())
    host.pay_day(PAY_DAY)
    wage_id: str = host.wage_of(Job())["wage_id"]
    host.bank_moves(1, "-2261.32", wage_id.replace("_", ""), PAY_DAY)
    host.bank_moves(2, "2261.32", wage_id.replace("_", ""), date(2026, 10, 9), kind="bank_movement_returned")
    return wage_id


def test_a_wage_that_came_back_is_sent_again_to_the_new_account_and_paid_once(host: Host) -> None:
    wage_id = returned_wage(host)
    assert [one["returned_on"] for one in host.call("list_wages", state="returned")] == ["2026-10-09"]
    host.pay_day(date(2026, 10, 12))  # nobody asked for it yet
    assert len(host.documents("bank")) == 1
    host.call("change_account", member_id=ANNA, subject=ANNA, roles=("member",), iban=NEW_IBAN)
    assert host.call("send_wage_again", wage_id=wage_id) == {
        "wage_id": wage_id, "state": "to_send", "open": money("2261.32"), "may_set_off": False}
    assert host.refused("send_wage_again", wage_id=wage_id) == "wage_not_returned"
    for _ in range(2):
        host.pay_day(date(2026, 10, 13))
    (name, _), (again, content) = host.documents("bank")
    assert name != again
    assert asked_for(content) == {host.last_payment(): Decimal("2261.32")}
    assert NEW_IBAN.encode() in content
    host.bank_moves(3, "-2261.32", host.last_payment(), date(2026, 10, 14))
    assert (host.wage_of(Job())["state"], str(host.balance("wages_to_pay"))) == ("paid", "0.00 EUR")
    assert str(host.balance("wage_bank")) == "-2261.32 EUR"
    (kept,) = host.rows("select iban_before, changed_by from account_changes")
    assert kept == {"iban_before": "BE68539007547034", "changed_by": ANNA}
    assert host.faults() == []


def test_a_wage_that_goes_again_to_an_account_that_gives_it_back_again_waits_again(host: Host) -> None:
    wage_id = returned_wage(host)
    host.call("send_wage_again", wage_id=wage_id)
    host.pay_day(date(2026, 10, 13))
    host.bank_moves(3, "-2261.32", host.last_payment(), date(2026, 10, 13))
    host.bank_moves(4, "2261.32", host.last_payment(), date(2026, 10, 14), kind="bank_movement_returned")
    assert (host.wage_of(Job())["state"], str(host.balance("wages_to_pay"))) == ("returned", "-2261.32 EUR")
    assert host.faults() == []


def test_only_what_came_back_is_sent_again(host: Host) -> None:
    host.staff(ANNA)
    host.work(Job())
    host.pay_day(PAY_DAY)
    wage_id = host.wage_of(Job())["wage_id"]
    assert host.refused("send_wage_again", wage_id=wage_id) == "wage_not_returned"
    host.bank_moves(1, "-2261.32", wage_id.replace("_", ""), PAY_DAY)
    assert host.refused("send_wage_again", wage_id=wage_id) == "wage_not_returned"
    assert host.refused("send_wage_again", wage_id=new_id("wag")) == "not_found"


def test_what_is_not_sent_when_an_account_is_changed_goes_to_the_new_one(
    host: Host, monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The change is asked for while the file is being written: it waits, and never says that it was in time."""
    host.staff(ANNA)
    host.work(Job())
    next_batch, answered = store.next_number, []
    asking = threading.Thread(target=lambda: answered.append(host.reply(
        "change_account", member_id=ANNA, iban=NEW_IBAN)))

    def ask_meanwhile(tx: Tx, day: date) -> int:
        asking.start()
        asking.join(0.5)
        assert answered == []
        return next_batch(tx, day)

    monkeypatch.setattr(store, "next_number", ask_meanwhile)
    host.pay_day(PAY_DAY)
    asking.join(10)
    assert [reply["error"] for reply in answered] == [None]
    ((_, content),) = host.documents("bank")
    assert NEW_IBAN.encode() not in content


def test_changes_of_an_account_at_once_wait_for_each_other_and_the_same_one_again_is_none(host: Host) -> None:
    host.staff(ANNA)
    ibans = [NEW_IBAN, WORKERS[BRAM]["iban"]] * 8
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda given: host.reply(
            "change_account", member_id=ANNA, iban=given[1], request_id=f"c{given[0]}"), enumerate(ibans)))
    assert [reply["error"] for reply in replies] == [None] * len(ibans)
    before = len(host.rows("select * from account_changes"))
    (worker,) = host.rows("select iban from workers")
    host.call("change_account", member_id=ANNA, iban=worker["iban"])
    assert len(host.rows("select * from account_changes")) == before


def test_an_account_is_changed_by_its_owner_or_a_clerk_and_only_to_one_that_can_be(host: Host) -> None:
    host.staff(ANNA)
    ours = {"member_id": ANNA, "iban": NEW_IBAN}
    assert host.refused("change_account", subject=BRAM, roles=("member",), **ours) == "not_allowed"
    assert host.refused("change_account", member_id=ANNA, iban="BE68539007547035") == "shape_not_met"
    assert host.refused("change_account", member_id=BRAM, iban=NEW_IBAN) == "not_found"
    assert host.rows("select * from account_changes") == []


def test_the_bank_cannot_pay_another_amount_nor_what_was_not_sent_and_what_it_pays_twice_is_seen(host: Host) -> None:
    host.staff(ANNA)
    host.work(Job())
    host.pay_day(PAY_DAY)
    end_to_end = host.wage_of(Job())["wage_id"].replace("_", "")
    with pytest.raises(Exception, match=r"2261\.32 EUR was asked"):
        host.bank_moves(1, "-2261.31", end_to_end, PAY_DAY)
    with pytest.raises(Exception, match="no payment of a wage with id"):
        host.bank_moves(1, "-2261.32", new_id("wag").replace("_", ""), PAY_DAY)
    host.bank_moves(1, "-2261.32", end_to_end, PAY_DAY)
    for _ in range(2):  # the second statement tells nothing new
        host.bank_moves(2, "-2261.32", end_to_end, PAY_DAY)
    assert len(host.published("wage_paid")) == 1
    (waits,) = host.call("list_waiting", on=PAY_DAY)
    assert (waits["matter"], waits["leads_on"], waits["amount"]) == ("payment_claimed", "worker", money("-2261.32"))


@pytest.mark.parametrize(("moved", "end_to_end"), [("30.00", ""), ("-12.00", "NOTPROVIDED"), ("-5.00", "")])
def test_movements_of_others_are_left_alone(host: Host, moved: str, end_to_end: str) -> None:
    host.bank_moves(1, moved, end_to_end, PAY_DAY)
    assert host.published() == []


def test_a_member_sees_his_own_wages_and_nobody_elses(host: Host) -> None:
    host.staff(ANNA)
    host.work(Job())
    host.pay_day(PAY_DAY)
    print_payslips(host.database, PAY_DAY, lambda done, of: None)
    wage_id = host.wage_of(Job())["wage_id"]
    asked = {"get_wage": {"wage_id": wage_id}, "get_payslip": {"wage_id": wage_id}, "list_wages": {"member_id": ANNA},
             "get_job_statement": {"order_id": Job().order_id}, "get_declaration": {"order_id": Job().order_id}}
    for method, kwargs in asked.items():
        host.call(method, roles=("member",), subject=ANNA, **kwargs)
        assert host.refused(method, roles=("member",), subject=BRAM, **kwargs) == "not_allowed"
    assert host.refused("list_wages", roles=("member",), subject=ANNA) == "not_allowed"
    assert host.refused("get_guarantee_fund", roles=("member",), subject=ANNA) == "not_allowed"


def test_a_wage_that_is_not_there_is_not_found(host: Host) -> None:
    assert host.refused("get_wage", wage_id=new_id("wag")) == "not_found"
    assert host.refused("get_payslip", wage_id=new_id("wag")) == "not_found"
    assert host.refused("get_declaration", order_id=new_id("ord")) == "not_found"
    assert host.refused("get_job_statement", order_id=new_id("ord")) == "order_unknown"


@pytest.mark.parametrize("wish", [{}, {"budget": money("1.00"), "gross": money("1.00")}])
def test_a_quote_needs_a_budget_or_a_gross_wage_and_not_both(host: Host, wish: dict[str, object]) -> None:
    assert host.refused("quote_pay", contract="white_collar", household="single", ends_on="2026-09-30",
                        **{"days": host.september(), **wish}) == \
        "shape_not_met"


def test_a_quote_without_days_is_refused_and_one_names_what_could_still_change_it(host: Host) -> None:
    wish = {"contract": "white_collar", "household": "single", "ends_on": "2026-09-30", "budget": money("4781.20")}
    assert host.refused("quote_pay", **wish) == "shape_not_met"
    quote = host.call("quote_pay", **wish, days=host.september())
    assert {"days_worked", "other_employments_of_the_month", "household"} <= set(quote["may_change"])


def test_a_quote_for_a_known_member_counts_what_the_month_paid_before(host: Host) -> None:
    host.staff(ANNA)
    host.work(FIRST_HALF)
    host.pay_day(PAY_DAY)
    host.work(SECOND_HALF)
    days = [{"on": day.isoformat(), "hours": "7.6"} for day in weekdays(SECOND_HALF.starts_on, SECOND_HALF.ends_on)]
    wish = {"contract": "white_collar", "household": "single", "ends_on": "2026-09-30", "days": days,
            "budget": money(SECOND_HALF.budget)}
    known = host.call("quote_pay", **wish, member_id=ANNA)
    host.pay_day(date(2026, 10, 7))
    assert known["net"] == host.wage_of(SECOND_HALF)["net"]
    assert host.call("quote_pay", **wish)["net"] != known["net"]
    assert host.refused("quote_pay", **wish, member_id=ANNA, roles=("member",), subject=BRAM) == "not_allowed"
    assert host.refused("quote_pay", **wish, member_id=ANNA) == "day_too_long", "those days are worked and paid"


def test_a_quote_below_the_guaranteed_minimum_is_refused_with_the_budget_that_would_do(host: Host) -> None:
    wish = {"contract": "white_collar", "household": "single", "ends_on": "2026-09-30", "days": host.september()}
    reply = host.reply("quote_pay", **wish, budget=money("13.80"))
    assert reply["error"]["exc_type"] == "below_minimum_pay"
    enough = reply["error"]["details"]["budget"].split()[0]
    assert amount(host.call("quote_pay", **wish, budget=money(enough))["gross"]) >= Decimal("2233.61")


def test_a_quote_for_a_few_days_gives_the_bonus_of_those_days_only(host: Host) -> None:
    days = [{"on": f"2026-09-{day:02d}", "hours": "7.6"} for day in (1, 2, 3)]
    few = host.call("quote_pay", contract="white_collar", household="single", ends_on="2026-09-03", days=days,
                     gross=money("400.00"))
    bonus = {line["code"]: line["amount"]["amount"] for line in few["lines"]}
    assert bonus["work_bonus_a"] == "17.39"  # 127.54, the bonus of a month of 2933.33, for 3 of 22 days


def test_a_wage_held_up_into_another_day_is_paid_by_the_rules_of_that_day(host: Host) -> None:
    host.staff()
    job = Job()
    host.sign(job)
    host.complete(job)
    host.pay_day(PAY_DAY)
    host.call("register_worker", on=date(2026, 10, 9), **WORKERS[ANNA])
    host.pay_day(date(2026, 10, 10))  # a Saturday
    wage = host.wage_of(job)
    assert (wage["due_on"], wage["pay_on"], wage["late"]) == ("2026-10-07", "2026-10-12", True)


def test_late_work_of_one_month_waits_for_the_next_bank_day(host: Host) -> None:
    host.staff(ANNA)
    job = replace(Job(), registered_on=date(2026, 10, 10))  # a Saturday after its pay day
    host.work(job)
    host.pay_day(date(2026, 10, 10))
    assert host.call("list_wages") == []
    host.pay_day(date(2026, 10, 12))
    assert (host.wage_of(job)["pay_on"], host.wage_of(job)["late"]) == ("2026-10-12", True)
