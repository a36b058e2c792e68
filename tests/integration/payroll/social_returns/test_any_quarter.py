"""Whatever is worked in a quarter and told in whatever order, the returns add up to the ledger to the cent.

The oracle adds up the ledger's postings and the amounts in the files, and knows nothing of records, wages or lines.
`RETURNS_SEED` draws another quarter.
"""

import os
import random
from datetime import date, timedelta
from decimal import Decimal

from lxml import etree

from shared.money import Money, total
from tests.integration.payroll.driver import ANNA, BRAM, Host, Job
from tests.integration.payroll.social_returns.test_social_returns import assert_valid, files

SEED = int(os.environ.get("RETURNS_SEED", "20261126"))
HOUSEHOLDS = ("single", "couple_one_income", "couple_two_incomes", "couple_low_income")


def drawn_job(chance: random.Random, number: int) -> Job:
    begins = date(2026, chance.choice((7, 8, 9)), chance.randint(1, 20))
    ends = begins + timedelta(days=chance.randint(2, 8))
    hours = Decimal(chance.choice(("3.8", "7.6", "7.6", "6.25")))
    days = sum((begins + timedelta(days=n)).weekday() < 5 for n in range((ends - begins).days + 1))
    return Job(number=number, member_id=chance.choice((ANNA, BRAM)), starts_on=begins, ends_on=ends, hours=hours,
               budget=f"{chance.randint(30, 60) * days * hours:.2f}",
               contract=chance.choice(("white_collar", "blue_collar")))


def in_files(host: Host, name: str) -> Money:
    return total((Money(int(str(one.text))) for content in files(host) for one in etree.fromstring(content).iter(name)),
                 "EUR")


def assert_owed_as_booked(host: Host) -> None:
    """Whom payroll owes by due day is, kind by kind, what its ledger says; and its trial balance is nothing."""
    owed: dict[str, Money] = {}
    for one in host.call("list_obligations"):
        known = owed.get(one["owed_for"], Money.zero("EUR"))
        owed[one["owed_for"]] = known + Money.of(one["amount"]["amount"])
    owed.pop("budgets", None)
    booked = {"wages": "wages_to_pay", "social_security": "social_security_to_pay",
              "withholding": "withholding_tax_to_pay"}
    assert owed == {kind: -host.balance(role) for kind, role in booked.items() if host.balance(role)}
    balances = host.call("get_trial_balance", as_of="2027-12-31")
    assert not total((Money.of(one["amount"]["amount"]) for one in balances), "EUR")
    (wages,) = [one for one in balances if one["account"] == "455"]
    documents = host.call("list_account_documents", account="455", as_of="2027-12-31")
    assert total((Money.of(one["amount"]["amount"]) for one in documents), "EUR") == Money.of(wages["amount"]["amount"])
    rest = host.call("list_account_documents", account="455", as_of="2027-12-31", after=documents[0]["entry_id"])
    assert rest == documents[1:]
    assert host.refused("list_account_documents", account="455", after="7") == "shape_not_met"
    assert host.refused("list_account_documents", account="no") == "account_number_unknown"


def assert_year_closed(host: Host) -> None:
    """The year's result is classes 6 and 7 of the ledger; journal by journal the mutual fund's year is its balance."""
    balances = {one["account"]: Money.of(one["amount"]["amount"])
                for one in host.call("get_trial_balance", as_of="2026-12-31")}
    fund = host.call("list_account_year", account="1631", year=2026)
    moved = (Money.of(one["debited"]["amount"]) - Money.of(one["credited"]["amount"]) for one in fund)
    assert ("social_returns" in {one["journal"] for one in fund}, total(moved, "EUR")) == (True, balances["1631"])
    assert host.refused("close_books_year", on=date(2026, 12, 31), year=2026) == "year_not_over"
    closed = host.call("close_books_year", on=date(2027, 1, 6), year=2026)
    result = total((amount for account, amount in balances.items() if account[0] in "67"), "EUR")
    assert Money.of(closed["result"]["amount"]) == -result
    ((_, told),) = host.published("books_year_closed")
    assert (told["result"], told["net_assets"]) == (closed["result"], closed["net_assets"])
    assert host.refused("close_books_year", on=date(2027, 1, 6), year=2026) == "year_closed_before"
    after = {one["account"]: one["amount"]["amount"] for one in host.call("get_trial_balance", as_of="2027-01-31")}
    assert [amount for account, amount in after.items() if account[0] in "67" and amount != "0.00"] == []


def test_after_a_random_quarter_returns_ledger_and_files_agree_to_the_cent(host: Host) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a history, not a secret
    host.staff(ANNA, BRAM)
    jobs = sorted((drawn_job(chance, number) for number in range(1, 8)), key=lambda job: job.ends_on)
    late, in_time = jobs[-1:], jobs[:-1]
    for job in in_time:
        host.work(job)
        host.pay_day(job.ends_on + timedelta(days=7))
    for job in late:
        host.sign(job)
        host.declare(job)
    host.pay_day(date(2026, 10, 12))
    assert_owed_as_booked(host)
    left = [one["member_id"] for one in host.call("preview_social_return", on=date(2026, 10, 13))["left_out"]]
    first = host.close_quarter(date(2026, 10, 13), leaving_out=len(left))
    while host.reply("close_withholding_return", on=date(2026, 10, 14))["error"] is None:
        pass
    assert_owed_as_booked(host)
    for content in files(host):
        assert_valid(content)
    assert in_files(host, "NetOwedAmount") == Money.of(first["owed"]["amount"])
    assert in_files(host, "NetOwedAmount") == -host.balance("social_security_to_pay")
    assert in_files(host, "RemunAmount") == host.balance("gross_wages")
    for job in late:
        host.complete(job)
    host.call("change_household", on=date(2026, 10, 15), member_id=ANNA, valid_from="2026-09-30",
              household=chance.choice(HOUSEHOLDS[:3]))
    host.pay_day(date(2026, 10, 20))
    corrected = host.call("correct_social_return", on=date(2026, 10, 21), return_id=first["return_id"], members=[ANNA])
    assert Money.of(first["net"]["amount"]) + Money.of(corrected["net"]["amount"]) == -host.balance(
        "social_security_to_pay")
    while host.reply("close_withholding_return", on=date(2027, 1, 4))["error"] is None:
        pass
    assert_owed_as_booked(host)
    returned = total((Money.of(one["withheld"]["amount"]) for one in host.call("list_withholding_returns")), "EUR")
    assert returned == -host.balance("withholding_tax_to_pay")
    host.call("close_tax_year", on=date(2027, 1, 5), year=2026)
    assert_year_closed(host)
    assert host.faults() == []
