"""Payroll's offline commands."""

import json
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

from services.payroll.cli import commands, wage
from services.payroll.outside_payroll.errors import PayNotWorkedOutHere


@pytest.fixture(autouse=True)
def _in_belgium(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTRY", "BE")


def test_where_several_countries_are_installed_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COUNTRY")
    asked = CliRunner().invoke(wage, ["explain", "--gross", "3000.00", "--on", "2026-09-30"])
    assert (asked.exit_code, "AT, BE, DE" in asked.output) == (2, True)


def test_a_country_whose_wages_the_partner_works_out_explains_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTRY", "DE")
    refused = CliRunner().invoke(wage, ["explain", "--gross", "3000.00", "--on", "2026-09-30"])
    assert isinstance(refused.exception, PayNotWorkedOutHere)


def test_every_rule_of_a_day_is_shown_with_its_confidence_and_source() -> None:
    shown = CliRunner().invoke(commands, ["rules", "--on", "2026-11-23"])
    assert shown.exit_code == 0
    (bonus,) = [line for line in shown.output.splitlines() if line.startswith("work_bonus.white")]
    assert "from 2026-09-01" in bonus
    assert "ONSS" in bonus


def test_a_day_that_is_no_day_is_refused() -> None:
    assert CliRunner().invoke(commands, ["rules", "--on", "tomorrow"]).exit_code == 2


OFFICIAL = [  # published examples, see facts: status of the household, gross, then what a calculator shows
    ("single", 0, "2200.00", "287.54", "127.54", "160.00", "2200.00", "126.33", "126.28", "10.44", "2063.28"),
    ("single", 0, "3000.00", "392.10", "110.54", "0.00", "2718.44", "36.63", "437.87", "19.24", "2261.33"),
    ("one_income", 2, "4000.00", "522.80", "0.00", "0.00", "3477.20", "0.00", "269.18", "34.35", "3173.67"),
]
FIGURES = ("onss", "work_bonus_a", "work_bonus_b", "taxable", "fiscal_bonus", "withholding", "special_contribution",
           "net")


def told(*arguments: str) -> dict[str, Any]:
    shown = CliRunner().invoke(wage, [*arguments, "--json"])
    assert shown.exit_code == 0, shown.output
    found: dict[str, Any] = json.loads(shown.output)
    return found


@pytest.mark.parametrize("case", OFFICIAL, ids=lambda case: case[2])
def test_a_wage_is_explained_offline_to_the_cent_of_the_published_examples(case: tuple[Any, ...]) -> None:
    household, children, gross, *figures = case
    found = told("explain", "--gross", gross, "--on", "2026-09-30", "--household", household,
                 "--children", str(children))
    assert [found[name] for name in FIGURES] == figures
    assert all(line["rule"] and line["source"] for line in found["lines"])


def test_the_tax_on_a_taxable_pay_is_explained_alone() -> None:
    found = told("explain", "--on", "2026-09-30", "--withholding-on-taxable", "3000.00")
    assert found["withholding"] == "596.93"


def test_an_artist_is_taxed_flat_on_contributions_of_108_per_cent() -> None:
    found = told("explain", "--gross", "3000.00", "--on", "2026-09-30", "--status", "artist")
    assert (found["onss"], found["fiscal_bonus"]) == ("423.47", "0.00")  # 13.07 % of 3,240.00
    assert Decimal(found["withholding"]) == (Decimal(found["taxable"]) * Decimal("0.1111")).quantize(Decimal("0.01"))


def test_a_blue_collar_worker_pays_on_108_per_cent_and_gets_the_work_bonus_of_that() -> None:
    """13.07 % of 3199.42; 137.74 - 29.58 % of 24.50; 10.33 + 1.1 % of (3199.42 - 2190.18)."""
    found = told("explain", "--gross", "2962.43", "--on", "2026-09-30", "--status", "blue")
    assert {name: found[name] for name in ("onss", "work_bonus_a", "taxable", "special_contribution", "net")} == {
        "onss": "418.16", "work_bonus_a": "130.49", "taxable": "2674.76", "special_contribution": "21.43",
        "net": "2240.76"}


def test_a_price_and_days_simulate_what_three_days_pay() -> None:
    found = told("simulate", "--price", "1200", "--days", "2026-12-01..03")
    assert (found["fee"], found["budget"], found["gross"], found["net"]) == ("78.00", "1122.00", "703.99", "611.98")


@pytest.mark.parametrize("wrong", [
    ["explain", "--on", "2026-09-30"], ["explain", "--gross", "1,5", "--on", "2026-09-30"],
    ["simulate", "--price", "1", "--days", "2026-12-03..01"], ["simulate", "--price", "1", "--days", "2026-02-30"]])
def test_what_cannot_be_read_is_told_in_a_sentence(wrong: list[str]) -> None:
    assert CliRunner().invoke(wage, wrong).exit_code == 2
