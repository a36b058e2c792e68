"""Advisors: balanced assignment, handover, cover, questions with due times, and one ordered desk."""

import threading
from collections import Counter
from datetime import date
from typing import Any

import pytest

from services.membership.advisors.use_cases import assign_advisors
from shared.identifiers import new_id
from tests.integration.membership.conftest import Desk, Refused, euro

MONDAY = date(2027, 3, 1)


def advisor(desk: Desk, subject: str, **changes: Any) -> str:
    asked = {"subject": subject, "name": subject.title(), "languages": ["fr"], "cities": ["Bruxelles"],
             "working_share": "1.0", **changes}
    return desk.call("register_advisor", **asked)["advisor_id"]


def responsible(desk: Desk, member: str, on: date | None = None) -> str:
    return desk.call("get_advisor_of_member", member_id=member, on=on)["responsible_id"]


def test_admission_gives_an_advisor_and_loads_stay_balanced_by_working_share(desk: Desk) -> None:
    full, half = advisor(desk, "full"), advisor(desk, "half", working_share="0.5")
    given = Counter(responsible(desk, desk.member()) for _ in range(9))
    assert given == {full: 6, half: 3}


def test_the_language_never_gives_way_and_the_city_gives_way_to_room(desk: Desk) -> None:
    near, dutch = advisor(desk, "near"), advisor(desk, "dutch", languages=["nl"], cities=["Gent"])
    far = advisor(desk, "far", cities=["Liège"])
    assert responsible(desk, desk.member(language="nl")) == dutch
    assert {responsible(desk, desk.member()) for _ in range(3)} == {near}
    assert responsible(desk, desk.member(city="Liège")) == far
    assert responsible(desk, desk.member(language="de")) == ""


def test_members_admitted_at_once_are_spread_evenly(desk: Desk) -> None:
    advisors = [advisor(desk, f"a{n}") for n in range(3)]
    accepted = [desk.candidate() for _ in range(12)]
    threads = [threading.Thread(target=desk.pay, args=(one["structured_communication"], "30.00")) for one in accepted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(responsible(desk, one["member_id"]) for one in accepted) == dict.fromkeys(advisors, 4)


def test_the_sweep_finds_those_whom_nobody_accompanies(desk: Desk) -> None:
    member = desk.member()
    assert responsible(desk, member) == ""
    assert [item["kind"] for item in desk.call("list_desk")] == ["advisor_missing"]
    somebody = advisor(desk, "late")
    assert assign_advisors(desk.database, desk.on, lambda done, total: None) == \
        "1 of 1 members without an advisor got one."
    assert responsible(desk, member) == somebody


def test_a_handover_keeps_the_history_and_tells_the_next(desk: Desk) -> None:
    first = advisor(desk, "first")
    member = desk.member()
    second = advisor(desk, "second")
    desk.call("reassign_member", member_id=member, advisor_id=second, reason="moved to Liège",
              handover_note="wants to learn invoicing", on=MONDAY)
    history = desk.call("get_advisor_of_member", member_id=member)["history"]
    assert [(past["advisor_id"], past["until_on"], past["handover_note"]) for past in history] == \
        [(second, None, ""), (first, "2027-03-01", "wants to learn invoicing")]


def test_an_advisor_who_leaves_hands_all_members_over(desk: Desk) -> None:
    leaving = advisor(desk, "leaving", languages=["fr", "de"])
    french, german = desk.member(), desk.member(language="de")
    staying = advisor(desk, "staying")
    done = desk.call("retire_advisor", advisor_id=leaving, handover_note="all well")
    assert (done["moved"], done["left_without"]) == (1, 1)
    assert (responsible(desk, french), responsible(desk, german)) == (staying, "")
    with pytest.raises(Refused, match="advisor_not_active"):
        desk.call("reassign_member", member_id=french, advisor_id=leaving, reason="x")


def test_who_covers_answers_for_the_absent_on_those_days_only(desk: Desk) -> None:
    away = advisor(desk, "away")
    member = desk.member()
    cover = advisor(desk, "cover")
    desk.call("record_absence", advisor_id=away, from_on="2027-03-01", until_on="2027-03-08", cover_id=cover)
    days = (date(2027, 2, 28), MONDAY, date(2027, 3, 7), date(2027, 3, 8))
    assert [responsible(desk, member, on=day) for day in days] == [away, cover, cover, away]


def test_absences_do_not_overlap_and_who_is_away_cannot_cover(desk: Desk) -> None:
    one, two = advisor(desk, "one"), advisor(desk, "two")
    away = {"from_on": "2027-03-01", "until_on": "2027-03-08"}
    desk.call("record_absence", advisor_id=one, cover_id=two, **away)
    with pytest.raises(Refused, match="absences_overlap"):
        desk.call("record_absence", advisor_id=one, cover_id=two, from_on="2027-03-07", until_on="2027-03-09")
    assert desk.call("record_absence", advisor_id=one, cover_id=two, from_on="2027-03-08", until_on="2027-03-09")
    with pytest.raises(Refused, match="cover_absent"):
        desk.call("record_absence", advisor_id=two, cover_id=one, **away)
    with pytest.raises(Refused, match="cover_absent"):
        desk.call("record_absence", advisor_id=two, cover_id=two, from_on="2027-05-01", until_on="2027-05-02")
    with pytest.raises(Refused, match="times_reversed"):
        desk.call("record_absence", advisor_id=two, cover_id=one, from_on="2027-05-02", until_on="2027-05-02")


def test_a_question_is_owed_an_answer_within_working_days_of_the_country(desk: Desk) -> None:
    advisor(desk, "a")
    member = desk.member()
    asked = {"by": member, "roles": ("member",), "member_id": member, "subject": "VAT", "text": "Do I owe it?"}
    assert desk.call("ask_question", on=MONDAY, **asked)["due_on"] == "2027-03-04"
    assert desk.call("ask_question", on=date(2027, 3, 5), **asked)["due_on"] == "2027-03-10"
    # Maundy Thursday: Good Friday is a working day in Belgium, Easter Monday is not.
    assert desk.call("ask_question", on=date(2027, 3, 25), **asked)["due_on"] == "2027-03-31"


def test_a_question_is_answered_once(desk: Desk) -> None:
    member = desk.member()
    question = desk.call("ask_question", member_id=member, subject="VAT", text="?")["question_id"]
    desk.call("answer_question", roles=("advisor",), question_id=question, answer="No.")
    with pytest.raises(Refused, match="question_answered"):
        desk.call("answer_question", roles=("advisor",), question_id=question, answer="Yes.")
    assert desk.call("list_questions", by=member, roles=("member",), member_id=member)[0]["answer"] == "No."


def kinds(desk: Desk, on: date, advisor_id: str = "") -> list[str]:
    return [item["kind"] for item in desk.call("list_desk", advisor_id=advisor_id, on=on)]


def test_the_desk_is_one_list_fed_by_events_with_what_can_cost_a_wage_first(desk: Desk) -> None:
    advisor(desk, "a")
    member = desk.member()
    invoice, advance, cover = new_id("inv"), new_id("adv"), new_id("cov")
    desk.call("ask_question", member_id=member, subject="x", text="y", on=MONDAY)
    desk.hear("payroll.advance_opened", advance_id=advance, member_id=member, invoice_id=invoice,
              opened_on="2027-02-20")
    desk.hear("payroll.cover_opened", cover_id=cover, member_id=member, ends_on="2027-03-15")
    assert kinds(desk, date(2027, 2, 28)) == ["question_open"]
    desk.hear("invoicing.invoice_overdue", invoice_id=invoice, member_id=member, due_on="2027-02-25",
              open=euro("121.00"))
    assert kinds(desk, MONDAY) == ["advance_at_risk", "client_overdue", "cover_ending", "question_open"]
    desk.hear("payroll.advance_recovered", advance_id=advance, open=euro("0.01"))
    assert "advance_at_risk" in kinds(desk, MONDAY)
    desk.hear("payroll.advance_recovered", advance_id=advance, open=euro("0.00"))
    desk.hear("payroll.cover_closed", cover_id=cover)
    assert kinds(desk, MONDAY) == ["client_overdue", "question_open"]
    desk.hear("invoicing.invoice_paid", invoice_id=invoice)
    assert kinds(desk, MONDAY) == ["question_open"]


def test_a_lost_advance_and_a_client_written_off_leave_the_desk(desk: Desk) -> None:
    advisor(desk, "a")
    member, invoice, advance = desk.member(), new_id("inv"), new_id("adv")
    desk.hear("invoicing.invoice_overdue", invoice_id=invoice, member_id=member, due_on="2027-02-25",
              open=euro("121.00"))
    desk.hear("payroll.advance_opened", advance_id=advance, member_id=member, invoice_id=invoice,
              opened_on="2027-02-20")
    desk.hear("payroll.advance_lost", advance_id=advance)
    assert kinds(desk, MONDAY) == ["client_overdue"]
    desk.hear("invoicing.invoice_written_off", invoice_id=invoice)
    assert kinds(desk, MONDAY) == []


@pytest.mark.parametrize(("day", "shown"), [
    (date(2027, 2, 28), False), (date(2027, 3, 1), True), (date(2027, 3, 15), True), (date(2027, 3, 16), False),
])
def test_a_cover_lies_on_the_desk_in_its_last_fourteen_days(desk: Desk, day: date, shown: bool) -> None:
    advisor(desk, "a")
    desk.hear("payroll.cover_opened", cover_id=new_id("cov"), member_id=desk.member(), ends_on="2027-03-15")
    assert (kinds(desk, day) == ["cover_ending"]) is shown


def test_shares_in_arrears_and_missing_identities_lie_on_the_desk_of_who_is_concerned(desk: Desk) -> None:
    mine, other = advisor(desk, "mine"), advisor(desk, "other", languages=["nl"], cities=["Gent"])
    member = desk.member()
    desk.sign_order(member, MONDAY)
    draft = desk.call("draft_registration", roles=("applicant",), **desk.particulars(city="Gent"))["registration_id"]
    desk.call("submit_registration", registration_id=draft)
    late = date(2027, 4, 1)
    assert kinds(desk, date(2027, 3, 31), mine) == []
    assert kinds(desk, late, mine) == ["share_in_arrears"]
    assert kinds(desk, late, other) == ["identity_missing"]
    assert kinds(desk, late) == ["identity_missing", "share_in_arrears"]


def test_who_covers_sees_the_desk_of_the_absent(desk: Desk) -> None:
    away = advisor(desk, "away")
    member = desk.member()
    cover = advisor(desk, "cover")
    desk.call("ask_question", member_id=member, subject="x", text="y")
    desk.call("record_absence", advisor_id=away, from_on="2027-03-01", until_on="2027-03-08", cover_id=cover)
    assert (kinds(desk, MONDAY, cover), kinds(desk, MONDAY, away)) == (["question_open"], [])


def test_a_person_is_an_advisor_once_and_somewhere(desk: Desk) -> None:
    advisor(desk, "a")
    with pytest.raises(Refused, match="advisor_known"):
        advisor(desk, "a")
    with pytest.raises(Refused, match="place_unknown"):
        advisor(desk, "b", cities=["Atlantis"])
    for share in ("0", "1.001"):
        with pytest.raises(Refused, match="shape_not_met"):
            advisor(desk, "c", working_share=share)


def test_a_credit_takes_a_late_invoice_off_the_desk_and_money_that_went_back_puts_it_there_again(desk: Desk) -> None:
    advisor(desk, "a")
    member, invoice = desk.member(), new_id("inv")
    desk.hear("invoicing.payment_applied", invoice_id=invoice, amount=euro("10.00"))
    desk.hear("invoicing.invoice_overdue", invoice_id=invoice, member_id=member, due_on="2027-02-25",
              open=euro("121.00"))
    desk.hear("invoicing.payment_applied", invoice_id=invoice, amount=euro("21.00"))
    desk.hear("invoicing.invoice_credited", invoice_id=invoice, amount=euro("99.99"))
    assert kinds(desk, MONDAY) == ["client_overdue"]
    desk.hear("invoicing.invoice_credited", invoice_id=invoice, amount=euro("0.01"))
    assert kinds(desk, MONDAY) == []
    desk.hear("invoicing.payment_reversed", invoice_id=invoice, amount=euro("21.00"))
    assert kinds(desk, MONDAY) == ["client_overdue"]
    desk.hear("invoicing.invoice_paid", invoice_id=invoice)
    assert kinds(desk, MONDAY) == []


def test_a_member_may_ask_who_accompanies_them_and_reads_no_notes_of_advisors(desk: Desk) -> None:
    first, second, member = advisor(desk, "a"), advisor(desk, "b"), desk.member()
    desk.call("reassign_member", member_id=member, advisor_id=second, reason="fits", handover_note="talks a lot")
    own = {"by": member, "roles": ("member",)}
    told = desk.call("get_advisor_of_member", member_id=member, **own)
    assert told["responsible_id"] == second
    assert {one["handover_note"] for one in told["history"]} == {""}
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("get_advisor_of_member", member_id=desk.member(), **own)
    assert first != second
