"""The door: leaving, exclusions, transfers, claims."""

from datetime import date
from typing import Any

from services.membership.reads import leaving as reads
from services.membership.schemas import leaving as shapes
from services.membership.schemas.shares import WhichMember
from services.membership.use_cases import exclusions, leaving, payouts, transfers
from shared.bus import allow, command, query
from shared.money import Money
from shared.postgres import Tx

ACCUSED = reads.member_of_exclusion


class LeavingDoor:
    """Ends of membership (art. 6:120 to 6:123) and what is paid for shares."""

    @command(WhichMember, response=shapes.Exit, allow=allow("desk", self_by="member_id"))
    def resign(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """Resign with all shares."""
        return leaving.resign(tx, member_id=member_id)

    @command(shapes.WhichExit, response=shapes.Exit, allow=allow("desk", self_by=reads.member_of_exit))
    def take_resignation_back(self, tx: Tx, *, exit_id: str) -> dict[str, Any]:
        """Take a resignation back."""
        return leaving.take_resignation_back(tx, exit_id=exit_id)

    @command(shapes.EndMembership, response=shapes.Exit, allow=allow("desk"))
    def end_membership(
        self, tx: Tx, *, member_id: str, cause: str, happened_on: date, evidence: str,
    ) -> dict[str, Any]:
        """Death, incapacity or bankruptcy ended a membership."""
        return leaving.end_membership_by_law(tx, member_id=member_id, cause=cause, happened_on=happened_on,
                                             evidence=evidence)

    @command(shapes.RecordPayee, response=shapes.Payee, allow=allow("desk", self_by="member_id"))
    def record_payee(self, tx: Tx, *, member_id: str, name: str, iban: str) -> dict[str, Any]:
        """Say where money for a member goes."""
        return leaving.record_payee(tx, member_id=member_id, name=name, iban=iban)

    @command(shapes.RecordNetAssets, response=shapes.NetAssets, allow=allow("accountant"))
    def record_net_assets(
        self, tx: Tx, *, balance_on: date, approved_on: date, kind: str, net_assets: Money, unavailable_equity: Money,
    ) -> dict[str, Any]:
        """Record approved accounts or a newer statement."""
        return leaving.record_net_assets(tx, as_of=balance_on, approved_on=approved_on, kind=kind,
                                         net_assets=net_assets, unavailable_equity=unavailable_equity)

    @command(shapes.RecordFinding, response=shapes.Finding, allow=allow("board"))
    def record_liquidity_finding(
        self, tx: Tx, *, decided_on: date, covers_until: date, most: Money,
    ) -> dict[str, Any]:
        """Record the board's liquidity finding."""
        return leaving.record_liquidity_finding(tx, decided_on=decided_on, covers_until=covers_until, most=most)

    @command(shapes.RecordPayout, response=shapes.ClaimStep, allow=allow("bank", "accountant", "service"))
    def record_payout(self, tx: Tx, *, claim_id: str, movement: str, booked_on: date) -> dict[str, Any]:
        """The bank carried a payment out, where no invoicing service reads the bank file."""
        return payouts.record_payout(tx, claim_id=claim_id, movement=movement, booked_on=booked_on)

    @command(shapes.RecordPayout, response=shapes.ClaimStep, allow=allow("bank", "accountant", "service"))
    def return_payout(self, tx: Tx, *, claim_id: str, movement: str, booked_on: date) -> dict[str, Any]:
        """A payment came back, where no invoicing service reads the bank file."""
        return payouts.return_payout(tx, claim_id=claim_id, movement=movement, booked_on=booked_on)

    @command(shapes.ProposeExclusion, response=shapes.Exclusion, allow=allow("board"))
    def propose_exclusion(self, tx: Tx, *, member_id: str, reasons: str) -> dict[str, Any]:
        """Propose to exclude a member."""
        return exclusions.propose_exclusion(tx, member_id=member_id, reasons=reasons)

    @command(shapes.NotifyProposal, response=shapes.Exclusion, allow=allow("board", "desk"))
    def notify_exclusion_proposal(self, tx: Tx, *, exclusion_id: str, channel: str) -> dict[str, Any]:
        """The member was told of the proposal."""
        return exclusions.notify_exclusion_proposal(tx, exclusion_id=exclusion_id, channel=channel)

    @command(shapes.RecordObservations, response=shapes.Exclusion, allow=allow("board", "desk", self_by=ACCUSED))
    def record_observations(
        self, tx: Tx, *, exclusion_id: str, text: str, wants_hearing: bool,
    ) -> dict[str, Any]:
        """The member answers."""
        return exclusions.record_observations(tx, exclusion_id=exclusion_id, text=text, wants_hearing=wants_hearing)

    @command(shapes.WhichExclusion, response=shapes.Exclusion, allow=allow("board"))
    def record_hearing(self, tx: Tx, *, exclusion_id: str) -> dict[str, Any]:
        """The member was heard."""
        return exclusions.record_hearing(tx, exclusion_id=exclusion_id)

    @command(shapes.DecideExclusion, response=shapes.Exclusion, allow=allow("board"))
    def decide_exclusion(
        self, tx: Tx, *, exclusion_id: str, outcome: str, grounds: str, resolution: str,
    ) -> dict[str, Any]:
        """Decide about an exclusion."""
        return exclusions.decide_exclusion(tx, exclusion_id=exclusion_id, outcome=outcome, grounds=grounds,
                                           resolution=resolution)

    @command(shapes.WhichExclusion, response=shapes.Exclusion, allow=allow("board", "desk"))
    def notify_exclusion_decision(self, tx: Tx, *, exclusion_id: str) -> dict[str, Any]:
        """The member was told of the decision."""
        return exclusions.notify_exclusion_decision(tx, exclusion_id=exclusion_id)

    @command(shapes.TransferShares, response=shapes.Transfer, allow=allow("desk"))
    def transfer_shares(
        self, tx: Tx, *, giver_id: str, receiver_id: str, shares: int, declaration: str, consent: str,
    ) -> dict[str, Any]:
        """Pass shares from one member to another."""
        return transfers.transfer_shares(tx, giver_id=giver_id, receiver_id=receiver_id, shares=shares,
                                         declaration=declaration, consent=consent)

    @query(WhichMember, response=shapes.Exit, allow=allow("desk", "advisor", self_by="member_id"))
    def get_exit(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """How a membership ends."""
        return reads.get_exit(tx, member_id)

    @query(shapes.WhichExclusion, response=shapes.Exclusion, allow=allow("board", "desk", self_by=ACCUSED))
    def get_exclusion(self, tx: Tx, *, exclusion_id: str) -> dict[str, Any]:
        """Where an exclusion stands."""
        return reads.get_exclusion(tx, exclusion_id)

    @query(shapes.WhichClaims, response=shapes.Claim, many=True, allow=allow("desk", "accountant", self_by="member_id"))
    def list_claims(self, tx: Tx, *, member_id: str, state: str, limit: int) -> list[dict[str, Any]]:
        """What is owed, in the order in which it is paid."""
        return reads.list_claims(tx, member_id=member_id, state=state, limit=limit)

    @query(shapes.Nothing, response=shapes.Room, allow=allow("accountant", "board"))
    def get_room_for_distribution(self, tx: Tx) -> dict[str, Any]:
        """How much may be distributed today."""
        room = payouts.room_today(tx)
        return {"amount": room.amount, "bound_by": room.bound_by}

    @query(shapes.Period, response=shapes.ShareReport, allow=allow("accountant", "board", "auditor"))
    def get_share_report(self, tx: Tx, *, since: date, until: date) -> dict[str, Any]:
        """The figures of the yearly reports on shares."""
        return reads.get_share_report(tx, since=since, until=until)
