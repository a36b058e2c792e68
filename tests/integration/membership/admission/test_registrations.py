"""Registration online: draft, submitted, verified, accepted or refused."""

import time
from pathlib import Path
from typing import Any

import jwt
import pytest

from shared.auth import new_key
from tests.integration.membership.conftest import Desk, Refused, national_number
from tests.integration.membership.sessions.test_sessions import HELD, book, schedule


def submitted(desk: Desk, **changes: object) -> str:
    draft = desk.call("draft_registration", by="ada", roles=("applicant",), **desk.particulars(**changes))
    desk.call("submit_registration", by="ada", roles=("applicant",), registration_id=draft["registration_id"])
    return draft["registration_id"]


def test_acceptance_calls_the_first_share_with_a_communication_of_range_one(desk: Desk) -> None:
    accepted = desk.candidate()
    assert accepted["amount"] == {"amount": "30.00", "currency": "EUR"}
    assert accepted["structured_communication"].startswith("1")
    assert int(accepted["structured_communication"][:10]) % 97 == int(accepted["structured_communication"][10:])
    assert accepted["due_on"] == "2026-02-04"
    assert desk.get(accepted["member_id"])["state"] == "candidate"
    [(kind, called)] = desk.published()
    assert (kind, called["reason"], called["shares"], called["year"]) == ("share_called", "first", 1, 2026)
    assert "Peeters" not in str(called)


def test_a_registration_needs_an_attended_session_or_a_waiver(desk: Desk) -> None:
    registration = submitted(desk, email="eve@example.org")
    desk.call("verify_identity", registration_id=registration, means="document_seen")
    with pytest.raises(Refused, match="session_not_attended"):
        desk.call("accept_registration", registration_id=registration)
    session = schedule(desk)
    seat = book(desk, session, "Eve@example.org")["seat_id"]
    desk.call("record_attendance", session_id=session, present=[], absent=[seat], on=HELD)
    with pytest.raises(Refused, match="session_not_attended"):
        desk.call("accept_registration", registration_id=registration, on=HELD)
    desk.call("record_attendance", session_id=session, present=[seat], on=HELD)
    assert desk.call("accept_registration", registration_id=registration, on=HELD)["state"] == "accepted"


def test_an_advisor_waives_the_session_with_a_reason_and_a_clerk_cannot(desk: Desk) -> None:
    registration = submitted(desk)
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("waive_session", registration_id=registration, reason="busy")
    desk.call("waive_session", roles=("advisor",), registration_id=registration, reason="came from a partner abroad")
    desk.call("verify_identity", registration_id=registration, means="document_seen")
    assert desk.call("accept_registration", registration_id=registration)["state"] == "accepted"
    assert desk.call("get_registration", registration_id=registration)["session_waiver"] == "came from a partner abroad"


def test_steps_are_taken_in_their_order(desk: Desk) -> None:
    draft = desk.call("draft_registration", by="ada", roles=("applicant",), **desk.particulars())["registration_id"]
    with pytest.raises(Refused, match="registration_state_wrong"):
        desk.call("verify_identity", registration_id=draft, means="document_seen")
    with pytest.raises(Refused, match="registration_state_wrong"):
        desk.call("accept_registration", registration_id=draft)
    desk.call("submit_registration", registration_id=draft)
    with pytest.raises(Refused, match="registration_state_wrong"):
        desk.call("rewrite_registration", registration_id=draft, **desk.particulars())


def test_the_applicant_works_on_his_own_registration_and_on_no_other(desk: Desk) -> None:
    registration = submitted(desk)
    assert desk.call("get_registration", by="ada", roles=("applicant",), registration_id=registration)["town"]
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("get_registration", by="eve", roles=("applicant",), registration_id=registration)


def test_a_national_number_with_wrong_check_digits_is_refused(desk: Desk) -> None:
    good = national_number(5)
    wrong = good[:-2] + f"{(int(good[-2:]) % 97) + 1:02d}"
    with pytest.raises(Refused, match="identity_number_wrong"):
        desk.call("draft_registration", roles=("applicant",), **desk.particulars(national_number=wrong))


KEY, PUBLIC = new_key()


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "provider.pem").write_text(PUBLIC)
    monkeypatch.setenv("IDENTITY_PUBLIC_KEYS", str(tmp_path))


def identified(desk: Desk, registration: str, *, key: str = KEY, seconds: int = 300, **changes: str) -> str:
    """What the provider signs of the person whom a registration names."""
    [row] = desk.rows("select national_number, given_name, family_name from registrations where id = %s", registration)
    claims = {"sub": "ada", "aud": "sharedco-identity", "iss": "idp.example", "acr": "high",
              "number": row["national_number"], "given_name": f"{row['given_name'].upper()} Maria",
              "family_name": row["family_name"], "iat": int(time.time()), "exp": int(time.time()) + seconds, **changes}
    return jwt.encode(claims, key, algorithm="EdDSA", headers={"kid": "provider"})


def verify(desk: Desk, registration: str, assertion: str, by: str = "ada") -> str:
    return desk.call("verify_identity", means="electronic_identity", by=by, roles=("applicant",), assurance="high",
                     registration_id=registration, assertion=assertion)["state"]


@pytest.mark.usefixtures("provider")
def test_the_applicant_whom_a_provider_identifies_is_verified(desk: Desk) -> None:
    registration = submitted(desk, family_name="Müller-Peeters")
    assert verify(desk, registration, identified(desk, registration, family_name="MULLER PEETERS")) == "verified"
    [row] = desk.rows("select verified_by, verified_with from registrations where id = %s", registration)
    assert row == {"verified_by": "idp.example", "verified_with": "electronic_identity"}


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize(("changes", "code"), [
    ({"number": national_number(60_000)}, "identity_differs"), ({"family_name": "Janssens"}, "identity_differs"),
    ({"given_name": "Eve"}, "identity_differs"), ({"sub": "eve"}, "identity_differs"),
    ({"acr": "substantial"}, "identity_assurance_too_low"), ({"aud": "elsewhere"}, "identity_not_proven"),
    ({"seconds": -1}, "identity_not_proven"), ({"key": new_key()[0]}, "identity_not_proven"),
])
def test_a_strong_card_verifies_nobody_but_its_holder(desk: Desk, changes: dict[str, Any], code: str) -> None:
    registration = submitted(desk)
    with pytest.raises(Refused, match=code):
        verify(desk, registration, identified(desk, registration, **changes))


def test_a_level_alone_proves_nobody_and_a_clerk_who_saw_the_document_does(desk: Desk) -> None:
    registration = submitted(desk)
    with pytest.raises(Refused, match="identity_not_proven"):
        verify(desk, registration, "")
    own = {"by": "ada", "roles": ("applicant",), "registration_id": registration}
    with pytest.raises(Refused, match="identity_assurance_too_low"):
        desk.call("verify_identity", means="document_seen", **own)
    assert desk.call("verify_identity", registration_id=registration, means="document_seen")["state"] == "verified"


def test_a_person_who_is_known_is_refused_without_a_word_about_the_other(desk: Desk) -> None:
    number = national_number(next_serial := 50_001)
    member = desk.member(national_number=number)
    again = submitted(desk, national_number=f"{number[:6]} {number[6:9]}-{number[9:]}")
    with pytest.raises(Refused, match="person_known") as refused:
        desk.call("verify_identity", registration_id=again, means="document_seen")
    assert refused.value.details == {}
    assert member not in str(refused.value)
    assert str(next_serial) not in str(refused.value)


def test_of_two_open_registrations_of_one_person_only_one_goes_on(desk: Desk) -> None:
    number = national_number(50_002)
    first, second = submitted(desk, national_number=number), submitted(desk, national_number=number)
    desk.call("verify_identity", registration_id=first, means="document_seen")
    with pytest.raises(Refused, match="person_known"):
        desk.call("verify_identity", registration_id=second, means="document_seen")


def test_who_never_paid_and_was_withdrawn_may_register_again(desk: Desk) -> None:
    number = national_number(50_003)
    accepted = desk.candidate(national_number=number)
    desk.call("withdraw_share_call", call_id=accepted["call_id"], reason="went elsewhere")
    assert desk.get(accepted["member_id"])["state"] == "left"
    assert desk.candidate(national_number=number)["member_id"] != accepted["member_id"]


def test_an_excluded_activity_is_refused_and_some_know_an_exception(desk: Desk) -> None:
    building = desk.register(activity="construction")
    with pytest.raises(Refused, match="activity_excluded"):
        desk.call("accept_registration", registration_id=building)
    with pytest.raises(Refused, match="exception_not_possible"):
        desk.call("accept_registration", registration_id=building, exception_reason="a small roof only")
    roofs = desk.register(activity="Roofing")
    with pytest.raises(Refused, match="activity_excluded"):
        desk.call("accept_registration", registration_id=roofs)
    assert desk.call("accept_registration", registration_id=roofs, exception_reason="paints roofs only")["state"]
    regulated = desk.register(activity="regulated_profession")
    with pytest.raises(Refused, match="activity_excluded"):
        desk.call("accept_registration", registration_id=regulated)
    assert desk.call("accept_registration", registration_id=regulated, exception_reason="holds the licence")["state"]


def test_a_refusal_is_reasoned(desk: Desk) -> None:
    registration = submitted(desk)
    with pytest.raises(Refused, match="reasons_missing"):
        desk.call("refuse_registration", registration_id=registration, reasons=[])
    desk.call("refuse_registration", registration_id=registration, reasons=["outside the object of the cooperative"])
    shown = desk.call("get_registration", registration_id=registration)
    assert (shown["state"], shown["reasons"]) == ("refused", ["outside the object of the cooperative"])
    with pytest.raises(Refused, match="registration_state_wrong"):
        desk.call("accept_registration", registration_id=registration)


COMPANY = {"legal_name": "Studio X SRL", "enterprise_number": "BE 0417.497.106", "national_number": ""}


def test_a_company_joins_under_its_number_with_who_represents_it_and_holds_shares_of_its_class(desk: Desk) -> None:
    registration = desk.register(**COMPANY)
    shown = desk.call("get_registration", registration_id=registration)
    assert (shown["legal_name"], shown["enterprise_number"], shown["given_name"]) == (
        "Studio X SRL", "0417497106", "Ada")
    accepted = desk.call("accept_registration", registration_id=registration, share_class="C")
    desk.pay(accepted["structured_communication"], "30.00")
    person = desk.member()
    strong = {"assurance": "high", "purpose": "test", "roles": ("auditor",)}
    held = desk.call("get_holding", member_id=accepted["member_id"], **strong)
    assert (held["name"], [one["share_class"] for one in held["movements"]]) == ("Studio X SRL, 0417497106", ["C"])
    registers = {of: desk.call("get_register", share_class=of, **strong) for of in ("", "A", "C")}
    assert {of: [row["member_id"] for row in one["rows"]] for of, one in registers.items()} == {
        "": sorted([accepted["member_id"], person]), "A": [person], "C": [accepted["member_id"]]}
    own = {"by": person, "roles": ("member",), "assurance": "high", "purpose": "my right"}
    assert [row["member_id"] for row in desk.call("get_register", share_class="C", **own)["rows"]] == [person]
    [(_, told)] = desk.published("member_admitted", about=accepted["member_id"])
    assert told["share_class"] == "C"
    with pytest.raises(Refused, match="transfer_across_classes"):
        desk.call("transfer_shares", giver_id=person, receiver_id=accepted["member_id"], shares=1, declaration="d",
                  consent="c", assurance="high")
    with pytest.raises(Refused, match="person_known"):
        desk.register(**COMPANY)


def test_a_legal_person_has_a_name_and_a_number_that_exists_and_a_class_that_the_statutes_know(desk: Desk) -> None:
    for wrong in ({"enterprise_number": "0417.497.107"}, {"legal_name": ""}, {"enterprise_number": ""}):
        with pytest.raises(Refused, match="enterprise_number_wrong"):
            desk.register(**COMPANY | wrong)
    with pytest.raises(Refused, match="share_class_unknown"):
        desk.call("accept_registration", registration_id=desk.register(), share_class="Z")


def test_a_member_who_moves_says_so_and_does_not_rename_themself(desk: Desk) -> None:
    member = desk.member(family_name="Peeters")
    own = {"by": member, "roles": ("member",), "assurance": "high", "member_id": member, "effective_on": "2026-01-05",
           "reason": "moved", "given_name": "Ada", "street": "Rue 9", "postcode": "1000", "town": "Bruxelles",
           "country": "BE"}
    desk.call("record_name_and_domicile", family_name="Peeters", **own)
    with pytest.raises(Refused, match="name_not_verified"):
        desk.call("record_name_and_domicile", family_name="Janssens", **own)
    desk.call("record_name_and_domicile", family_name="Janssens", **own | {"by": "clerk", "roles": ("desk",)})
