"""One working life at payroll: signed, declared, insured, worked, paid on the seventh day, recovered or lost."""

from base64 import b64decode
from datetime import date
from decimal import Decimal

from services.payroll.payslips.use_cases import print_payslips
from tests.integration.payroll.driver import ANNA, BRAM, Host, Job, amount, asked_for, money

PAY_DAY = date(2026, 10, 6)


def test_a_wage_is_paid_on_the_seventh_day_while_the_client_has_not_paid(host: Host) -> None:
    host.staff(ANNA)
    job = Job()
    host.work(job)
    assert host.pay_day(date(2026, 10, 5)) == "0 wages worked out, 0 not, 0 sent to the bank"
    assert host.pay_day(PAY_DAY) == "1 wages worked out, 0 not, 1 sent to the bank"
    wage = host.wage_of(job)
    assert (wage["gross"], wage["net"]) == (money("2999.94"), money("2261.32"))
    assert (wage["due_on"], wage["pay_on"], wage["state"]) == ("2026-10-07", "2026-10-06", "sent")
    ((name, content),) = host.documents("bank")
    assert name == "WAGES-2026-10-06-0001.xml"
    assert asked_for(content) == {wage["wage_id"].replace("_", ""): Decimal("2261.32")}
    fund = host.call("get_guarantee_fund")
    assert fund["exposure"] == money("4398.70")  # 4781.20 less the variable share of 382.50
    assert fund["balance"] == money("0.00")
    assert host.faults() == []


def test_the_events_of_a_working_life_come_in_their_order(host: Host) -> None:
    host.staff(ANNA)
    job = Job()
    host.work(job)
    host.pay_day(PAY_DAY)
    wage = host.wage_of(job)
    host.bank_moves(1, "-2261.32", wage["wage_id"].replace("_", ""), PAY_DAY)
    host.client_pays(job, job.invoice_total, date(2026, 10, 20))
    assert [kind for kind, _ in host.published()] == [
        "order_guaranteed", "wages_planned", "work_declared", "cover_opened", "wages_planned", "payslip_issued",
        "advance_opened", "wages_sent", "wage_paid", "advance_recovered"]
    assert host.call("get_guarantee_fund")["exposure"] == money("0.00")
    assert host.wage_of(job)["state"] == "paid"
    assert host.faults() == []


def test_a_payslip_is_numbered_in_the_language_of_the_worker(host: Host) -> None:
    host.staff(ANNA, BRAM)
    first, second = Job(), Job(number=2, member_id=BRAM)
    host.work(first)
    host.work(second)
    host.pay_day(PAY_DAY)
    print_payslips(host.database, PAY_DAY, lambda done, of: None)
    slips = [host.call("get_payslip", wage_id=host.wage_of(job)["wage_id"]) for job in (first, second)]
    assert [slip["number"] for slip in slips] == ["2026/000001", "2026/000002"]
    assert all(b64decode(slip["pdf"]).startswith(b"%PDF-") for slip in slips)


def test_every_cent_of_the_budget_is_on_the_statement_of_the_job(host: Host) -> None:
    host.staff(ANNA)
    job = Job()
    host.work(job)
    before = host.call("get_job_statement", order_id=job.order_id)
    assert before["unspent"] == before["budget"] == money("4781.20")
    host.pay_day(PAY_DAY)
    after = host.call("get_job_statement", order_id=job.order_id)
    (part,) = after["parts"]
    assert sum(amount(line["amount"]) for line in part["lines"]) == amount(after["budget"]) == Decimal("4781.20")
    assert {line["code"]: line["amount"]["amount"] for line in part["lines"]} == {
        "net": "2261.32", "withholding": "437.85", "employee_social_security": "300.77", "variable_share": "382.50",
        "employer_contributions": "815.98", "holiday_provision": "522.78", "other_charges": "60.00"}
    assert after["unspent"] == money("0.00")
    assert part["advance_open"] == money("4398.70")


def test_the_quote_and_the_wage_are_the_same_to_the_cent(host: Host) -> None:
    host.staff(ANNA)
    job = Job()
    host.work(job)
    asked = {"contract": "white_collar", "budget": money(job.budget), "ends_on": "2026-09-30",
             "days": host.september()}
    her_own = host.call("quote_pay", **asked, member_id=ANNA)
    assert host.refused("quote_pay", **asked) == "shape_not_met", "nobody's household"
    host.pay_day(PAY_DAY)
    wage = host.call("get_wage", wage_id=host.wage_of(job)["wage_id"])
    assert (her_own["net"], her_own["lines"]) == (wage["net"], wage["lines"]), "her household is known"
    quote = host.call("quote_pay", contract="white_collar", budget=money(job.budget), household="single",
                       ends_on="2026-09-30", days=host.september())
    assert quote["lines"] == wage["lines"]
    assert (quote["net"], quote["pay_on"]) == (wage["net"], wage["pay_on"])
    by_gross = host.call("quote_pay", contract="white_collar", gross=wage["gross"], household="single",
                          ends_on="2026-09-30", days=host.september())
    assert by_gross["net"] == wage["net"]
    assert amount(by_gross["budget"]) <= amount(wage["budget"])


def test_work_registered_after_its_pay_day_is_paid_on_the_next_bank_day_and_flagged(host: Host) -> None:
    host.staff(ANNA)
    job = Job(registered_on=date(2026, 10, 9))
    host.work(job)
    host.pay_day(date(2026, 10, 9))
    wage = host.wage_of(job)
    assert (wage["due_on"], wage["pay_on"], wage["late"]) == ("2026-10-07", "2026-10-09", True)


def test_the_ledger_owes_what_the_lines_say(host: Host) -> None:
    host.staff(ANNA)
    job = Job()
    host.work(job)
    assert str(host.balance("employment_budgets", job)) == "-4781.20 EUR"
    host.pay_day(PAY_DAY)
    owed = {
        "employment_budgets": "0.00", "wages_to_pay": "-2261.32", "withholding_tax_to_pay": "-437.85",
        "social_security_to_pay": "-1116.75", "holiday_pay_provision": "-522.78", "other_charges_to_pay": "-60.00",
        "mutual_fund": "-382.50", "gross_wages": "2999.94", "advances": "4398.70", "clearing_with_invoicing": "4781.20"}
    assert {account: str(host.balance(account).amount) for account in owed} == owed


def test_a_blue_collar_order_is_declared_paid_and_printed(host: Host) -> None:
    host.staff(ANNA)
    job = Job(contract="blue_collar")
    host.work(job)
    host.pay_day(PAY_DAY)
    wage = host.wage_of(job)
    assert (wage["gross"], wage["net"]) == (money("2962.43"), money("2240.76"))
    assert str(host.balance("holiday_pay_provision")) == "-328.58 EUR"
    assert str(host.balance("employer_social_security")) == "1048.45 EUR"
    assert print_payslips(host.database, PAY_DAY, lambda done, of: None) == "1 payslips were printed, 0 set aside."
    assert host.faults() == []
