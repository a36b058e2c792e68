"""What membership answers about advisors, and what they are told of members."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.membership.advisors import reads, schemas, use_cases
from services.membership.advisors.rules import Offers
from shared.bus import Event, allow, command, handles, query
from shared.postgres import Tx

UNACCOMPANIED = "the daily sweep gives members an advisor"


class AdvisorHandlers:
    """Advisors and whom they accompany; members come and go by events, never inside a payment."""

    @handles("membership.member_admitted", schemas.NewMember, lacking=UNACCOMPANIED)
    def on_member_admitted(self, tx: Tx, event: Event) -> None:
        """A new member gets an advisor."""
        use_cases.give_advisor(tx, member_id=event["member_id"])

    @handles("membership.member_left", schemas.Leaver, lacking=UNACCOMPANIED)
    def on_member_left(self, tx: Tx, event: Event) -> None:
        """Nobody accompanies who left, and nothing is kept free for them."""
        use_cases.release_leaver(tx, member_id=event["member_id"])

    @command(schemas.RegisterAdvisor, response=schemas.AdvisorStep, allow=allow("desk"))
    def register_advisor(
        self, tx: Tx, *, subject: str, name: str, languages: list[str], cities: list[str], specialities: list[str],
        working_share: Decimal,
    ) -> dict[str, str]:
        """Somebody begins to accompany members."""
        offers = Offers(languages=tuple(languages), cities=tuple(cities), specialities=tuple(specialities),
                        working_share=working_share)
        return use_cases.register_advisor(tx, subject=subject, name=name, offers=offers)

    @command(schemas.ChangeAdvisor, response=schemas.AdvisorStep, allow=allow("desk"))
    def change_advisor(
        self, tx: Tx, *, advisor_id: str, languages: list[str], cities: list[str], specialities: list[str],
        working_share: Decimal,
    ) -> dict[str, str]:
        """What an advisor offers changes."""
        offers = Offers(languages=tuple(languages), cities=tuple(cities), specialities=tuple(specialities),
                        working_share=working_share)
        return use_cases.change_advisor(tx, advisor_id=advisor_id, offers=offers)

    @command(schemas.RetireAdvisor, response=schemas.AdvisorRetired, allow=allow("desk"))
    def retire_advisor(self, tx: Tx, *, advisor_id: str, handover_note: str) -> dict[str, Any]:
        """An advisor leaves; their members get others."""
        return use_cases.retire_advisor(tx, advisor_id=advisor_id, handover_note=handover_note)

    @command(schemas.ReassignMember, response=schemas.MemberReassigned, allow=allow("desk", "advisor"))
    def reassign_member(
        self, tx: Tx, *, member_id: str, advisor_id: str, reason: str, handover_note: str,
    ) -> dict[str, str]:
        """A member goes to another advisor."""
        return use_cases.reassign_member(tx, member_id=member_id, advisor_id=advisor_id, reason=reason,
                                         handover_note=handover_note)

    @command(schemas.RecordAbsence, response=schemas.AbsenceRecorded, allow=allow("desk", "advisor"))
    def record_absence(
        self, tx: Tx, *, advisor_id: str, from_on: date, until_on: date, cover_id: str,
    ) -> dict[str, str]:
        """An advisor is away, and somebody covers."""
        return use_cases.record_absence(tx, advisor_id=advisor_id, from_on=from_on, until_on=until_on,
                                        cover_id=cover_id)

    @query(schemas.ListAdvisors, response=schemas.AdvisorSummary, many=True, allow=allow("desk", "advisor"))
    def list_advisors(self, tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
        """Advisors and their loads."""
        return reads.list_advisors(tx, after=after, limit=limit)

    @query(schemas.OneMember, response=schemas.AdvisorOf, allow=allow("desk", "advisor", self_by="member_id"))
    def get_advisor_of_member(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """Who answers for a member; what advisors told each other is not for the member."""
        return reads.get_advisor_of(tx, member_id)
