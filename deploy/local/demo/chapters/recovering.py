"""The bank's files bring wages paid and clients' money; one client never pays, and the fund bears it."""

from decimal import Decimal
from functools import partial
from typing import Any

from deploy.local.demo.bank import Movement
from deploy.local.demo.chapters import working
from deploy.local.demo.narrator import money
from deploy.local.demo.stage import Stage


def bank_pays_september(stage: Stage) -> None:
    """The bank has carried out the wage file: its statement says so, wage by wage."""
    on = stage.scenario.day("wages_executed")
    stage.narrator.chapter("The bank has paid the wages", on)
    bank_pays(stage, ("labels", "handbook"), "wage_day", "wages_executed")


def bank_pays(stage: Stage, keys: tuple[str, ...], ordered: str, executed: str) -> None:
    """Carry out the wage file of one day, and bring the statement of another."""
    on = stage.scenario.day(executed)
    file = stage.phone.until("the wage file is in the bank's folder",
                             partial(_wage_file, stage, stage.scenario.day(ordered).isoformat()))
    payments = stage.bank.carry_out(file)
    stage.bring_statement(on, payments)
    for key in keys:
        paid = stage.phone.until(f"the wage of {key} is paid", partial(_paid, stage, key))
        stage.narrator.say(f"{stage.name(stage.scenario.orders[key]['member'])} has {money(paid['net'])} "
                           f"(payslip {paid['number']}) on the account; {file.name} had asked for it.")


def _wage_file(stage: Stage, day: str) -> Any:
    return next(iter(sorted((stage.folder / "bank").glob(f"WAGES-{day}-*.xml"))), None)


def _paid(stage: Stage, key: str) -> dict[str, Any] | None:
    wage: dict[str, Any] = stage.phone.tell("payroll.get_wage", on=stage.scenario.day("wages_executed"),
                                            by="payroll_clerk", wage_id=stage.life.wages[key]["wage_id"])
    return wage if wage["state"] == "paid" else None


def clients_pay(stage: Stage) -> None:
    """Two clients pay; what the fund had advanced comes back, to the cent."""
    on = stage.scenario.day("clients_pay")
    stage.narrator.chapter("Two clients pay: the advances come back", on)
    stage.bring_statement(on, [client_payment(stage, key) for key in ("labels", "handbook")])
    rows = []
    for key in ("labels", "handbook"):
        advance = stage.phone.until(f"the advance of {key} is recovered",
                                    partial(_advance, stage, key, on, "recovered"))
        rows.append((stage.client_name(stage.scenario.orders[key]["client"]),
                     money(stage.life.invoices[key]["total"]), money(advance["amount"]), money(advance["recovered"]),
                     money(advance["open"])))
    stage.narrator.lines(rows, heads=("Client", "Paid", "Advanced", "Recovered", "Open"), right=(1, 2, 3, 4))
    working.tell_fund(stage, on)


def client_payment(stage: Stage, key: str) -> Movement:
    """The money with which the client of an order pays its invoice."""
    client = stage.scenario.clients[stage.scenario.orders[key]["client"]]
    invoice = stage.life.invoices[key]
    return Movement(amount=Decimal(invoice["total"]["amount"]), name=client["registration"]["name"],
                    iban=client["iban"], communication=invoice["structured_communication"])


def _advance(stage: Stage, key: str, on: Any, standing: str) -> dict[str, Any] | None:
    found = stage.phone.tell("payroll.list_advances", on=on, by="accountant", only_open=False)
    return next((one for one in found
                 if one["order_id"] == stage.life.orders[key] and one["standing"] == standing), None)


def complete_october(stage: Stage) -> None:
    """Two more orders are done; what was bought for one of them is kept back from its employment budget."""
    on = stage.scenario.day("second_work_done")
    stage.narrator.chapter("Two more orders are done", on)
    working.complete(stage, ("guide", "mats"), on)
    working.tell_kept_back(stage, "mats", on)


def pay_october(stage: Stage) -> None:
    """Their wages are paid on the seventh day, like any other."""
    on = stage.scenario.day("second_wage_day")
    stage.narrator.chapter("Day 7 again", on)
    working.pay(stage, ("guide", "mats"), on)
    bank_pays(stage, ("guide", "mats"), "second_wage_day", "second_wages_executed")


def client_goes_bankrupt(stage: Stage) -> None:
    """The client will never pay: the invoice is written off, the fund bears the advance, the wage stays paid."""
    on = stage.scenario.day("bankruptcy")
    stage.narrator.chapter("A client goes bankrupt: the fund bears it, the wage stays paid", on)
    lost = stage.phone.tell("invoicing.write_off_invoice", on=on, by="accountant", reason="bankruptcy",
                            invoice_id=stage.life.invoices["guide"]["invoice_id"])
    advance = stage.phone.until("the advance of guide is lost", partial(_advance, stage, "guide", on, "lost"))
    wage = stage.phone.tell("payroll.get_wage", on=on, by="payroll_clerk",
                            wage_id=stage.life.wages["guide"]["wage_id"])
    stage.narrator.say(
        f"{stage.client_name('travel')} leaves {money(lost['written_off'])} unpaid. Of the {money(advance['amount'])} "
        f"advanced, {money(advance['lost'])} is lost to the fund. "
        f"{stage.name('tomas')}'s wage of {money(wage['net'])} is {wage['state']}, and stays so.")
    working.tell_fund(stage, on)
