"""Screenings: methods."""

from services.invoicing.screening import reads, schemas, use_cases
from services.invoicing.screening.rules import Screening
from shared.bus import allow, command, query
from shared.postgres import Tx


class ScreeningHandlers:
    """Who looks at an order before its form leaves."""

    @command(schemas.ApproveScreening, response=schemas.ScreeningDetail, allow=allow("advisor"))
    def approve_screening(self, tx: Tx, *, screening_id: str) -> Screening:
        """The form may leave as it is."""
        return use_cases.approve_screening(tx, screening_id=screening_id)

    @command(schemas.RefuseScreening, response=schemas.ScreeningDetail, allow=allow("advisor"))
    def refuse_screening(self, tx: Tx, *, screening_id: str, reason: str) -> Screening:
        """The form does not leave as it is."""
        return use_cases.refuse_screening(tx, screening_id=screening_id, reason=reason)

    @command(schemas.AppealScreening, response=schemas.ScreeningDetail,
             allow=allow("advisor", self_by=reads.owner_of_screening))
    def appeal_screening(self, tx: Tx, *, screening_id: str, text: str) -> Screening:
        """Have another person look at what was refused."""
        return use_cases.appeal_screening(tx, screening_id=screening_id, text=text)

    @query(schemas.ListScreenings, response=schemas.ScreeningDetail, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_screenings(
        self, tx: Tx, *, member_id: str | None, order_id: str | None, state: str | None, after: str, limit: int,
    ) -> list[Screening]:
        """What waits for a person, and what became of the rest."""
        return reads.list_screenings(tx, member_id=member_id, order_id=order_id, state=state, after=after, limit=limit)
