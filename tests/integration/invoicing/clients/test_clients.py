"""Clients: who can be one, and under which numbers."""

import base64
from typing import Any

import pytest

from tests.integration.invoicing.driver import BELGIAN, GERMAN, MEMBER, OTHER_MEMBER, Host, euro
from tests.unit.invoicing.documents import faults_of


@pytest.mark.parametrize(("change", "code"), [
    ({"enterprise_number": "0403.019.262"}, "number_not_valid"),
    ({"vat_number": "BE 0403.170.701"}, "numbers_disagree"),
    ({"vat_number": "BE0403019262"}, "number_not_valid"),
    ({"vat_number": "DE136695976"}, "number_not_valid"),
    ({"enterprise_number": "", "vat_number": ""}, "number_missing"),
    ({"country": "be"}, "shape_not_met"),
    ({"country": "BE\n"}, "shape_not_met"),
    ({"email": "a\ud800@b.example"}, "shape_not_met"),
    ({"email": "nobody"}, "shape_not_met"),
    ({"country": "US", "enterprise_number": "", "vat_number": ""}, "vat_case_not_covered"),
    ({"country": "DE", "enterprise_number": "", "vat_number": ""}, "number_missing"),
    ({"name": "Co\u202ein"}, "shape_not_met"),
    ({"name": "\u200b"}, "shape_not_met"),
    ({"kind": "public_body", "enterprise_number": "", "vat_number": ""}, "number_missing"),
])
def test_a_client_that_could_not_be_invoiced_is_not_registered(host: Host, change: dict[str, Any], code: str) -> None:
    assert host.refusal("register_client", **{**BELGIAN, **change})["exc_type"] == code
    assert host.call("list_clients") == []


def test_a_client_is_registered_under_its_bare_numbers(host: Host) -> None:
    client = host.call("register_client", **BELGIAN)
    assert (client["enterprise_number"], client["vat_number"]) == ("0403019261", "BE0403019261")
    assert host.call("get_client", client_id=client["client_id"]) == client
    assert host.rows("select vat_check from clients") == [{"vat_check": "format_only"}]


@pytest.mark.parametrize(("country", "vat_number", "enterprise_number"), [
    ("AT", "ATU13585627", ""), ("DE", "DE136695976", ""), ("ES", "ESB58378431", ""), ("FR", "FR40303265045", ""),
    ("HU", "HU12892312", ""), ("IT", "IT00743110157", ""), ("NL", "NL004495445B01", ""),
    ("SE", "SE123456789701", "123456-7897")])
def test_a_company_of_every_country_of_the_network_gets_an_e_invoice_by_the_rules(
    host: Host, country: str, vat_number: str, enterprise_number: str,
) -> None:
    done = host.invoiced("10.00", country=country, vat_number=vat_number, enterprise_number=enterprise_number)
    ubl = host.call("get_invoice_ubl", invoice_id=done["invoice_id"])["content_base64"]
    assert faults_of(base64.b64decode(ubl).decode()) == []


NOBODY_TO_SEND_TO = [
    {"country": "SE", "vat_number": "SE123456789701", "enterprise_number": ""},
    {"country": "LU", "vat_number": "LU15027442", "enterprise_number": ""},
    {"kind": "person", "enterprise_number": "", "vat_number": ""},
    {"kind": "association", "enterprise_number": "", "vat_number": ""},
    {"kind": "person", "country": "FR", "enterprise_number": "", "vat_number": ""},
]


@pytest.mark.parametrize("client", NOBODY_TO_SEND_TO)
def test_who_has_no_electronic_address_is_invoiced_by_the_european_rules_and_on_paper(
    host: Host, client: dict[str, Any],
) -> None:
    done = host.invoiced("10.00", **client)
    reverse = client.get("country") in {"SE", "LU"}
    assert done["vat"] == euro("0.00" if reverse else "2.10")
    ubl = base64.b64decode(host.call("get_invoice_ubl", invoice_id=done["invoice_id"])["content_base64"]).decode()
    assert faults_of(ubl) == []
    assert "EndpointID" not in ubl.split("AccountingCustomerParty")[1]
    host.definition.jobs["render_invoices"].run(host.database, host.on, lambda done, whole: None)
    assert host.rows("select channel from outgoing_documents where channel = 'peppol'") == []
    assert host.faults() == []


def test_a_public_body_gets_its_e_invoice_by_the_network(host: Host) -> None:
    host.invoiced("10.00", kind="public_body")
    host.definition.jobs["render_invoices"].run(host.database, host.on, lambda done, whole: None)
    assert host.rows("select channel from outgoing_documents where channel = 'peppol'") == [{"channel": "peppol"}]


def test_a_client_is_corrected_in_a_new_version_and_issued_papers_keep_theirs(host: Host) -> None:
    done = host.invoiced("10.00")
    client_id = host.call("list_clients")[0]["client_id"]
    corrected = host.call("correct_client", client_id=client_id, name="Théâtre Neuf SRL", city="Namur")
    assert (corrected["version"], corrected["name"], corrected["address"]["street"]) == (
        2, "Théâtre Neuf SRL", "Rue Haute 1")
    versions = host.call("list_client_versions", client_id=client_id)
    assert [(one["version"], one["name"], one["city"]) for one in versions] == [
        (1, "Théâtre du Coin SRL", "Liège"), (2, "Théâtre Neuf SRL", "Namur")]
    ubl = base64.b64decode(host.call("get_invoice_ubl", invoice_id=done["invoice_id"])["content_base64"]).decode()
    assert "Théâtre du Coin SRL" in ubl
    assert host.refusal("correct_client", client_id=client_id,
                        vat_number="DE136695976")["exc_type"] == "number_not_valid"
    assert host.refusal("correct_client", client_id=client_id, city="Huy", subject=MEMBER,
                        by=("member",))["exc_type"] == "not_allowed"
    assert host.call("get_client", client_id=client_id)["version"] == 2
    assert host.faults() == []


def test_a_belgian_company_that_is_not_liable_to_vat_needs_its_enterprise_number_only(host: Host) -> None:
    assert host.call("register_client", **{**BELGIAN, "vat_number": ""})["vat_number"] == ""


def test_a_company_is_registered_once(host: Host) -> None:
    host.client()
    assert host.refusal("register_client", **BELGIAN)["exc_type"] == "client_known"
    host.call("register_client", **GERMAN)
    assert host.refusal("register_client", **GERMAN)["exc_type"] == "client_known"


def test_a_member_sees_the_clients_they_registered_or_work_for_and_no_other(host: Host) -> None:
    theirs = host.call("register_client", subject=MEMBER, by=("member",), **BELGIAN)["client_id"]
    other = host.client(**GERMAN, enterprise_number="")
    me = {"subject": MEMBER, "by": ("member",)}
    assert host.call("get_client", client_id=theirs, **me)["client_id"] == theirs
    assert host.refusal("get_client", client_id=other, **me)["exc_type"] == "not_allowed"
    host.order(client_id=other)
    assert host.call("get_client", client_id=other, **me)["client_id"] == other
    assert host.refusal("get_client", client_id=other, subject=OTHER_MEMBER,
                        by=("member",))["exc_type"] == "not_allowed"
