"""What membership answers about claims and their payment."""

from datetime import date
from typing import Any

from services.membership.payouts import reads, schemas, use_cases
from services.membership.payouts.rules import Room
from shared.bus import allow, command, query
from shared.money import Money
from shared.postgres import Tx


class PayoutHandlers:
    """What is owed to people, and what may be paid (art. 6:115, 6:116, 6:120)."""

    @command(schemas.RecordNetAssets, response=schemas.NetAssetsRecorded, allow=allow("accountant"))
    def record_net_assets(
        self, tx: Tx, *, balance_on: date, approved_on: date, kind: str, net_assets: Money, unavailable_equity: Money,
    ) -> dict[str, Any]:
        """Record approved accounts or a newer statement."""
        return use_cases.record_net_assets(tx, as_of=balance_on, approved_on=approved_on, kind=kind,
                                         net_assets=net_assets, unavailable_equity=unavailable_equity)

    @command(schemas.RecordFinding, response=schemas.FindingRecorded, allow=allow("board"))
    def record_liquidity_finding(
        self, tx: Tx, *, decided_on: date, covers_until: date, most: Money,
    ) -> dict[str, Any]:
        """Record the board's liquidity finding."""
        return use_cases.record_liquidity_finding(tx, decided_on=decided_on, covers_until=covers_until, ceiling=most)

    @command(schemas.RecordPayout, response=schemas.ClaimStep, allow=allow("bank", "accountant", "service"))
    def record_payout(self, tx: Tx, *, claim_id: str, movement: str, booked_on: date) -> dict[str, str]:
        """The bank carried a payment out, where no invoicing service reads the bank file."""
        return use_cases.record_payout(tx, claim_id=claim_id, movement=movement, booked_on=booked_on)

    @command(schemas.RecordPayout, response=schemas.ClaimStep, allow=allow("bank", "accountant", "service"))
    def return_payout(self, tx: Tx, *, claim_id: str, movement: str, booked_on: date) -> dict[str, str]:
        """A payment came back, where no invoicing service reads the bank file."""
        return use_cases.return_payout(tx, claim_id=claim_id, movement=movement, booked_on=booked_on)

    @command(schemas.OneClaim, response=schemas.ClaimStep, allow=allow("desk", "accountant"))
    def confirm_return_account(self, tx: Tx, *, claim_id: str) -> dict[str, str]:
        """Confirm the account to which money of nobody's share goes back; somebody else than who named it."""
        return use_cases.confirm_return_account(tx, claim_id=claim_id)

    @query(schemas.ListClaims, response=schemas.ClaimSummary, many=True,
           allow=allow("desk", "accountant", self_by="member_id"))
    def list_claims(self, tx: Tx, *, member_id: str, state: str, limit: int) -> list[dict[str, Any]]:
        """What is owed, in the order in which it is paid."""
        return reads.list_claims(tx, member_id=member_id, state=state, limit=limit)

    @query(schemas.NoArguments, response=schemas.RoomForDistribution, allow=allow("accountant", "board"))
    def get_room_for_distribution(self, tx: Tx) -> Room:
        """How much may be distributed today."""
        return reads.room_today(tx)
