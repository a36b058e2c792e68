"""Long work and proofs of membership, run outside the doors."""

import click

from services.membership.use_cases.calls import call_yearly_shares
from services.membership.use_cases.standings import suspend_arrears
from shared import ledger, outgoing
from shared.homes import Check, Job

JOBS: dict[str, Job] = {
    job.name: job for job in (
        Job("call_yearly_shares", "Call the yearly share of every member with activity this year.", call_yearly_shares),
        Job("suspend_arrears", "Suspend the votes of members whose share calls are overdue.", suspend_arrears),
    )
}

CHECKS: list[Check] = [ledger.CHECK, outgoing.CHECK]


@click.group("membership")
def commands() -> None:
    """Commands of membership that need no running service."""
