"""The client signs on the page: over invoicing's own rules and database, reached by the link of a real mail."""

import io
import logging
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from shared.bus.calling import NoAnswer, RemoteRefusal
from shared.logs import configure_logs
from tests.builders import FreshDatabase
from tests.integration.invoicing.driver import Host, euro, part
from tests.integration.invoicing.signing.mailbox import Mailbox
from tests.portal_driver import HOME, StandInBus, open_portal, sign_in

ANNE = {"name": "Anne Lambert", "role": "Directrice", "entitled": "yes"}
UNKNOWN = "0" * 43
LANGUAGES = ("fr", "nl", "de", "en")
TITLES = {"fr": "Bon de commande", "nl": "Bestelbon", "de": "Auftrag", "en": "Order form"}
TABLES = ("order_form_standings", "order_form_evidence", "orders", "order_form_links", "outgoing_documents",
          "mail_pending", "event_log")


class InvoicingBus(StandInBus):
    """Asks a real invoicing, as the visitor whom the portal's token names; what is in `answers` stands before it."""

    def __init__(self, host: Host) -> None:
        super().__init__({})
        self.host = host
        self.tokens: set[str | None] = set()

    async def ask(self, target: str, asked: Mapping[str, Any], *, token: str | None, within: float) -> Any:
        if target in self.answers:
            return await super().ask(target, asked, token=token, within=within)
        self.asked.append((target, dict(asked)))
        self.tokens.add(token)
        reply = self.host.ask(target.partition(".")[2], by=("visitor",), subject="visitor", **asked)
        if error := reply["error"]:
            raise RemoteRefusal(code=error["exc_type"], message=error["value"], details=error.get("details") or {},
                                retryable=False, correlation="")
        return reply["result"]


class Client:
    """Whoever opens the link of the last mail."""

    def __init__(self, browser: TestClient, bus: InvoicingBus, mailbox: Mailbox) -> None:
        self.browser, self.bus, self.mailbox, self.host = browser, bus, mailbox, bus.host
        self.token = ""

    def invited(self, *parts: dict[str, Any]) -> str:
        """A form is sent; the path of its page."""
        self.host.order(*parts, signed=False)
        return self.fetch_link()

    def fetch_link(self) -> str:
        """The path in the last mail."""
        self.token = self.mailbox.link()
        return f"/sign/{self.token}"

    def page(self, query: str = "?language=en") -> Any:
        return self.browser.get(f"/sign/{self.token}{query}")

    def key(self, act: str, page: Any = None) -> dict[str, str]:
        """What stands hidden in the form of an answer."""
        shown = page or self.page("?language=en&step=code")
        (form,) = [form for form in re.findall(r"<form method=\"post\".*?</form>", shown.text, re.DOTALL)
                   if f'name="act" value="{act}"' in form]
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', form))

    def send(self, fields: dict[str, str], **more: str) -> Any:
        return self.browser.post(f"/sign/{self.token}?language=en", data=fields | more, headers=HOME)

    def code(self) -> str:
        """Ask for a code on the page, and read it in the mailbox."""
        assert self.send(self.key("code")).status_code == 303
        self.mailbox.fetch()
        return re.findall(r"^\d{6}(?=\r?$)", self.mailbox.text("code"), re.MULTILINE)[-1]

    def wrong(self) -> str:
        """A code that was not sent."""
        return "000000" if self.code() != "000000" else "000001"

    def kept(self) -> list[list[dict[str, Any]]]:
        """Every row that signing could touch."""
        return [self.host.rows(f"select t::text as row from {table} t order by 1") for table in TABLES]

    def form(self) -> dict[str, Any]:
        """The newest form as the member's list shows it."""
        found: dict[str, Any] = self.host.call("list_order_forms")[-1]
        return found

    def sent(self, target: str) -> list[dict[str, Any]]:
        return [kwargs for asked, kwargs in self.bus.asked if asked == target]


@pytest.fixture
def client(fresh_database: FreshDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    host = Host(fresh_database("shared.bus", "shared.ledger", "shared.outgoing", "shared.mail", "services.invoicing"))
    bus = InvoicingBus(host)
    browser, _ = open_portal(fresh_database("services.portal"), bus=bus)
    with browser:
        yield Client(browser, bus, Mailbox(host, tmp_path, monkeypatch))
    host.close()


def test_a_client_reads_asks_for_a_code_accepts_and_gets_a_receipt(client: Client) -> None:
    client.invited(part("1000.00"))
    page = client.page()
    text = page.text.replace("\xa0", " ")
    assert page.status_code == 200
    assert all(told in text for told in (
        "Order form 2026-00001", "Festival", "PO 2026-17", "Direction technique", "10 September 2026", "2 days, 15.2",
        "1,000.00 €", "VAT 21% on", "210.00 €", "1,210.00 €", "15 September 2026", "c***@coin.example",
        "Théâtre du Coin SRL")), text
    done = client.send(client.key("accept"), code=client.code(), **ANNE)
    assert (done.status_code, done.headers["location"]) == (303, f"/sign/{client.token}?language=en")
    receipt = client.page().text
    assert "Accepted by Anne Lambert, Directrice, on" in receipt
    assert "<form" not in receipt
    order = client.host.call("get_order", order_id=client.form()["order_id"])
    assert (order["state"], order["signed_by"], order["signed_how"]) == ("signed", "Anne Lambert, Directrice", "link")
    pdf = client.browser.get(f"/sign/{client.token}/form.pdf")
    assert (pdf.content[:5], pdf.headers["content-type"]) == (b"%PDF-", "application/pdf")
    evidence = client.browser.get(f"/sign/{client.token}/evidence.json").json()
    assert evidence["end"] in re.sub(r"\s", "", receipt)
    assert client.bus.tokens == {"visitor"}


@pytest.mark.parametrize(("language", "words"), [
    ("en", ["Concert", "2 piece(s) x 450.00 €", "7.5 hour(s) x 40.00 €, less 10%", "123 km x 0.4326 €", "VAT 6% on"]),
    ("nl", ["2 stuk(s) x € 450,00", "7,5 uur x € 40,00, min 10%", "123 km x € 0,4326"])])
def test_a_client_reads_every_line_of_the_price(client: Client, language: str, words: list[str]) -> None:
    client.invited({**part(), "amount": euro("1223.21"), "lines": [
        {"description": "Concert", "quantity": "2", "unit": "piece", "unit_price": "450.00", "supply": "performance"},
        {"description": "Technique", "quantity": "7.5", "unit": "hour", "unit_price": "40", "discount": "0.1"},
        {"description": "Travel", "quantity": "123", "unit": "kilometre", "unit_price": "0.4326"}]})
    text = " ".join(client.page(f"?language={language}").text.replace("\xa0", " ").replace("\xd7", "x").split())
    assert [word for word in words if word not in re.sub(r"<[^>]+>", "", text)] == []
    assert text.count('class="line"') == 3


def test_a_lump_sum_is_not_broken_down(client: Client) -> None:
    client.invited(part("1000.00"))
    assert 'class="line"' not in client.page().text



def test_five_looks_of_a_scanner_change_nothing(client: Client) -> None:
    path = client.invited()
    before = client.kept()
    for _ in range(5):
        for behind in ("", "?step=code", "/form.pdf", "/evidence.json"):
            assert client.browser.get(path + behind).status_code == 200
        assert client.browser.head(path).status_code == 200
    assert client.kept() == before


def test_a_form_that_changed_after_it_was_opened_is_not_accepted(client: Client) -> None:
    client.invited(part("1000.00"))
    shown, code = client.key("accept"), client.code()
    order_id = client.form()["order_id"]
    client.host.call("amend_order", order_id=order_id, parts=[part("2000.00")])
    assert "replaced by a newer one" in client.send(shown, code=code, **ANNE).text
    client.host.call("send_order", order_id=order_id)
    client.fetch_link()
    page = client.send(shown, code=code, **ANNE)
    assert page.status_code == 422
    assert "not the one that you were shown" in page.text
    assert "2,000.00" in page.text
    assert client.host.call("get_order", order_id=order_id)["state"] == "sent"


def test_a_wrong_code_tells_how_many_tries_are_left_and_the_fifth_locks(client: Client) -> None:
    client.invited()
    wrong, page = client.wrong(), None
    for left in (4, 3, 2, 1):
        page = client.send(client.key("accept", page), code=wrong, **ANNE)
        assert page.status_code == 422
        assert f"This code is not right. Tries that are left: {left}." in page.text
        assert 'value="Anne Lambert"' in page.text
        assert 'value="yes" checked' in page.text
    page = client.send(client.key("accept", page), code=wrong, **ANNE)
    assert "a wrong code was given five times" in page.text
    assert "<form" not in page.text
    assert (client.form()["state"], client.page().status_code) == ("locked", 200)


def test_a_second_try_needs_the_new_key_that_the_page_then_holds(client: Client) -> None:
    client.invited()
    right = client.code()
    wrong = "000000" if right != "000000" else "000001"
    key = client.key("accept")
    first = client.send(key, code=wrong, **ANNE)
    assert client.key("accept", first)["request_id"] != key["request_id"]
    assert "sent before with other contents" in client.send(key, code=right, **ANNE).text
    assert client.send(client.key("accept", first), code=right, **ANNE).status_code == 303
    assert client.form()["state"] == "accepted"


@pytest.mark.parametrize("act", ["accept", "change", "decline", "code"])
def test_a_double_click_has_one_effect(client: Client, act: str) -> None:
    client.invited()
    code = client.code()
    key, before = client.key(act), len(client.host.rows("select 1 from order_form_evidence"))
    fields = {"accept": {"code": code, **ANNE}, "change": {"name": "A", "text": "A day later"}, "code": {},
              "decline": {"name": "A", "reason": "price", "note": ""}}[act]
    assert [client.send(key, **fields).status_code for _ in range(2)] == [303, 303]
    assert len(client.host.rows("select 1 from order_form_evidence")) == before + 1


def test_a_wrong_code_sent_twice_costs_one_try(client: Client) -> None:
    client.invited()
    wrong, key = client.wrong(), client.key("accept")
    answers = [client.send(key, code=wrong, **ANNE).text for _ in range(2)]
    assert ["Tries that are left: 4." in text for text in answers] == [True, True]


@pytest.mark.parametrize(("changed", "place"), [
    ({"name": " "}, "accept-name"), ({"role": ""}, "accept-role"), ({"code": "12345"}, "accept-code"),
    ({"code": "12345a"}, "accept-code"), ({"code": ""}, "accept-code"), ({"entitled": ""}, "accept-entitled"),
    ({"name": "x" * 101}, "accept-name"),
])
def test_a_slip_of_the_hand_is_said_at_its_field_and_costs_no_try(
    client: Client, changed: dict[str, str], place: str,
) -> None:
    client.invited()
    page = client.send(client.key("accept"), **({**ANNE, "code": "123456"} | changed))
    assert (page.status_code, f'href="#{place}"' in page.text, f'id="{place}"' in page.text) == (422, True, True)
    assert client.sent("invoicing.accept_order_form") == []


def test_a_code_may_be_pasted_with_blanks(client: Client) -> None:
    client.invited()
    code = client.code()
    assert client.send(client.key("accept"), code=f" {code[:3]} {code[3:]} ", **ANNE).status_code == 303


def test_a_code_that_nobody_asked_for_is_told_to_be_asked_for(client: Client) -> None:
    client.invited()
    page = client.send(client.key("accept"), code="123456", **ANNE)
    assert "Have another sent." in page.text
    assert client.form()["state"] == "sent"


def test_the_client_asks_for_a_change_and_may_accept_all_the_same(client: Client) -> None:
    client.invited()
    assert client.send(client.key("change"), name="A. L.", text="A day later, please").status_code == 303
    assert client.form()["answer"] == "A day later, please"
    assert "A change was asked for" in client.page().text
    assert client.send(client.key("accept"), code=client.code(), **ANNE).status_code == 303
    assert client.form()["state"] == "accepted"


@pytest.mark.parametrize(("fields", "place"), [
    ({"act": "change", "name": "A", "text": ""}, "change-text"), ({"act": "change", "text": "x"}, "change-name"),
    ({"act": "decline", "name": "A"}, "decline-reason"), ({"act": "decline", "name": "A", "reason": "x"},
                                                           "decline-reason"),
])
def test_an_answer_that_lacks_something_is_said_at_its_field(
    client: Client, fields: dict[str, str], place: str,
) -> None:
    client.invited()
    page = client.send(client.key(fields["act"]) | fields)
    assert (page.status_code, f'href="#{place}"' in page.text) == (422, True)
    assert re.search(rf'<details class="card" id="{fields["act"]}" open>', page.text)
    assert client.form()["state"] == "sent"


def test_a_declined_form_says_so_and_takes_no_other_answer(client: Client) -> None:
    client.invited()
    late = client.key("change")
    assert client.send(client.key("decline"), name="A", reason="price", note="Too dear").status_code == 303
    assert client.form()["answer"] == "price: Too dear"
    page = client.page().text
    assert "This order form was declined: nothing is ordered." in page
    assert "<form" not in page
    again = client.send(late, name="A", text="Later")
    assert (again.status_code, "cannot be answered any more" in again.text) == (422, True)


@pytest.mark.parametrize(("what", "told"), [
    ("revoked", "was taken back"), ("replaced", "replaced by a newer one"), ("expired", "could be accepted until"),
])
def test_a_dead_form_says_why_in_one_sentence(client: Client, what: str, told: str) -> None:
    client.invited()
    order_id = client.form()["order_id"]
    if what == "expired":
        client.host.on += timedelta(days=15)
    else:
        client.host.call({"revoked": "revoke_order_form", "replaced": "send_order"}[what], order_id=order_id)
    page = client.page()
    assert (page.status_code, told in page.text, "<form" in page.text) == (200, True, False)


def test_on_its_last_day_a_form_is_open(client: Client) -> None:
    client.invited()
    client.host.on += timedelta(days=14)
    assert "Send me the code" in client.page().text


def test_the_page_is_in_the_forms_language_until_another_is_chosen(client: Client) -> None:
    client.invited()
    shown = client.page("").text
    assert '<html lang="fr">' in shown
    for language in LANGUAGES:
        page = client.page(f"?language={language}").text
        assert f'<html lang="{language}">' in page
        assert f"<h1>{TITLES[language]} 2026-00001</h1>" in page
        if language != "fr":
            assert f'href="/sign/{client.token}?language={language}"' in shown
    assert '<html lang="fr">' in client.page("?language=xx").text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("behind", ["", "/form.pdf", "/evidence.json", "/nothing"])
def test_an_unknown_link_is_not_found_in_the_readers_language(client: Client, language: str, behind: str) -> None:
    page = client.browser.get(f"/sign/{UNKNOWN}{behind}", headers={"accept-language": f"{language}-BE"})
    assert (page.status_code, f'<html lang="{language}">' in page.text) == (404, True)
    assert page.headers["referrer-policy"] == "no-referrer"


def test_an_answer_to_an_unknown_link_or_of_an_unknown_kind_is_not_found(client: Client) -> None:
    client.invited()
    key = client.key("code")
    assert client.send(key | {"act": "pay"}).status_code == 404
    assert client.send({}).status_code == 404
    client.token = UNKNOWN
    assert client.send(key).status_code == 404
    client.token = "not a token!"
    assert client.page().status_code == 404


def test_nothing_of_it_is_kept_by_a_browser_or_told_to_another_page(client: Client) -> None:
    path = client.invited()
    answers = [client.browser.get(path), client.browser.get(f"{path}/form.pdf"),
               client.browser.get(f"{path}/evidence.json"), client.send(client.key("code")), client.send({})]
    for answer in answers:
        assert (answer.headers["referrer-policy"], answer.headers["cache-control"], answer.headers["x-robots-tag"]) == (
            "no-referrer", "no-store", "noindex")
        assert "set-cookie" not in answer.headers
    assert client.browser.get("/en").headers["referrer-policy"] == "same-origin"
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', answers[0].text)


def test_whoever_is_signed_in_in_the_same_browser_is_a_visitor_there(client: Client) -> None:
    client.invited()
    sign_in(client.browser, "member")
    page = client.page()
    assert (page.status_code, "Person member" in page.text) == (200, False)
    assert client.bus.tokens == {"visitor"}


@pytest.mark.parametrize(("headers", "status"), [
    (HOME, 303), ({"origin": "null"}, 303), ({"origin": "https://portal.test"}, 303),
    ({"sec-fetch-site": "cross-site", "origin": "null"}, 403), ({"origin": "https://evil.example"}, 403), ({}, 403),
])
def test_only_the_page_itself_sends_an_answer(client: Client, headers: dict[str, str], status: int) -> None:
    path = client.invited()
    assert client.browser.post(path, data=client.key("code"), headers=headers).status_code == status


def test_no_more_codes_are_sent_than_the_house_allows(client: Client) -> None:
    client.invited()
    for _ in range(10):
        assert client.send(client.key("code")).status_code == 303
    assert "No more codes are sent" in client.send(client.key("code")).text


def test_the_token_stands_in_no_line_of_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    written = io.StringIO()
    handlers = logging.getLogger().handlers[:]
    configure_logs("development", stream=written)
    try:
        path = client.invited()
        client.browser.get(path)
        client.send(client.key("accept"), code=client.wrong(), **ANNE)
        for target, trouble in (("invoicing.get_order_form", ValueError(f"of {len(path)}")),
                                ("invoicing.send_signing_code", NoAnswer(method="x", seconds=2.5))):
            client.bus.answers[target] = trouble
            client.browser.get(path)
            client.send({"act": "code", "digest": "0" * 64, "request_id": "r"})
        client.browser.get(f"{path}/nothing")
    finally:
        logging.getLogger().handlers[:] = handlers
    assert "portal_failed" in written.getvalue()
    assert client.token not in written.getvalue() + caplog.text


def test_while_invoicing_is_away_the_page_says_so_and_leads_back_to_itself(client: Client) -> None:
    path = client.invited()
    client.bus.answers["invoicing.get_order_form"] = NoAnswer(method="x", seconds=2.5)
    page = client.page("?language=de")
    assert (page.status_code, '<html lang="de">' in page.text) == (503, True)
    assert f'href="{path}?language=de"' in page.text
