"""`sharedco country check`: what is known of a country, what is provisional, and what stops a service."""

from datetime import date

import pytest
from click.testing import CliRunner

from shared.cli.country import Certainty, CountryFact, NothingKnown, country, findings, known_codes
from shared.countries import countries_of
from shared.definitions import installed_definitions

DEFINITIONS = installed_definitions()
FOUND = [one for definition in DEFINITIONS.values() for code in sorted(known_codes([definition]))
         if code not in countries_of(definition.package) for one in findings(definition, code)]


def check(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(country, ["check", *arguments])
    if ran.exception and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return ran.exit_code, ran.output


def test_in_belgium_every_service_can_work_and_only_what_is_not_certain_is_listed() -> None:
    code, out = check("be")
    assert code == 0
    assert "payroll: its tables and law are installed" in out
    assert "budget_other_charges.white_collar" in out
    assert "share_nominal" not in out
    assert "share_nominal" in check("BE", "--all")[1]


def test_germany_is_known_in_parts_and_says_what_stops_it() -> None:
    code, out = check("DE")
    assert code == 1
    assert "membership: cannot work there: payer_account is not known" in out
    assert "payroll: its tables and law are installed" in out
    assert "outside_payroll_left_over" in out
    assert "by the partner's own payroll, which is asked" in check("DE", "--sources", "--all")[1]
    assert "its law is not installed: it refuses to start" in check("IT")[1]
    assert "smart-eg.de, costs: at least one share of 50 EUR, once" in check("DE", "--sources", "--all")[1]


def test_what_nobody_knows_of_a_country_whose_law_is_installed_is_listed_all_the_same() -> None:
    out = check("AT")[1]
    assert "membership: cannot work there: payer_account is not known" in out
    assert "share_nominal" in out
    assert "resignation_notice_days" in check("AT", "--all")[1]


@pytest.mark.parametrize(("code", "sentence"), [
    ("IT", "invoicing: cannot work there: invoices is not issued before a channel to the exchange system exists"),
    ("FR", "payroll: cannot work there: state is closed"), ("ES", "membership: cannot work there: state is run_off"),
])
def test_a_country_is_a_dated_state(code: str, sentence: str) -> None:
    assert sentence in check(code)[1]


def test_of_a_country_of_which_nobody_knows_anything_nothing_is_made_up() -> None:
    with pytest.raises(NothingKnown) as refused:
        check("XY")
    assert "AT, BE, DE, ES, FR, IT, NL, SE" in refused.value.message


@pytest.mark.parametrize("one", FOUND, ids=lambda one: f"{one.service}-{one.key}")
def test_whatever_is_known_has_a_source_and_says_how_sure_it_is(one: CountryFact) -> None:
    assert len(one.source) > 5
    assert one.confidence in {"H", "M"}
    assert one.standing in Certainty
    if one.key == "state":
        assert one.value in {"open", "run_off", "closed", "refused"}
        assert isinstance(one.valid_from, date)
