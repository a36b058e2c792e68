"""Returns to social security: methods."""

from datetime import date
from typing import Any

from services.payroll.dues.rules import ReturnState
from services.payroll.social_returns import reads, schemas, use_cases
from services.payroll.social_returns.rules import SocialReturn
from shared.bus import allow, command, query
from shared.postgres import Tx

BOOKS, CLERK = allow("payroll_clerk", "accountant", "auditor"), allow("payroll_clerk")


class SocialReturnHandlers:
    """What is told and owed to social security, period by period."""

    @query(schemas.SocialEntity, response=schemas.SocialReturnDetail, allow=BOOKS)
    def preview_social_return(self, tx: Tx, *, entity: str) -> SocialReturn:
        """The next return as it would be closed now, and whom it would leave out."""
        return use_cases.preview_social_return(tx, entity=entity)

    @command(schemas.CloseSocialReturn, response=schemas.SocialReturnDetail, allow=CLERK)
    def close_social_return(self, tx: Tx, *, entity: str, leaving_out: int | None) -> SocialReturn:
        """Begin to close the next period, or go on with the held one: the job `close_social_returns` does the rest."""
        return use_cases.close_social_return(tx, entity=entity, leaving_out=leaving_out)

    @command(schemas.CorrectSocialReturn, response=schemas.SocialReturnDetail, allow=CLERK)
    def correct_social_return(self, tx: Tx, *, return_id: str, members: list[str]) -> SocialReturn:
        """Declare anew what of a closed period is otherwise than declared; the first return stands as it is."""
        return use_cases.correct_social_return(tx, return_id=return_id, members=members)

    @command(schemas.RecordSocialAnswer, response=schemas.SocialReturnStanding, allow=allow("payroll_clerk", "service"))
    def record_social_answer(
        self, tx: Tx, *, return_id: str, accepted: bool, reference: str, reason: str, anomalies: list[dict[str, Any]],
    ) -> dict[str, ReturnState]:
        """What the authority answered to a return, and what it found wrong worker by worker."""
        return {"state": use_cases.record_social_answer(
            tx, return_id=return_id, accepted=accepted, reference=reference, reason=reason, anomalies=anomalies)}

    @command(schemas.SocialReturnRequest, response=schemas.SocialReturnDetail, allow=CLERK)
    def send_social_return_again(self, tx: Tx, *, return_id: str) -> SocialReturn:
        """A refused return leaves once more by the job `close_social_returns`, with the same figures."""
        return use_cases.send_social_return_again(tx, return_id=return_id)

    @command(schemas.SettleAnomaly, response=schemas.AnomalyDetail, allow=CLERK)
    def settle_social_anomaly(self, tx: Tx, *, return_id: str, place: int, note: str) -> dict[str, Any]:
        """What the authority found wrong is settled."""
        return use_cases.settle_social_anomaly(tx, return_id=return_id, place=place, note=note)

    @query(schemas.SocialReturnRequest, response=schemas.SocialReturnDetail, allow=BOOKS)
    def get_social_return(self, tx: Tx, *, return_id: str) -> SocialReturn:
        """One return whole."""
        return reads.get_return(tx, return_id)

    @query(schemas.ListSocialReturns, response=schemas.SocialReturnDetail, many=True, allow=BOOKS)
    def list_social_returns(self, tx: Tx, *, entity: str, before: date, limit: int) -> list[SocialReturn]:
        """A page of returns, latest period first."""
        return reads.list_returns(tx, entity=entity, before=before, limit=limit)

    @query(schemas.ListStatedWorkers, response=schemas.StatedWorkerDetail, many=True, allow=BOOKS)
    def list_stated_workers(self, tx: Tx, *, return_id: str, after: int, limit: int) -> list[dict[str, Any]]:
        """What a return states of each worker, in the country's form and in sums."""
        return reads.list_workers(tx, return_id=return_id, after=after, limit=limit)

    @query(schemas.SocialReturnRequest, response=schemas.AnomalyDetail, many=True, allow=BOOKS)
    def list_social_anomalies(self, tx: Tx, *, return_id: str) -> list[dict[str, Any]]:
        """What the authority found wrong in a return, and whether it is settled."""
        return reads.list_anomalies(tx, return_id)
