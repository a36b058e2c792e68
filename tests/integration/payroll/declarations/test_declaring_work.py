"""Declaring work at payroll: documents that leave, answers that come, orders that are cancelled, data that wait."""

import hashlib
import io
import threading
from base64 import b64decode
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from lxml import etree
from pypdf import PdfReader

from services.payroll.certificates.use_cases import print_certificates
from tests.builders import as_owner
from tests.integration.payroll.driver import ANNA, BRAM, EMPLOYER, WORKERS, Host, Job

JOB = Job()
BEFORE = date(2026, 8, 22)


def state(host: Host, job: Job = JOB) -> str:
    return str(host.call("get_declaration", order_id=job.order_id)["state"])


def told(host: Host) -> list[tuple[str, dict[str, Any]]]:
    """What was told of declarations and covers; what was told at its signature aside."""
    return [(kind, body) for kind, body in host.published() if kind not in {"order_guaranteed", "wages_planned"}]


def test_a_signed_order_is_declared_at_once(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    ((name, content),) = host.documents("onss")
    declaration = host.call("get_declaration", order_id=JOB.order_id)
    assert name == f"dimona_in_{declaration['declaration_id']}.xml"
    assert etree.fromstring(content).findtext(".//INSS") == "85073003328"
    assert (declaration["state"], declaration["sent_on"], declaration["cover_id"]) == ("sent", "2026-08-22", None)
    assert told(host) == []


def test_an_accepted_declaration_says_that_the_work_is_declared_and_insured(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    host.declare(JOB)
    (declared, declared_body), (covered, covered_body) = told(host)
    assert (declared, covered) == ("work_declared", "cover_opened")
    assert (declared_body["declared_on"], declared_body["reference"]) == ("2026-08-22", "000000000001")
    assert (covered_body["starts_on"], covered_body["ends_on"]) == ("2026-09-01", "2026-09-30")
    assert host.call("get_declaration", order_id=JOB.order_id)["cover_id"] == covered_body["cover_id"]


def test_the_same_answer_twice_declares_once(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    host.declare(JOB)
    host.declare(JOB)
    assert len(host.published("work_declared")) == len(host.published("cover_opened")) == 1


def test_a_refused_declaration_refuses_the_work_and_opens_no_cover(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    declaration = host.call("get_declaration", order_id=JOB.order_id)
    host.call("record_declaration_answer", declaration_id=declaration["declaration_id"], result="refused",
               reason="unknown worker")
    ((kind, body),) = told(host)
    assert (kind, body["reason"]) == ("work_declaration_refused", "refused_by_authority")
    assert host.call("get_declaration", order_id=JOB.order_id)["reason"] == "unknown worker"
    assert host.call("get_declaration", order_id=JOB.order_id)["cover_id"] is None


def test_an_order_waits_for_its_worker_and_is_declared_when_he_is_registered(host: Host) -> None:
    host.staff(BRAM)
    host.sign(JOB, BEFORE)
    assert [one["order_id"] for one in host.call("list_declarations", state="waiting")] == [JOB.order_id]
    assert host.documents("onss") == []
    registered = host.call("register_worker", on=date(2026, 8, 25), **WORKERS[ANNA])
    assert registered["declarations"] == 1
    assert state(host) == "sent"
    assert len(host.documents("onss")) == 1


def test_an_order_waits_for_the_employer_too(host: Host) -> None:
    host.call("register_worker", on=BEFORE, **WORKERS[ANNA])
    host.sign(JOB, BEFORE)
    assert state(host) == "waiting"
    host.call("register_employer", on=BEFORE, **EMPLOYER)
    assert state(host) == "sent"


@pytest.mark.parametrize("missing", ["worker", "employer"])
def test_data_registered_while_the_order_arrives_are_not_missed(host: Host, missing: str) -> None:
    host.call(*{"worker": ("register_employer",), "employer": ("register_worker",)}[missing], on=BEFORE,
               **{"worker": EMPLOYER, "employer": WORKERS[ANNA]}[missing])
    late = {"worker": WORKERS[ANNA], "employer": EMPLOYER}[missing]
    desk = threading.Thread(target=host.call, args=(f"register_{missing}",), kwargs={"on": BEFORE, **late})
    with host.hearing("order_signed", BEFORE, host.order_form(JOB, BEFORE)):
        desk.start()
        desk.join(0.3)
        assert desk.is_alive()  # it waits for the order to be written down
    desk.join()
    assert state(host) == "sent"


@pytest.mark.parametrize(("signed_on", "then"), [(date(2026, 9, 1), "sent"), (date(2026, 9, 2), "late")])
def test_work_that_began_undeclared_is_held_for_a_decision(host: Host, signed_on: date, then: str) -> None:
    host.staff(ANNA)
    host.sign(JOB, signed_on)
    assert state(host) == then
    assert len(host.documents("onss")) == (then == "sent")


def test_a_worker_registered_after_the_work_began_makes_the_declaration_late(host: Host) -> None:
    host.staff(BRAM)
    host.sign(JOB, BEFORE)
    host.call("register_worker", on=date(2026, 9, 2), **WORKERS[ANNA])
    assert state(host) == "late"


def test_somebody_decides_to_declare_late_or_to_refuse_the_work(host: Host) -> None:
    host.staff(ANNA, BRAM)
    other = Job(number=2, member_id=BRAM)
    for job in (JOB, other):
        host.sign(job, date(2026, 9, 2))
    ids = [host.call("get_declaration", order_id=job.order_id)["declaration_id"] for job in (JOB, other)]
    host.call("decide_late_declaration", declaration_id=ids[0], declare=True, reason="agreed with the authority")
    host.call("decide_late_declaration", declaration_id=ids[1], declare=False, reason="the work did not begin")
    assert (state(host), state(host, other)) == ("sent", "refused")
    assert host.call("get_declaration", order_id=JOB.order_id)["late"] is True
    ((kind, body),) = told(host)
    assert (kind, body["reason"], body["order_id"]) == (
        "work_declaration_refused", "declared_after_start", other.order_id)
    assert host.refused("decide_late_declaration", declaration_id=ids[0], declare=True, reason="again") == \
        "declaration_not_late"


def test_a_cancelled_order_cancels_its_declaration_and_closes_its_cover(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    host.declare(JOB)
    host.hear("order_cancelled", date(2026, 8, 30), order_id=JOB.order_id, reason="called off")
    assert state(host) == "cancelled"
    name, content = host.documents("onss")[1]
    assert name.startswith("dimona_cancel_")
    assert etree.fromstring(content).findtext(".//DimonaPeriodId") == "000000000001"
    ((kind, body),) = host.published("cover_closed")
    assert (kind, body["closed_on"], body["reason"]) == ("cover_closed", "2026-08-30", "order_cancelled")


def test_an_order_cancelled_before_the_answer_is_cancelled_when_the_answer_comes(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    host.hear("order_cancelled", date(2026, 8, 23), order_id=JOB.order_id, reason="called off")
    assert state(host) == "cancel_wanted"
    host.declare(JOB)
    assert state(host) == "cancelled"
    assert told(host) == []
    assert [name.split("_")[1] for name, _ in host.documents("onss")] == ["in", "cancel"]


def test_an_order_cancelled_before_anything_left_is_withdrawn(host: Host) -> None:
    host.sign(JOB, BEFORE)
    host.hear("order_cancelled", date(2026, 8, 23), order_id=JOB.order_id, reason="called off")
    assert state(host) == "withdrawn"
    host.staff(ANNA)
    assert host.documents("onss") == []


MOVED = Job(starts_on=date(2026, 9, 8), ends_on=date(2026, 9, 25))


def test_an_order_amended_to_other_days_is_cancelled_and_declared_anew(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    host.declare(JOB)
    host.sign(MOVED, date(2026, 8, 28), kind="order_amended")
    assert [name.split("_")[1] for name, _ in host.documents("onss")] == ["in", "cancel", "in"]
    assert state(host) == "sent"
    host.declare(MOVED)
    assert [(kind, body.get("reason"), body.get("starts_on")) for kind, body in told(host)] == [
        ("work_declared", None, "2026-09-01"), ("cover_opened", None, "2026-09-01"),
        ("cover_closed", "order_amended", None),
        ("work_declared", None, "2026-09-08"), ("cover_opened", None, "2026-09-08")]
    host.complete(MOVED)
    host.pay_day(date(2026, 10, 2))
    assert host.wage_of(MOVED)["month"] == "2026-09"
    assert host.faults() == []


LONGER = Job(ends_on=date(2026, 10, 1))


def covered_days(host: Host) -> set[date]:
    """Every day on which somebody is insured."""
    covers = host.rows("select starts_on, least(ends_on, coalesce(closed_on, ends_on)) as last from covers")
    return {one["starts_on"] + timedelta(days=n) for one in covers
            for n in range((one["last"] - one["starts_on"]).days + 1)}


def test_a_running_order_extended_by_a_day_stays_declared_and_covered_without_a_gap(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    host.declare(JOB)
    host.sign(LONGER, date(2026, 9, 10), kind="order_amended")
    assert [name.split("_")[1] for name, _ in host.documents("onss")] == ["in", "update"]
    assert etree.fromstring(host.documents("onss")[1][1]).findtext(".//EndingDate") == "2026-10-01"
    assert (state(host), host.published("cover_closed")) == ("accepted", [])
    assert covered_days(host) == {date(2026, 9, 1) + timedelta(days=n) for n in range(31)}
    assert [body["ends_on"] for _, body in host.published("work_declared")] == ["2026-09-30", "2026-10-01"]


def test_an_order_cancelled_on_its_second_day_ends_and_the_days_worked_stay_declared_and_covered(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    host.declare(JOB)
    host.hear("order_cancelled", date(2026, 9, 2), order_id=JOB.order_id, reason="called off")
    assert [name.split("_")[1] for name, _ in host.documents("onss")] == ["in", "out"]
    assert covered_days(host) == {date(2026, 9, 1), date(2026, 9, 2)}
    ((_, closed),) = host.published("cover_closed")
    assert (closed["closed_on"], closed["reason"]) == ("2026-09-02", "order_cancelled")
    worked = Job(ends_on=date(2026, 9, 2), budget="400.00")
    host.complete(worked)
    host.pay_day(date(2026, 9, 8))
    assert host.wage_of(worked)["state"] == "sent"
    assert host.call("list_waiting", on=date(2026, 9, 8)) == []


def test_an_order_extended_after_a_part_was_paid_keeps_that_part(host: Host) -> None:
    host.staff(ANNA)
    host.work(JOB)
    host.sign(LONGER, date(2026, 9, 30), kind="order_amended")
    host.pay_day(date(2026, 10, 6))
    assert host.wage_of(JOB)["state"] == "sent"


def test_a_wrong_national_number_is_corrected_and_what_was_refused_is_declared_again(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    refuse(host)
    corrected = host.call("correct_national_number", member_id=ANNA, national_number="98472899765", on=BEFORE)
    assert (corrected["declarations"], state(host)) == (1, "sent")
    assert etree.fromstring(host.documents("onss")[1][1]).findtext(".//INSS") == "98472899765"
    assert [one["number_before"] for one in host.rows("select * from national_number_corrections")] == ["85073003328"]
    host.declare(JOB)
    assert state(host) == "accepted"


def test_what_was_refused_is_declared_again_and_nothing_else_is(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    assert host.refused("declare_again", order_id=JOB.order_id) == "declaration_not_refused"
    refuse(host)
    assert host.call("declare_again", order_id=JOB.order_id, on=BEFORE)["state"] == "sent"


def refuse(host: Host) -> None:
    declaration = host.call("get_declaration", order_id=JOB.order_id)
    host.call("record_declaration_answer", declaration_id=declaration["declaration_id"], result="refused",
              reason="unknown worker")


def test_an_order_amended_in_its_amount_alone_stays_declared(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    host.declare(JOB)
    host.sign(JOB, date(2026, 8, 28), kind="order_amended")
    assert len(host.documents("onss")) == 1
    assert state(host) == "accepted"


def test_an_order_amended_before_the_answer_cancels_when_the_answer_comes(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    old = host.call("get_declaration", order_id=JOB.order_id)["declaration_id"]
    host.sign(MOVED, date(2026, 8, 28), kind="order_amended")
    host.call("record_declaration_answer", declaration_id=old, result="accepted", reference="7")
    assert told(host) == []
    assert [name.split("_")[1] for name, _ in host.documents("onss")] == ["in", "in", "cancel"]
    host.declare(MOVED)
    assert [body["starts_on"] for _, body in host.published("work_declared")] == ["2026-09-08"]


def test_a_waiting_order_amended_waits_for_its_new_days(host: Host) -> None:
    host.sign(JOB, BEFORE)
    host.sign(MOVED, date(2026, 8, 28), kind="order_amended")
    assert [one["starts_on"] for one in host.call("list_declarations", state="waiting")] == ["2026-09-08"]


@pytest.mark.parametrize(("field", "value"), [
    ("national_number", "85073003329"), ("iban", "BE68539007547035"), ("household", "commune"), ("language", "it"),
    ("children", -1), ("disabled_children", 1), ("first_name", ""),
])
def test_a_worker_with_data_that_cannot_be_right_is_refused(host: Host, field: str, value: object) -> None:
    assert host.refused("register_worker", **{**WORKERS[ANNA], field: value}) == "shape_not_met"
    assert host.rows("select 1 from workers") == []


def test_a_refused_national_number_is_never_repeated(host: Host) -> None:
    reply = host.reply("register_worker", **{**WORKERS[ANNA], "national_number": "85073003329"})
    assert "85073003329" not in str(reply)


@pytest.mark.parametrize("number", ["98472899765", "17073003384", "85.07.30-033.28"])
def test_bis_numbers_and_numbers_of_this_century_are_taken(host: Host, number: str) -> None:
    host.call("register_worker", **{**WORKERS[ANNA], "national_number": number})


def test_a_worker_and_a_national_number_are_registered_once(host: Host) -> None:
    host.call("register_worker", **WORKERS[ANNA])
    assert host.refused("register_worker", **WORKERS[ANNA]) == "worker_known_before"
    twin = {**WORKERS[BRAM], "national_number": WORKERS[ANNA]["national_number"]}
    assert host.refused("register_worker", **twin) == "worker_known_before"


def test_a_payslip_is_in_the_language_of_the_member_unless_the_worker_says_another(host: Host) -> None:
    silent = {name: value for name, value in WORKERS[ANNA].items() if name != "language"}
    assert host.refused("register_worker", **silent) == "language_unknown"
    for member, language in ((ANNA, "de"), (BRAM, "es")):
        host.hear("member_admitted", BEFORE, member_id=member, admitted_on="2026-08-01", language=language)
    host.call("register_worker", **silent)
    assert host.refused("register_worker", **{**WORKERS[BRAM], "language": None}) == "language_unknown"
    host.call("register_worker", **WORKERS[BRAM])
    assert host.rows("select language from workers order by member_id") == [{"language": "de"}, {"language": "nl"}]


def test_a_member_registers_himself_and_nobody_else(host: Host) -> None:
    assert host.refused("register_worker", roles=("member",), subject=BRAM, **WORKERS[ANNA]) == "not_allowed"
    host.call("register_worker", roles=("member",), subject=ANNA, **WORKERS[ANNA])


@pytest.mark.parametrize(("field", "value"), [
    ("enterprise_number", "0403019262"), ("onss_number", "5"), ("iban", "BE00"), ("bic", "X"), ("country", "Belgium"),
])
def test_an_employer_with_data_that_cannot_be_right_is_refused(host: Host, field: str, value: str) -> None:
    assert host.refused("register_employer", **{**EMPLOYER, field: value}) == "shape_not_met"


def test_the_employer_changes_from_a_day_on_and_not_twice_on_one(host: Host) -> None:
    host.call("register_employer", **EMPLOYER)
    assert host.refused("register_employer", **EMPLOYER) == "employer_known_before"
    host.call("register_employer", **{**EMPLOYER, "valid_from": "2026-08-01", "accident_policy": "new"})
    host.call("register_worker", on=BEFORE, **WORKERS[ANNA])
    host.sign(JOB, BEFORE)
    host.declare(JOB)
    assert host.rows("select policy from covers") == [{"policy": "new"}]


def test_no_event_and_no_answer_about_an_order_carries_personal_data(host: Host) -> None:
    host.staff(ANNA)
    host.work(JOB)
    host.pay_day(date(2026, 10, 6))
    words = str(host.published()) + str(host.call("get_job_statement", order_id=JOB.order_id))
    for secret in ("Zoé", "Vandenbroucke", "85073003328", "BE68539007547034"):
        assert secret not in words


@pytest.mark.parametrize(("stopped_on", "act"), [(date(2026, 9, 14), "out"), (date(2026, 9, 9), "update")])
def test_an_order_that_is_stopped_ends_its_employment_and_cover_with_the_last_day_worked(
    host: Host, stopped_on: date, act: str,
) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    host.declare(JOB)
    host.hear("order_stopped", stopped_on, order_id=JOB.order_id, member_id=ANNA, activity_id="act_" + "1" * 32,
              reason="client_withdrew", stopped_on=stopped_on.isoformat(), last_worked_on="2026-09-11", parts=[],
              amount={"amount": "1000.00", "currency": "EUR"})
    assert host.call("get_declaration", order_id=JOB.order_id)["ends_on"] == "2026-09-11"
    assert [name.split("_")[1] for name, _ in host.documents("onss")] == ["in", act]
    ((_, closed),) = host.published("cover_closed")
    assert (closed["closed_on"], host.faults()) == ("2026-09-11", [])


def at(host: Host, instant: str, member_id: str = ANNA) -> tuple[bool, bool]:
    found = host.call("get_declared_and_covered", member_id=member_id, at=instant)
    return found["declared"], found["covered"]


def told_at(host: Host, instant: str) -> None:
    """The authority was told at this instant, not at the one that the clock of this machine shows."""
    with psycopg.connect(as_owner(host.database.url)) as conn:
        conn.execute("alter table declaration_ends disable trigger declaration_ends_append_only")
        conn.execute(f"update declaration_ends set told_at = {instant}")  # type: ignore[arg-type]


def test_who_asks_about_an_instant_is_told_what_was_declared_by_then_and_insured_on_its_day(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    assert at(host, "2026-09-01T08:00:00+02:00") == (False, False)  # not accepted yet
    host.declare(JOB)
    told_at(host, "timestamptz '2026-09-01T07:59:00+02:00'")
    assert at(host, "2026-09-01T07:58:59+02:00") == (False, True)
    assert at(host, "2026-09-01T07:59:00+02:00") == (True, True)
    assert at(host, "2026-09-30T23:59:59+02:00") == (True, True)
    assert at(host, "2026-09-30T22:00:00+00:00") == (False, False)  # the first of October in Brussels
    assert at(host, "2026-09-15T12:00:00+02:00", BRAM) == (False, False)
    host.complete(JOB)
    (employment,) = host.call("get_declared_and_covered", member_id=ANNA, at="2026-09-15T12:00:00+02:00")["employments"]
    assert (employment["insurer"], employment["policy"], employment["hours"], employment["reference"]) == (
        "Ethias", "7001-2026", "7.6", "000000000001")
    ((name, content),) = host.documents("onss")
    assert employment["documents"] == [{"name": name, "digest": hashlib.sha256(content).hexdigest()}]
    asked = {"member_id": ANNA, "at": "2026-09-15T12:00:00+02:00", "roles": ("member",)}
    assert host.call("get_declared_and_covered", subject=ANNA, **asked)["covered"]
    assert host.reply("get_declared_and_covered", subject=BRAM, **asked)["error"] is not None


def test_a_certificate_names_insurer_policy_days_and_documents_and_nothing_uncovered_is_certified(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    assert host.refused("issue_cover_certificate", order_id=JOB.order_id) == "nothing_covered"
    host.declare(JOB)
    issued = host.call("issue_cover_certificate", order_id=JOB.order_id)
    asked = {"certificate_id": issued["certificate_id"]}
    assert issued["number"] == "000000000001/1"
    assert host.refused("get_cover_certificate", **asked) == "paper_not_ready"
    printed = print_certificates(host.database, BEFORE, lambda done, of: None)
    assert printed == "1 certificates of cover were printed, 0 not"
    pdf = b64decode(host.call("get_cover_certificate", **asked)["pdf"])
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    days = "01/09/2026 \N{EN DASH} 30/09/2026"
    for word in ("Attestation de couverture", "Vandenbroucke", "Ethias", "7001-2026", days):
        assert word in text
    assert hashlib.sha256(host.documents("onss")[0][1]).hexdigest() in "".join(text.split())
    assert host.call("issue_cover_certificate", order_id=JOB.order_id) == issued, "nothing changed: the same one"
    host.sign(replace(JOB, ends_on=date(2026, 10, 2)), BEFORE, kind="order_amended")
    assert host.call("issue_cover_certificate", order_id=JOB.order_id)["number"] == "000000000001/2"


def test_an_accident_is_followed_from_its_report_to_the_last_day_of_incapacity(host: Host) -> None:
    host.staff(ANNA)
    before = Job(number=3, starts_on=date(2025, 9, 1), ends_on=date(2025, 9, 12))
    year = Job(number=4, starts_on=date(2026, 8, 3), ends_on=date(2026, 8, 28))
    for job in (before, year):
        host.work(job)
        host.pay_day(job.ends_on + timedelta(days=7))
    host.sign(JOB, BEFORE)
    accident = {"order_id": JOB.order_id, "happened_at": "2026-09-15T10:30:00+02:00", "what": "fell from a ladder"}
    assert host.refused("report_accident", on=date(2026, 9, 14), **accident) == "claim_not_reported"
    claim = {"claim_id": host.call("report_accident", on=date(2026, 9, 16), **accident)["claim_id"]}
    assert waits(host, "claim_uninsured", "2026-09-23"), "an accident of undeclared work is seen"
    assert host.refused("send_claim", on=date(2026, 9, 16), **claim) == "not_insured_then"
    assert host.refused("report_accident", on=date(2026, 9, 16), **accident) == "accident_reported_before"
    host.declare(JOB)
    assert waits(host, "claim_to_send", "2026-09-23")
    (listed,) = host.call("list_claims", on=date(2026, 9, 16))
    assert (listed["report_by"], listed["leads_on"], listed["policy"]) == ("2026-09-23", "payroll_clerk", "")
    assert host.call("send_claim", on=date(2026, 9, 17), **claim)["leads_on"] == "insurer"
    assert host.call("get_claim", **claim)["policy"] == "7001-2026"
    for _ in range(2):
        host.call("add_claim_document", on=date(2026, 9, 18), name="certificate.pdf", digest="a" * 64, **claim)
    assert len(host.call("get_claim", **claim)["documents"]) == 1
    assert waits(host, "claim_undecided", "")
    host.call("decide_claim", on=date(2026, 9, 30), accepted=False, reason="a document is missing", **claim)
    host.call("decide_claim", on=date(2026, 10, 1), accepted=True, **claim)
    assert waits(host, "claim_to_settle", "")
    host.call("record_incapacity", on=date(2026, 10, 1), until="2026-09-25", **claim)
    assert waits(host, "claim_unpaid", "")
    assert host.refused("settle_claim", **claim) == "incapacity_unpaid"
    wage = host.wage_of(year)
    found = host.call("get_claim", on=date(2026, 10, 1), **claim)
    worth = (Decimal(wage["gross"]["amount"]) * 10 * Decimal("0.9") / 365).quantize(Decimal("0.01"))
    assert (found["base"], found["expected"]["amount"], found["days"]) == (wage["gross"], str(worth), 10)
    paid = {"starts_on": "2026-09-16", "ends_on": "2026-09-25", "amount": found["expected"]}
    assert host.call("record_claim_payment", on=date(2026, 10, 9), **paid, **claim)["leads_on"] == "payroll_clerk"
    assert host.refused("record_claim_payment", **paid, **claim) == "days_paid_before"
    assert host.call("settle_claim", on=date(2026, 10, 9), **claim) == {
        **claim, "state": "settled", "leads_on": "nobody"}
    assert host.call("list_claims") == []
    host.call("record_incapacity", on=date(2026, 11, 2), until="2026-11-06", **claim)
    assert waits(host, "claim_unpaid", ""), "a relapse opens it again"
    other = host.call("report_accident", on=date(2026, 9, 16), another=True, **accident)
    assert other["claim_id"] != claim["claim_id"]
    assert host.faults() == []


def waits(host: Host, matter: str, why: str) -> bool:
    """Whether the claim waits, for the one whose step it is."""
    leaders = {"claim_undecided": "insurer", "claim_unpaid": "insurer"}
    return any((one["matter"], one["why"], one["leads_on"], one["worker"], one["order_id"]) == (
        matter, why, leaders.get(matter, "payroll_clerk"), "Zoé Vandenbroucke", JOB.order_id)
        for one in host.call("list_waiting", on=date(2026, 10, 20)))


def test_work_is_insured_by_whoever_insures_each_of_its_days_also_when_the_insurer_is_another_from_then_on(
    host: Host,
) -> None:
    host.staff(ANNA)
    host.sign(JOB, BEFORE)
    host.declare(JOB)
    host.call("register_employer", on=BEFORE, **{**EMPLOYER, "valid_from": "2026-09-16", "accident_policy": "8002"})
    at = {day: host.call("get_declared_and_covered", member_id=ANNA, at=f"2026-09-{day}T10:00:00+02:00")
          for day in (15, 16)}
    assert [found["employments"][0]["policy"] for found in at.values()] == ["7001-2026", "8002"]
    later = Job(number=2, starts_on=date(2026, 9, 14), ends_on=date(2026, 9, 18))
    host.sign(later, BEFORE)
    host.declare(later)
    assert host.rows("select policy, starts_on, ends_on from covers where order_id like '%2' order by starts_on") == [
        {"policy": "7001-2026", "starts_on": date(2026, 9, 14), "ends_on": date(2026, 9, 15)},
        {"policy": "8002", "starts_on": date(2026, 9, 16), "ends_on": date(2026, 9, 18)}]
    assert [kind for kind, told in host.published("cover_opened", "cover_closed")] == [
        "cover_opened", "cover_opened", "cover_closed", "cover_opened", "cover_opened"]


def test_a_day_is_declared_from_the_instant_at_which_the_authority_was_told_of_that_day(host: Host) -> None:
    host.staff(ANNA)
    job = replace(JOB, ends_on=date(2026, 9, 4))
    host.sign(job, BEFORE)
    host.declare(job)
    longer = replace(job, ends_on=date(2026, 9, 9))
    host.sign(longer, date(2026, 9, 8), kind="order_amended")
    told_at(host, "(told_on + time '12:00') at time zone 'Europe/Brussels'")
    asked = {instant: host.call("get_declared_and_covered", member_id=ANNA, at=instant + ":00+02:00")["declared"]
             for instant in ("2026-09-04T10:00", "2026-09-07T10:00", "2026-09-08T11:59", "2026-09-08T12:00")}
    assert list(asked.values()) == [True, False, False, True]
    host.complete(longer)
    host.pay_day(date(2026, 9, 15))
    assert host.wage_of(longer)["undeclared"], "two days were worked before anybody told of them"

