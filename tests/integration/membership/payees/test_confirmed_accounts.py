"""Accounts to which money goes: a dishonest desk and a stolen login reach none of them."""

import base64
import email
import email.policy
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.exits.use_cases.leaving import settle_exits
from services.membership.letters.use_cases import write_letters
from services.membership.own_data.reads import Q
from services.membership.payouts.use_cases import pay_claims
from tests.integration.membership.conftest import Desk, Refused
from tests.integration.membership.exits.test_leaving import DUE, IBAN, JUNE_30, approve, find, leaver, nothing

THEIRS = "BE71096123456769"  # an account that is somebody else's
NAMED = date(2027, 4, 1)


def code_in(desk: Desk, member_id: str, on: date = NAMED) -> tuple[str, str]:
    """The code as its letter says it, and to which address the letter went."""
    write_letters(desk.database, on, nothing)
    [letter] = desk.rows("select d.content from letters l join outgoing_documents d on d.id = l.document_id "
                         "where l.kind = 'payee_code' and l.member_id = %s "
                         "order by l.written_at desc, l.id desc limit 1", member_id)
    mail = email.message_from_bytes(bytes(letter["content"]), policy=email.policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", body.get_content())
    assert found
    return found[0], str(mail["To"])


def name(desk: Desk, member_id: str, iban: str = IBAN, on: date = NAMED, **who: Any) -> dict[str, Any]:
    answer: dict[str, Any] = desk.call("record_payee", member_id=member_id, name="Ada Peeters", iban=iban, on=on, **who)
    return answer


def confirm(desk: Desk, member_id: str, code: str, on: date = NAMED) -> dict[str, Any]:
    answer: dict[str, Any] = desk.call("confirm_payee", by=member_id, roles=("member",), member_id=member_id, code=code,
                                       on=on)
    return answer


def waiting(desk: Desk, on: date = NAMED) -> list[str]:
    return [row["waits_for"] for row in desk.call("list_waiting_payees", on=on)]


def ready_to_pay(desk: Desk) -> None:
    approve(desk)
    find(desk)
    settle_exits(desk.database, JUNE_30, nothing)


def test_money_goes_to_an_account_only_once_the_code_came_back(desk: Desk) -> None:
    member = leaver(desk, iban="")
    name(desk, member, by=member, roles=("member",))
    ready_to_pay(desk)
    assert pay_claims(desk.database, DUE, nothing).endswith("1 have no confirmed account.")
    [claim] = desk.call("list_claims", member_id=member, on=DUE)
    assert (claim["payable"], claim["waits_for"]) == (False, "confirmation")
    assert waiting(desk) == ["code_to_be_sent"]
    code, to = code_in(desk, member)
    assert ("@example.org" in to, waiting(desk)) == (True, ["code_sent"])
    assert confirm(desk, member, code.lower())["confirmed"] is True
    assert (waiting(desk), pay_claims(desk.database, DUE, nothing)[:15]) == ([], "1 payments sent")
    assert desk.rows("select code_digest, means from payees") == [{"code_digest": "", "means": "code"}]
    assert desk.verify() == []


def test_a_wrong_code_is_counted_and_after_five_only_the_desk_confirms(desk: Desk) -> None:
    member = leaver(desk, iban="")
    name(desk, member, by=member, roles=("member",))
    code, _ = code_in(desk, member)
    assert [confirm(desk, member, "AAAAA-AAAAA")["tries_left"] for _ in range(5)] == [4, 3, 2, 1, 0]
    with pytest.raises(Refused, match="code_not_in_force"):
        confirm(desk, member, code)
    [row] = desk.call("list_waiting_payees", on=NAMED)
    assert row["waits_for"] == "tries_used_up"
    desk.call("confirm_payee_identity", by="second_clerk", member_id=member, payee_id=row["payee_id"], on=NAMED)
    assert waiting(desk) == []


def test_a_code_that_nobody_used_expires_and_the_account_can_be_named_again(desk: Desk) -> None:
    member, late = leaver(desk, iban=""), NAMED + timedelta(days=31)
    name(desk, member)
    code, _ = code_in(desk, member)
    assert waiting(desk, late) == ["code_expired"]
    with pytest.raises(Refused, match="code_not_in_force"):
        confirm(desk, member, code, on=late)
    name(desk, member, on=late)
    assert waiting(desk, late) == ["code_to_be_sent"]
    assert confirm(desk, member, code_in(desk, member, late)[0], on=late)["confirmed"]


def test_a_clerk_who_changes_the_mail_address_and_then_the_account_reads_no_code(desk: Desk) -> None:
    member = leaver(desk, iban="")
    first = code_in_first_mail(desk, member)
    desk.call("change_contact", member_id=member, email="clerk@thief.example", phone="", language="fr", on=NAMED)
    name(desk, member, iban=THEIRS)
    assert code_in(desk, member)[1] == first


def code_in_first_mail(desk: Desk, member_id: str) -> str:
    [row] = desk.rows("select email from contacts where member_id = %s", member_id)
    return f"Ada Peeters{row['email'].removeprefix('ada').split('@')[0]} <{row['email']}>"


def test_an_address_known_for_a_month_is_one_to_which_a_code_goes(desk: Desk) -> None:
    member = leaver(desk, iban="")
    desk.call("change_contact", member_id=member, email="new@example.org", phone="", language="fr",
              on=NAMED - timedelta(days=30))
    name(desk, member)
    assert "new@example.org" in code_in(desk, member)[1]


def test_a_clerk_does_not_confirm_the_account_that_they_named(desk: Desk) -> None:
    member = leaver(desk, iban="")
    name(desk, member, iban=THEIRS)
    [row] = desk.call("list_waiting_payees", on=NAMED)
    for who in ("clerk", member):
        with pytest.raises(Refused, match="another_person_confirms"):
            desk.call("confirm_payee_identity", by=who, member_id=member, payee_id=row["payee_id"], on=NAMED)
    with pytest.raises(Refused, match="assurance_too_low"):
        desk.call("confirm_payee_identity", by="second_clerk", member_id=member, payee_id=row["payee_id"], on=NAMED,
                  assurance="substantial")


def test_an_account_named_while_the_second_clerk_looks_at_another_is_not_confirmed_with_it(desk: Desk) -> None:
    member = leaver(desk, iban="")
    name(desk, member)
    [looked_at] = desk.call("list_waiting_payees", on=NAMED)
    name(desk, member, iban=THEIRS)
    with pytest.raises(Refused, match="payee_not_waiting"):
        desk.call("confirm_payee_identity", by="second_clerk", member_id=member, payee_id=looked_at["payee_id"],
                  on=NAMED)


def test_while_a_new_account_waits_money_goes_nowhere_and_to_the_old_one_when_it_is_taken_back(desk: Desk) -> None:
    member = leaver(desk, iban="")
    desk.payee(member, iban=IBAN, on=NAMED)
    name(desk, member, iban=THEIRS)
    ready_to_pay(desk)
    assert pay_claims(desk.database, DUE, nothing).startswith("0 payments sent")
    [row] = desk.call("list_waiting_payees", on=DUE)
    assert row["claims"] == 1
    desk.call("withdraw_payee", by=member, roles=("member",), member_id=member, payee_id=row["payee_id"], on=DUE)
    assert pay_claims(desk.database, DUE, nothing).startswith("1 payments sent")
    [sent] = desk.rows("select content from outgoing_documents where channel = 'bank'")
    found = [account in bytes(sent["content"]).decode() for account in (IBAN.replace(" ", ""), THEIRS)]
    assert found == [True, False]


def test_naming_again_the_account_in_use_needs_no_code(desk: Desk) -> None:
    member = leaver(desk, iban="")
    assert name(desk, member)["confirmed"] is False
    confirm(desk, member, code_in(desk, member)[0])
    assert name(desk, member)["confirmed"] is True
    assert waiting(desk) == []


def test_a_weak_login_names_no_account(desk: Desk) -> None:
    member = leaver(desk, iban="")
    with pytest.raises(Refused, match="assurance_too_low"):
        name(desk, member, by=member, roles=("member",), assurance="low")


def test_the_export_of_somebody_who_stole_a_login_holds_no_code(desk: Desk) -> None:
    member = leaver(desk, iban="")
    name(desk, member, by=member, roles=("member",))
    code, _ = code_in(desk, member)
    rows = [json.loads(row["row"]) for place in (Q.export_letters, Q.export_payees)
            for row in exported(desk, place, member)]
    text = json.dumps(rows) + "".join(base64.b64decode(row.get("content") or "").decode(errors="replace")
                                      for row in rows)
    assert len(rows) > 1
    assert (code in text, "code_digest" in text) == (False, False)


def exported(desk: Desk, place: str, member_id: str) -> list[dict[str, Any]]:
    with desk.database.reading(on=NAMED, actor="x") as tx:
        return tx.all(place, member_id=member_id)


def test_money_of_nobodys_share_goes_back_only_to_an_account_that_two_people_saw(desk: Desk) -> None:
    desk.pay("100000099905", "30.00", on=NAMED)
    [payment] = desk.call("list_unplaced_payments", on=NAMED)
    claim = desk.call("send_payment_back", payment_id=payment["payment_id"], name="Clerk", iban=THEIRS, reason="r",
                      on=NAMED)["claim_id"]
    assert pay_claims(desk.database, NAMED, nothing).startswith("0 payments sent")
    assert desk.call("list_claims", on=NAMED)[0]["waits_for"] == "confirmation"
    with pytest.raises(Refused, match="another_person_confirms"):
        desk.call("confirm_return_account", claim_id=claim, on=NAMED)
    desk.call("confirm_return_account", by="second_clerk", claim_id=claim, on=NAMED)
    with pytest.raises(Refused, match="no_return_awaited"):
        desk.call("confirm_return_account", by="third_clerk", claim_id=claim, on=NAMED)
    assert pay_claims(desk.database, NAMED, nothing).startswith("1 payments sent, 30.00 EUR")


def test_an_account_named_anew_after_the_second_person_looked_waits_again(desk: Desk) -> None:
    desk.pay("100000099905", "30.00", on=NAMED)
    [payment] = desk.call("list_unplaced_payments", on=NAMED)
    claim = desk.send_back(payment["payment_id"], iban=IBAN, on=NAMED)
    pay_claims(desk.database, NAMED, nothing)
    desk.call("return_payout", roles=("bank",), claim_id=claim, movement="m1", booked_on=NAMED.isoformat(), on=NAMED)
    desk.call("send_payment_back", payment_id=payment["payment_id"], name="Clerk", iban=THEIRS, reason="r", on=NAMED)
    assert pay_claims(desk.database, NAMED, nothing).startswith("0 payments sent")


def test_a_registration_is_accepted_by_who_logged_in_with_a_card(desk: Desk) -> None:
    registration = desk.register()
    with pytest.raises(Refused, match="assurance_too_low"):
        desk.call("accept_registration", registration_id=registration, assurance="substantial")
    assert desk.call("accept_registration", registration_id=registration)["state"] == "accepted"
