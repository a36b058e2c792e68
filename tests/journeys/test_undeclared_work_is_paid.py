"""Work that was done although its declaration was refused, or never answered: invoiced, paid, flagged, in the list."""

from collections.abc import Iterator
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
REFUSED, UNANSWERED = "labels", "handbook"


@pytest.fixture(scope="module")
def stage(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Two people worked in September: the authority refused the one's declaration and never answered the other's."""
    definitions = {name: installed_definitions()[name] for name in SERVICES}
    life, folder = Life(templates={name: fresh_name(f"undeclared_{name}") for name in SERVICES}), \
        tmp_path_factory.mktemp("undeclared")
    with lived_in(postgres, definitions, life) as places:
        phone = DirectPhone(places, life, folder)
        urls = {f"DATABASE_URL_{name.upper()}": place.url for name, place in places.items()}
        settings = Settings(environment="test", country="BE", zone=ZONE, amqp_uri="", public_keys={}, variables=urls)
        stage = Stage(phone=phone, narrator=Narrator(silent=True), scenario=read_scenario(), settings=settings,
                      folder=folder, bank=Bank(folder / "bank_statements"))
        for chapter in until_chapter("sign_orders"):
            chapter(stage)
            phone.bring_post()
        refuse(stage)
        working.complete_september(stage)
        phone.bring_post()
        stage.run_job("pay_wages", stage.scenario.day("wage_day"))
        yield stage
    for name in life.templates.values():
        postgres.drop(name)


def ask(stage: Stage, method: str, day: str = "wage_day", **fields: Any) -> Any:
    return stage.phone.tell(f"payroll.{method}", on=stage.scenario.day(day), by="payroll_clerk", **fields)


def refuse(stage: Stage) -> None:
    declared = ask(stage, "get_declaration", "declaration", order_id=stage.life.orders[REFUSED])
    ask(stage, "record_declaration_answer", "declaration", declaration_id=declared["declaration_id"],
        result="refused", reason="The worker is not known.")


@pytest.mark.parametrize("key", [REFUSED, UNANSWERED])
def test_the_work_is_invoiced_and_flagged(stage: Stage, key: str) -> None:
    done = stage.life.invoices[key]
    assert (done["undeclared"], done["number"][:5]) == (True, "2026/")


@pytest.mark.parametrize("key", [REFUSED, UNANSWERED])
def test_the_wage_is_on_its_way_to_the_bank_and_flagged(stage: Stage, key: str) -> None:
    member_id = stage.life.members[stage.scenario.orders[key]["member"]]
    (wage,) = ask(stage, "list_wages", member_id=member_id)
    assert (wage["order_id"], wage["undeclared"], wage["state"]) == (stage.life.orders[key], True, "sent")


@pytest.mark.parametrize(("key", "why"), [(REFUSED, "declaration_refused"), (UNANSWERED, "no_answer")])
def test_it_stands_in_the_list_until_it_is_regularised(stage: Stage, key: str, why: str) -> None:
    waiting = [one["matter"] for one in ask(stage, "list_waiting") if one["order_id"] == stage.life.orders[key]]
    assert sorted(waiting) == sorted([why, "undeclared_work_paid"])


def test_an_answer_that_comes_after_all_ends_the_wait(stage: Stage) -> None:
    order_id = stage.life.orders[UNANSWERED]
    declared = ask(stage, "get_declaration", order_id=order_id)
    ask(stage, "record_declaration_answer", declaration_id=declared["declaration_id"], result="accepted",
        reference="300112233402")
    assert order_id not in {one["order_id"] for one in ask(stage, "list_waiting")}
