"""Somebody is employed without an end, part time, and is paid every month from what their clients' orders bring."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from deploy.local.demo.bank import Bank
from deploy.local.demo.chapters import working
from deploy.local.demo.narrator import Narrator
from deploy.local.demo.scenario import read_scenario
from deploy.local.demo.stage import Stage
from deploy.local.postgres import PostgresServer, fresh_name
from shared.definitions import installed_definitions
from shared.settings import Settings
from tests.contracts.lifecycle import DirectPhone, Life, lived_in, until_chapter
from tests.contracts.stand import ZONE

SERVICES = ("membership", "invoicing", "payroll")
HERS, ANOTHERS = "labels", "handbook"
WAGE = {"amount": "2000.00", "currency": "EUR"}  # for 30.4 hours a week, four fifths of full time


@pytest.fixture(scope="module")
def stage(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Two members signed orders for September; one of them is employed without an end from its first day on."""
    definitions = {name: installed_definitions()[name] for name in SERVICES}
    life, folder = Life(templates={name: fresh_name(f"endless_{name}") for name in SERVICES}), \
        tmp_path_factory.mktemp("endless")
    with lived_in(postgres, definitions, life) as places:
        phone = DirectPhone(places, life, folder)
        urls = {f"DATABASE_URL_{name.upper()}": place.url for name, place in places.items()}
        settings = Settings(environment="test", country="BE", zone=ZONE, amqp_uri="", public_keys={}, variables=urls)
        stage = Stage(phone=phone, narrator=Narrator(silent=True), scenario=read_scenario(), settings=settings,
                      folder=folder, bank=Bank(folder / "bank_statements"))
        for chapter in until_chapter("declare_and_insure"):
            chapter(stage)
            phone.bring_post()
        agree(stage)
        working.complete_september(stage)
        phone.bring_post()
        for job in ("keep_employments", "pay_wages"):
            stage.run_job(job, stage.scenario.day("wage_day"))
        phone.bring_post()
        yield stage
    for name in life.templates.values():
        postgres.drop(name)


def ask(stage: Stage, method: str, day: str = "wage_day", by: str = "payroll_clerk", **fields: Any) -> Any:
    return stage.phone.tell(f"payroll.{method}", on=stage.scenario.day(day), by=by, **fields)


def member_of(stage: Stage, key: str) -> str:
    found: str = stage.life.members[stage.scenario.orders[key]["member"]]
    return found


def agree(stage: Stage) -> None:
    """She asks, an advisor approves, both sign, the authority accepts: all before the first hour."""
    who = member_of(stage, HERS)
    terms = {"member_id": who, "starts_on": "2026-09-01", "weekly_hours": "30.4", "gross": WAGE}
    stage.life.quotes["employment"] = ask(stage, "quote_employment", "declaration", "member", who=who, **terms)
    asked = ask(stage, "ask_employment", "declaration", "member", who=who, work="Design", when_short="lower_hours",
                activity_id=stage.life.activities[stage.scenario.orders[HERS]["member"]], **terms)
    which = {"employment_id": asked["employment_id"]}
    ask(stage, "decide_employment", "declaration", "advisor", approved=True, **which)
    ask(stage, "sign_employment", "declaration", "member", who=who, **which)
    agreed = ask(stage, "countersign_employment", "declaration", **which)
    stage.life.orders["employment"] = agreed["order_id"]
    declared = ask(stage, "get_declaration", "declaration", order_id=agreed["order_id"])
    ask(stage, "record_declaration_answer", "declaration", declaration_id=declared["declaration_id"],
        result="accepted", reference="300112239999")


def wages_of(stage: Stage, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(stage, "list_wages", order_id=stage.life.orders[key])
    return found


def test_a_member_is_employed_part_time_without_an_end_and_paid_every_month_while_no_client_has_paid(
    stage: Stage,
) -> None:
    (wage,) = wages_of(stage, "employment")
    assert (wage["gross"], wage["state"], wage["undeclared"]) == (WAGE, "sent", False)
    assert wage["net"] == stage.life.quotes["employment"]["net"], "it is what was told before she signed"
    assert wages_of(stage, HERS) == [], "her order feeds her employment"
    assert [one["state"] for one in wages_of(stage, ANOTHERS)] == ["sent"], "others are paid by the order"


def test_her_work_was_declared_and_insured_by_her_employment_alone(stage: Stage) -> None:
    assert not stage.life.invoices[HERS]["undeclared"]
    found = ask(stage, "get_declaration", order_id=stage.life.orders[HERS])
    assert (found["state"], found["reference"]) == ("accepted", "300112239999")


def test_every_cent_that_her_client_was_invoiced_is_in_her_budget_or_her_wage(stage: Stage) -> None:
    (held,) = ask(stage, "list_employments", member_id=member_of(stage, HERS))
    budget = ask(stage, "get_employment_budget", employment_id=held["employment_id"])
    (fed,), (month,) = budget["fed_by"], budget["worked_out"]
    assert Decimal(fed["amount"]["amount"]) == Decimal("4628.25")  # 4,950.00 less 6.5 %
    assert Decimal(month["budget"]["amount"]) + Decimal(budget["funds"]["held"]["amount"]) == Decimal("4628.25")
    assert month["lent"]["amount"] == "0.00"
    carried = [one for one in ask(stage, "list_advances", by="board") if one["member_id"] == member_of(stage, HERS)]
    assert [one["wage_id"] for one in carried] == [month["wage_id"]], "the fund carries her wage until the client pays"
