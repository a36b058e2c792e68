"""When the year is over: its months are declared, and each worker gets the paper of the year."""

from base64 import b64decode
from datetime import date
from typing import Any

from deploy.local.demo.narrator import money
from deploy.local.demo.stage import Stage

SHOWN = {"gross": "Gross wages", "onss_employee": "Social security, before work bonus",
         "work_bonus_a": "Work bonus, part A", "work_bonus_b": "Work bonus, part B",
         "withholding": "Withholding tax", "special_contribution": "Special contribution"}


def hand_out_the_years_papers(stage: Stage) -> None:
    """Each month's tax is declared as ledger and payslips have it; the year of each worker adds up to the months."""
    on = stage.scenario.day("year_stated")
    year = on.year - 1
    stage.narrator.chapter(f"What the year {year} says of each worker", on)
    months = _close_months(stage, on, year)
    stage.phone.tell("payroll.close_tax_year", on=on, by="payroll_clerk", year=year)
    stage.run_job("print_yearly_papers", on)
    stated = {one["member_id"]: one for one in stage.phone.tell(
        "payroll.list_yearly_statements", on=on, by="payroll_clerk", year=year)}
    for member, member_id in stage.life.members.items():
        _keep_paper(stage, on, member_id, year)
        stage.narrator.lines([(SHOWN[one["code"]], money(one["amount"])) for one in stated[member_id]["figures"]],
                             heads=(f"{stage.name(member)}, form 281.10 no. {stated[member_id]['number']}", "EUR"),
                             right=(1,))
    stage.narrator.say(f"{len(months)} months were declared, and the papers of {len(stated)} workers add up to them.")


def _close_months(stage: Stage, on: date, year: int) -> list[dict[str, Any]]:
    """Month after month until December, from the one with the first wage."""
    closed: list[dict[str, Any]] = []
    while not closed or closed[-1]["ends_on"] != f"{year}-12-31":
        closed.append(stage.phone.tell("payroll.close_withholding_return", on=on, by="payroll_clerk"))
    return closed


def _keep_paper(stage: Stage, on: date, member_id: str, year: int) -> None:
    """The worker fetches their own paper."""
    paper = stage.phone.tell("payroll.get_yearly_statement", on=on, by="member", who=member_id, year=year,
                             member_id=member_id)
    stage.keep("yearly", f"{paper['number'].replace('/', '_')}.pdf", b64decode(paper["pdf"]))
