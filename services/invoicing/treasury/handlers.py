"""What money is expected: methods."""

from datetime import date

from services.invoicing.treasury import schemas, use_cases
from services.invoicing.treasury.rules import Expected, Treasury
from shared.bus import allow, query
from shared.postgres import Tx

READERS = allow("accountant", "auditor", "board")


class TreasuryHandlers:
    """What comes and goes, week by week."""

    @query(schemas.GetTreasury, response=schemas.TreasuryDetail, allow=READERS)
    def get_treasury(self, tx: Tx, *, entity: str, as_of: date | None, weeks: int) -> Treasury:
        """What stands at the bank as of a day, and what is expected to come and go in the weeks from it."""
        return use_cases.get_treasury(tx, entity=entity, as_of=as_of or tx.on, weeks=weeks)

    @query(schemas.ListExpectedMoney, response=schemas.ExpectedMoneyDetail, many=True, allow=READERS)
    def list_expected_money(
        self, tx: Tx, *, entity: str, as_of: date | None, flow: str, doubtful: bool, first: date, last: date,
        after: int, limit: int,
    ) -> list[Expected]:
        """The documents behind a figure of the treasury, the earliest expected day first."""
        return use_cases.list_expected_money(tx, entity=entity, as_of=as_of or tx.on, flow=flow, doubtful=doubtful,
                                             first=first, last=last, after=after, limit=limit)
