"""What membership answers about leaving, exclusion and transfers."""

from datetime import date
from typing import Any

from services.membership.exits import reads, schemas
from services.membership.exits.rules import LawfulEnd, Outcome
from services.membership.exits.use_cases import annulments, exclusions, leaving, transfers
from services.membership.register.use_cases import act_days
from shared.bus import allow, command, query
from shared.postgres import Tx

ACCUSED = reads.member_of_exclusion


class ExitHandlers:
    """Ends of membership (art. 6:120 to 6:123), and shares that pass on."""

    @command(schemas.Resign, response=schemas.ExitDetail, allow=allow("desk", self_by="member_id"))
    def resign(
        self, tx: Tx, *, member_id: str, happened_on: date | None, known_on: date | None,
    ) -> dict[str, Any]:
        """Resign with all shares."""
        return leaving.resign(tx, member_id=member_id,
                              days=act_days(tx, happened_on=happened_on, known_on=known_on))

    @command(schemas.TakeResignationBack, response=schemas.ExitDetail,
             allow=allow("desk", self_by=reads.member_of_exit))
    def take_resignation_back(
        self, tx: Tx, *, exit_id: str, happened_on: date | None, known_on: date | None,
    ) -> dict[str, Any]:
        """Take a resignation back."""
        return leaving.take_resignation_back(tx, exit_id=exit_id,
                                             days=act_days(tx, happened_on=happened_on, known_on=known_on))

    @command(schemas.EndMembership, response=schemas.ExitDetail, allow=allow("desk"))
    def end_membership(
        self, tx: Tx, *, member_id: str, cause: str, happened_on: date, known_on: date | None, evidence: str,
    ) -> dict[str, Any]:
        """Death, incapacity or bankruptcy ended a membership."""
        return leaving.end_membership_by_law(tx, member_id=member_id, cause=LawfulEnd(cause),
                                             happened_on=happened_on, known_on=known_on, evidence=evidence)

    @command(schemas.ProposeExclusion, response=schemas.ExclusionDetail, allow=allow("board"))
    def propose_exclusion(
        self, tx: Tx, *, member_id: str, reasons: str, happened_on: date | None, known_on: date | None,
    ) -> dict[str, Any]:
        """Propose to exclude a member."""
        return exclusions.propose_exclusion(tx, member_id=member_id, reasons=reasons,
                                            days=act_days(tx, happened_on=happened_on, known_on=known_on))

    @command(schemas.NotifyProposal, response=schemas.ExclusionDetail, allow=allow("board", "desk"))
    def notify_exclusion_proposal(
        self, tx: Tx, *, exclusion_id: str, channel: str, happened_on: date | None, known_on: date | None,
    ) -> dict[str, Any]:
        """The member was told of the proposal."""
        return exclusions.notify_exclusion_proposal(tx, exclusion_id=exclusion_id, channel=channel,
                                                    days=act_days(tx, happened_on=happened_on, known_on=known_on))

    @command(schemas.RecordObservations, response=schemas.ExclusionDetail,
             allow=allow("board", "desk", self_by=ACCUSED))
    def record_observations(
        self, tx: Tx, *, exclusion_id: str, text: str, wants_hearing: bool, happened_on: date | None,
        known_on: date | None,
    ) -> dict[str, Any]:
        """The member answers."""
        return exclusions.record_observations(tx, exclusion_id=exclusion_id, text=text, wants_hearing=wants_hearing,
                                              days=act_days(tx, happened_on=happened_on, known_on=known_on))

    @command(schemas.ExclusionStep, response=schemas.ExclusionDetail, allow=allow("board"))
    def record_hearing(
        self, tx: Tx, *, exclusion_id: str, happened_on: date | None, known_on: date | None,
    ) -> dict[str, Any]:
        """The member was heard."""
        return exclusions.record_hearing(tx, exclusion_id=exclusion_id,
                                         days=act_days(tx, happened_on=happened_on, known_on=known_on))

    @command(schemas.DecideExclusion, response=schemas.ExclusionDetail, allow=allow("board"))
    def decide_exclusion(
        self, tx: Tx, *, exclusion_id: str, outcome: str, grounds: str, resolution: str, happened_on: date | None,
        known_on: date | None,
    ) -> dict[str, Any]:
        """Decide about an exclusion."""
        return exclusions.decide_exclusion(tx, exclusion_id=exclusion_id, outcome=Outcome(outcome), grounds=grounds,
                                           resolution=resolution,
                                           days=act_days(tx, happened_on=happened_on, known_on=known_on))

    @command(schemas.ExclusionStep, response=schemas.ExclusionDetail, allow=allow("board", "desk"))
    def notify_exclusion_decision(
        self, tx: Tx, *, exclusion_id: str, happened_on: date | None, known_on: date | None,
    ) -> dict[str, Any]:
        """The member was told of the decision."""
        return exclusions.notify_exclusion_decision(tx, exclusion_id=exclusion_id,
                                                    days=act_days(tx, happened_on=happened_on, known_on=known_on))

    @command(schemas.TransferShares, response=schemas.TransferDone, allow=allow("desk"))
    def transfer_shares(
        self, tx: Tx, *, giver_id: str, receiver_id: str, shares: int, declaration: str, consent: str,
        happened_on: date | None, known_on: date | None,
    ) -> dict[str, Any]:
        """Pass shares from one member to another."""
        return transfers.transfer_shares(tx, giver_id=giver_id, receiver_id=receiver_id, shares=shares,
                                         declaration=declaration, consent=consent,
                                         days=act_days(tx, happened_on=happened_on, known_on=known_on))

    @command(schemas.AnnulExit, response=schemas.ExitDetail, allow=allow("desk", "board"))
    def annul_exit(
        self, tx: Tx, *, exit_id: str, reason: str, evidence: str, happened_on: date | None, known_on: date | None,
    ) -> dict[str, Any]:
        """Undo an end of membership that should never have been: shares and vote stand again from its day."""
        return annulments.annul_exit(tx, exit_id=exit_id, reason=reason, evidence=evidence,
                                     days=act_days(tx, happened_on=happened_on, known_on=known_on))

    @command(schemas.AnnulTransfer, response=schemas.TransferDone, allow=allow("desk", "board"))
    def annul_transfer(
        self, tx: Tx, *, transfer_id: str, reason: str, evidence: str, happened_on: date | None,
        known_on: date | None,
    ) -> dict[str, Any]:
        """Undo a transfer that should never have been: the shares stand with the giver again."""
        return annulments.annul_transfer(tx, transfer_id=transfer_id, reason=reason, evidence=evidence,
                                         days=act_days(tx, happened_on=happened_on, known_on=known_on))

    @query(schemas.OneLeaver, response=schemas.ExitDetail, allow=allow("desk", "advisor", self_by="member_id"))
    def get_exit(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """How a membership ends."""
        return reads.get_exit(tx, member_id)

    @query(schemas.ListStoppedExits, response=schemas.StoppedExit, many=True,
           allow=allow("desk", "accountant", "board"))
    def list_stopped_exits(self, tx: Tx, *, limit: int) -> list[dict[str, Any]]:
        """Exits whose day has come and that something stops: what, since when, and who can mend it."""
        return reads.list_stopped_exits(tx, limit=limit)

    @query(schemas.OneExclusion, response=schemas.ExclusionDetail, allow=allow("board", "desk", self_by=ACCUSED))
    def get_exclusion(self, tx: Tx, *, exclusion_id: str) -> dict[str, Any]:
        """Where an exclusion stands."""
        return reads.get_exclusion(tx, exclusion_id)

    @query(schemas.GetShareReport, response=schemas.ShareReport, allow=allow("accountant", "board", "auditor"))
    def get_share_report(self, tx: Tx, *, since: date, until: date) -> dict[str, Any]:
        """The figures of the yearly reports on shares."""
        return reads.get_share_report(tx, since=since, until=until)
