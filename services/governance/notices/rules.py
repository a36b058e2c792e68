"""The notice of an assembly: who was reached when, who was not, how many days it gave (CSA art. 2:32, 6:70)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.governance.notices.errors import DispatchNotInTime, NotDispatched


class Channel(StrEnum):
    """How a convening leaves: by e-mail to who gave an address, by ordinary post to the others, on the same day."""

    EMAIL = "email"
    POST = "post"


class Unreached(StrEnum):
    """Why a member was not reached yet."""

    NOT_SENT = "not_sent"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """A convening that left for a member. `proof` is the message's id, or the digest of the post's receipt.

    `bounced_on` is none unless it came back.
    """

    member_id: str
    channel: Channel
    proof: str
    sent_on: date
    recorded_on: date
    bounced_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """How the convening reached the members. `last_on` is the last day on which one was reached for the first time.

    `first_day` is the first day on which the assembly may be held by it (none: nobody was reached yet); `late` says
    that the assembly is held before it. `posted_later`: how many letters left after the first e-mails (CSA art. 2:32
    wants the same day); `told_later`: how many dispatches were recorded after the day on which they left.
    """

    members: int
    by_email: int
    by_post: int
    not_sent: int
    bounced: int
    posted_later: int
    told_later: int
    last_on: date | None
    first_day: date | None = None
    late: bool = False


def assert_left_in_time(sent_on: date, *, convened_on: date, on: date) -> None:
    """Refuse what would have left before the convening, or tomorrow."""
    if not convened_on <= sent_on <= on:
        raise DispatchNotInTime(convened_on=convened_on, sent_on=sent_on, on=on)


def assert_was_sent(sent_on: date | None, *, member_id: str, channel: Channel, bounced_on: date, on: date) -> None:
    """Refuse a return of what was not sent before, or of tomorrow."""
    if sent_on is None or not sent_on <= bounced_on <= on:
        raise NotDispatched(member_id=member_id, channel=channel, bounced_on=bounced_on)


def reached(dispatches: Sequence[Dispatch]) -> Mapping[str, Dispatch]:
    """The first dispatch to each member that did not come back."""
    found: dict[str, Dispatch] = {}
    for one in sorted(dispatches, key=lambda one: one.sent_on):
        if one.bounced_on is None:
            found.setdefault(one.member_id, one)
    return found


def unreached(members: Collection[str], dispatches: Sequence[Dispatch]) -> dict[str, Unreached]:
    """The members who were not reached, and why, in their order: each is to be worked off."""
    there, tried = reached(dispatches), {one.member_id for one in dispatches}
    return {member_id: Unreached.BOUNCED if member_id in tried else Unreached.NOT_SENT
            for member_id in sorted(members) if member_id not in there}


def notice_of(members: Collection[str], dispatches: Sequence[Dispatch]) -> Notice:
    """How the convening reached those who were to be convened; who is no member counts nowhere."""
    known = [one for one in dispatches if one.member_id in members]
    there, missing = reached(known), unreached(members, known)
    emails = min((one.sent_on for one in known if one.channel == Channel.EMAIL), default=None)
    came_back = {one.member_id for one in known if one.bounced_on}
    letters = [one for one in there.values() if one.channel == Channel.POST]
    return Notice(
        members=len(members), by_email=len(there) - len(letters), by_post=len(letters),
        not_sent=sum(why == Unreached.NOT_SENT for why in missing.values()),
        bounced=sum(why == Unreached.BOUNCED for why in missing.values()),
        posted_later=sum(emails is not None and one.sent_on > emails and one.member_id not in came_back
                         for one in letters),
        told_later=sum(one.recorded_on > one.sent_on for one in known),
        last_on=max((one.sent_on for one in there.values()), default=None))


INCIDENTS: Mapping[str, Mapping[str, str]] = {
    "late": {"en": "The last convening left on {last_on}: an assembly could be held from {first_day} on.",
             "fr": "La dernière convocation est partie le {last_on} : l'assemblée pouvait se tenir dès le {first_day}.",
             "nl": "De laatste oproeping vertrok op {last_on}: de vergadering kon vanaf {first_day} plaatsvinden.",
             "de": "Die letzte Einberufung ging am {last_on} ab: die Versammlung war ab dem {first_day} möglich."},
    "posted_later": {
        "en": "Letters that left after the day of the e-mails: {count}.",
        "fr": "Lettres parties après le jour des courriels : {count}.",
        "nl": "Brieven die na de dag van de e-mails vertrokken: {count}.",
        "de": "Briefe, die nach dem Tag der E-Mails abgingen: {count}."},
    "told_later": {
        "en": "Dispatches recorded after the day on which they are said to have left: {count}.",
        "fr": "Envois enregistrés après le jour où ils seraient partis : {count}.",
        "nl": "Verzendingen die na de dag waarop ze zouden zijn vertrokken, zijn geregistreerd: {count}.",
        "de": "Versendungen, die nach dem Tag ihres angegebenen Abgangs erfasst wurden: {count}."},
    "unreached": {"en": "Members whom the convening did not reach: {count}.",
                  "fr": "Membres que la convocation n'a pas atteints : {count}.",
                  "nl": "Leden die de oproeping niet bereikte: {count}.",
                  "de": "Mitglieder, die die Einberufung nicht erreichte: {count}."},
}


def incidents_of(notice: Notice, *, language: str, spell: Callable[[date], str]) -> list[str]:
    """What the minutes say of a notice that was too short, told later, or did not reach all, in the bureau's language.

    `spell` writes a day as that language does.
    """
    words = {code: texts[language] for code, texts in INCIDENTS.items()}
    days = {name: spell(day) for name, day in (("last_on", notice.last_on), ("first_day", notice.first_day)) if day}
    found = [words["late"].format(**days)] if notice.late else []
    counts = {"posted_later": notice.posted_later, "told_later": notice.told_later,
              "unreached": notice.not_sent + notice.bounced if notice.last_on else 0}
    return [*found, *(words[code].format(count=count) for code, count in counts.items() if count)]
