"""The year's close: each ledger shuts it, and the next assembly approves what they add up to."""

from base64 import b64decode
from typing import Any

from deploy.local.demo.narrator import money
from deploy.local.demo.stage import Stage, euro

LEDGERS = ("invoicing", "membership", "payroll")


def close_the_year(stage: Stage) -> None:
    """No dividend is paid: a gain stays in the indivisible reserve, a loss is carried on."""
    on, approved_on = stage.scenario.day("year_closed"), stage.scenario.day("accounts_approved")
    year = on.year - 1
    stage.narrator.chapter(f"The year {year} is closed, and approved by the next assembly", on)
    for ledger in LEDGERS:
        stage.phone.tell(f"{ledger}.close_books_year", on=on, by="accountant", year=year)

    def told() -> dict[str, Any] | None:
        found: dict[str, Any] = stage.phone.tell("membership.get_annual_accounts", on=on, by="accountant", year=year)
        return found if len(found["ledgers"]) == len(LEDGERS) else None

    accounts = stage.phone.until("every ledger's year is known", told)
    gain = not accounts["result"]["amount"].startswith("-")
    approved = stage.phone.tell(
        "membership.approve_annual_accounts", on=approved_on, by="accountant", year=year,
        resolution_id="invented-2027-1", approved_on=approved_on.isoformat(),
        to_reserve=accounts["result"] if gain else euro("0.00"))
    rows = [*approved["ledgers"], {**approved, "ledger": "together"}]
    stage.narrator.lines([(one["ledger"], money(one["result"]), money(one["net_assets"])) for one in rows],
                         heads=("Ledger", "Result", "Net assets"), right=(1, 2))
    paper = stage.phone.tell("membership.get_annual_accounts_paper", on=approved_on, by="accountant", year=year,
                             language="fr")
    stage.keep("accounts", f"annual_accounts_{year}.pdf", b64decode(paper["content"]))
    stage.narrator.say(f"{money(approved['approval']['to_reserve'])} goes to the indivisible reserve, "
                       f"{money(approved['carried_on'])} is carried on. By these net assets shares are valued.")
