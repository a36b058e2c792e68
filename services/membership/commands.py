"""Long work and proofs of membership, run outside the doors."""

import json
import sys
from pathlib import Path

import click

from services.membership.documents.signing import is_signed
from services.membership.store import own_data, sealing
from services.membership.use_cases.advisors import assign_advisors
from services.membership.use_cases.calls import call_yearly_shares
from services.membership.use_cases.leaving import settle_exits
from services.membership.use_cases.own_data import erase_due
from services.membership.use_cases.payouts import pay_claims
from services.membership.use_cases.register import compare_register, print_register
from services.membership.use_cases.standings import suspend_arrears
from shared import ledger, outgoing
from shared.definitions import Check, Job

JOBS: dict[str, Job] = {
    job.name: job for job in (
        Job("call_yearly_shares", "Call the yearly share of every member with activity this year.", call_yearly_shares),
        Job("suspend_arrears", "Suspend the votes of members whose share calls are overdue.", suspend_arrears),
        Job("seal_register", "Add new entries of the register to its chain.", sealing.seal_register_job),
        Job("print_register", "Print the whole register of a day as PDF.", print_register),
        Job("compare_register", "Compare register, bank and capital account.", compare_register),
        Job("assign_advisors", "Give an advisor to members whom nobody accompanies.", assign_advisors),
        Job("settle_exits", "Take the shares of leavers out of the register and note what is owed.", settle_exits),
        Job("pay_claims", "Pay surpluses and, as far as both tests allow, leavers in their order.", pay_claims),
        Job("erase_due", "Remove personal data whose time of keeping is over.", erase_due),
    )
}

CHECKS: list[Check] = [ledger.CHECK, outgoing.CHECK, *sealing.CHECKS, own_data.CHECK]


@click.group("membership")
def commands() -> None:
    """Commands of membership that need no running service."""


@commands.command("verify-export")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", required=True, help="The cooperative's public key, base64.")
def verify_export(file: Path, key: str) -> None:
    """Say whether a member's export is whole and signed with the cooperative's key."""
    signed = is_signed(json.loads(file.read_text(encoding="utf-8")), key)
    click.echo("The export is whole and signed." if signed else "The export was changed, or signed by somebody else.")
    sys.exit(0 if signed else 1)
