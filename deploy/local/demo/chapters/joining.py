"""How two people become members: session, registration, first share, the bank's file."""

from decimal import Decimal
from functools import partial
from typing import Any

from deploy.local.demo.bank import Movement
from deploy.local.demo.narrator import money, ogm, told_day
from deploy.local.demo.stage import Stage


def attend_information_session(stage: Stage) -> None:
    """An information session is held; both book a seat and come."""
    phone, on = stage.phone, stage.scenario.day("session")
    stage.narrator.chapter("An information session", on)
    session = phone.tell(
        "membership.schedule_info_session", on=on, by="desk", title="Working in a shared company", place="Bruxelles",
        language="fr", capacity=12, starts_at=f"{on}T18:00:00+02:00", ends_at=f"{on}T20:00:00+02:00")
    seats = []
    for key, member in stage.scenario.members.items():
        person = member["registration"]
        seat = phone.tell("membership.book_seat", on=on, by="applicant", who=f"applicant-{key}",
                          session_id=session["session_id"], name=f"{person['given_name']} {person['family_name']}",
                          email=person["email"])
        seats.append(seat["seat_id"])
    there = phone.tell("membership.record_attendance", on=on, by="desk", session_id=session["session_id"],
                       present=seats, absent=[])
    stage.narrator.say(f"{session['capacity']} seats are offered in Bruxelles, {len(seats)} are booked, "
                       f"{there['present']} people come: {_names(stage)}.")


def register(stage: Stage) -> None:
    """Both register, are recognised and accepted; each is called for the first share."""
    on = stage.scenario.day("registration")
    stage.narrator.chapter("Two registrations", on)
    for key in stage.scenario.members:
        accepted = _registration(stage, key)
        stage.life.members[key], stage.life.calls[key] = accepted["member_id"], accepted
        stage.narrator.say(
            f"{stage.name(key)}'s registration is handed in, the identity verified, the registration accepted. The "
            f"first share is called: {money(accepted['amount'])}, due {told_day(accepted['due_on'])}, "
            f"communication {ogm(accepted['structured_communication'])}.")


def _registration(stage: Stage, key: str) -> dict[str, Any]:
    phone, on = stage.phone, stage.scenario.day("registration")
    who = f"applicant-{key}"
    drafted = phone.tell("membership.draft_registration", on=on, by="applicant", who=who,
                         **stage.scenario.members[key]["registration"])
    which = {"registration_id": drafted["registration_id"]}
    phone.tell("membership.submit_registration", on=on, by="applicant", who=who, **which)
    phone.tell("membership.verify_identity", on=on, by="desk", means="document_seen", **which)
    accepted: dict[str, Any] = phone.tell("membership.accept_registration", on=on, by="desk", **which)
    return accepted


def pay_first_shares(stage: Stage) -> None:
    """The bank's file brings both payments; each finds its call by its communication, and both are members."""
    on = stage.scenario.day("shares_paid")
    stage.narrator.chapter("The bank's file brings two payments", on)
    stage.bring_statement(on, [_payment(stage, key) for key in stage.scenario.members])
    for key, member_id in stage.life.members.items():
        member = stage.phone.until(f"{key} is a member", partial(_admitted, stage, member_id))
        stage.narrator.say(
            f"{money(stage.life.calls[key]['amount'])} with {ogm(stage.life.calls[key]['structured_communication'])}: "
            f"{stage.name(key)} holds {member['shares']} share and has been a member since "
            f"{told_day(member['admitted_on'])}, with one vote.")


def _payment(stage: Stage, key: str) -> Movement:
    person, call = stage.scenario.members[key], stage.life.calls[key]
    return Movement(amount=Decimal(call["amount"]["amount"]), communication=call["structured_communication"],
                    name=f"{person['worker']['first_name']} {person['worker']['last_name']}",
                    iban=person["worker"]["iban"])


def _admitted(stage: Stage, member_id: str) -> dict[str, Any] | None:
    member: dict[str, Any] = stage.phone.tell("membership.get_member", on=stage.scenario.day("shares_paid"),
                                                 by="desk", member_id=member_id)
    return member if member["admitted_on"] else None


def _names(stage: Stage) -> str:
    return " and ".join(stage.name(key) for key in stage.scenario.members)
