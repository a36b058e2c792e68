"""What a month and a quarter owe the State: worked out from the ledgers, closed by a person, told in its own files."""

from datetime import date
from typing import Any

from deploy.local.demo.narrator import money, told_day
from deploy.local.demo.stage import Stage


def declare_september(stage: Stage) -> None:
    """The month's VAT, and the quarter's workers for social security: each document and each wage stands there once."""
    on = stage.scenario.day("returns")
    stage.narrator.chapter("What September owes the State", on)
    _close_vat(stage, on)
    _close_quarter(stage, on)


def _close_vat(stage: Stage, on: date) -> None:
    closed = stage.phone.tell("invoicing.close_vat_return", on=on, by="accountant")
    grids = ", ".join(f"grid {grid['grid']} {money(grid['amount'])}" for grid in closed["grids"])
    stage.narrator.say(f"VAT of {closed['documents']} documents: {grids}. To be paid by {told_day(closed['due_on'])}: "
                       f"{money(closed['balance'])}.")


def _close_quarter(stage: Stage, on: date) -> None:
    """Every worker of the quarter to the cent; what the wages had estimated too much or too little is the fund's."""
    asked = stage.phone.tell("payroll.close_social_return", on=on, by="payroll_clerk")
    stage.run_job("close_social_returns", on)
    closed = _return(stage, asked["return_id"], on)
    stage.phone.tell("payroll.record_social_answer", on=on, by="payroll_clerk", return_id=closed["return_id"],
                     accepted=True, reference="invented-2026-3")
    stage.narrator.lines(
        [("Gross wages", money(closed["gross"])), ("Contributions", money(closed["contributions"])),
         ("Reductions", f"-{money(closed['reductions'])}"),
         ("Special contribution", money(closed["special_contribution"])),
         ("Owed to social security", money(closed["owed"]))],
        heads=(f"{closed['workers']} workers, until {told_day(closed['ends_on'])}", "EUR"), right=(1,))
    settled = "goes to" if closed["difference"]["amount"].startswith("-") else "is borne by"
    rest, state = money(closed["difference"]).lstrip("-"), _return(stage, closed["return_id"], on)["state"]
    stage.narrator.say(f"The wages had set {money(closed['booked'])} aside: the difference of {rest} {settled} the "
                       f"mutual fund. The return is {state}, and owed by {told_day(closed['due_on'])}.")


def _return(stage: Stage, return_id: str, on: date) -> dict[str, Any]:
    found: dict[str, Any] = stage.phone.tell("payroll.get_social_return", on=on, by="payroll_clerk",
                                             return_id=return_id)
    return found
