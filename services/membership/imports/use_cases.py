"""Taking over an existing register: everything is checked first, then written in one transaction, or nothing is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from services.membership.countries.protocol import law
from services.membership.events import MemberAdmitted, SharePaid, StandingChanged
from services.membership.imports import postings, reads, rules, store
from services.membership.imports.documents import read_register
from services.membership.imports.rules import OldMember, OldMovement, OldRegister, RefusedRow, Totals
from services.membership.shares.rules import Call
from services.membership.shares.use_cases.calls import take_over_calls
from shared.definitions import Advance
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Database, Tx

EVENTS = 2_000  # members told of at a time: a statement that grows with the register would meet its time limit


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOverReport:
    """What a taking over found: rows that were refused, totals that differ, and whether it was written."""

    found: Totals
    refused: Sequence[RefusedRow]
    differences: Sequence[str]
    written: bool

    @property
    def is_right(self) -> bool:
        """Whether nothing stands against it."""
        return not self.refused and not self.differences


def import_register(database: Database, folder: Path, *, on: date, dry_run: bool, advance: Advance) -> TakeOverReport:
    """Take a register over from a folder of CSV files. A dry run checks all of it and writes nothing."""
    with database.transaction(on=on, actor="import") as tx:
        currency = str(tx.tables.value("currency", on))
        old, counted, refused = read_register(
            folder, currency=currency, person_number=lambda given: law(tx).person_number(tx.tables, given, on=on),
            enterprise_number=law(tx).enterprise_number,
            classes=[str(tx.tables.value("share_class", on)), *tx.tables.value("share_classes", on)])
        advance(0, len(old.members) + len(old.movements))
        refused += [*rules.refused_rows(old, today=on), *reads.rows_of_known(tx, old.members),
                    *reads.rows_of_known_calls(tx, old.calls)]
        found = rules.totals_of(old, currency=currency)
        differences = [f"{name}: {getattr(counted, name)} were counted, {getattr(found, name)} are there"
                       for name in (field.name for field in fields(Totals))
                       if getattr(counted, name) != getattr(found, name)]
        right = not refused and not differences
        if right and not dry_run:
            _write(database, tx, old, advance)
    return TakeOverReport(found=found, refused=refused, differences=differences, written=right and not dry_run)


def _write(database: Database, tx: Tx, old: OldRegister, advance: Advance) -> None:
    cause = new_id("imp")
    ids = {member.number: new_id("mbr") for member in old.members}
    lots: defaultdict[tuple[int, str], str] = defaultdict(lambda: new_id("shc"))
    held: defaultdict[int, list[OldMovement]] = defaultdict(list)
    for movement in old.movements:
        held[movement.number].append(movement)
        lots[movement.number, movement.lot]  # each lot gets the id that its call would have
    shares = {number: sum(one.shares for one in moved) for number, moved in held.items()}
    store.add_members(tx, old.members, ids, shares)
    advance(len(old.members), len(old.members) + len(old.movements))
    movements = sorted(old.movements, key=lambda one: (one.effective_on, one.line))
    classes = {member.number: member.share_class for member in old.members}
    store.add_movements(tx, movements, ids, lots, classes=classes, cause=cause)
    postings.book_movements(tx, movements, ids, cause=cause)
    advance(len(old.members) + len(movements), len(old.members) + len(movements))
    for begin in range(0, len(old.members), EVENTS):
        _announce(tx, old.members[begin:begin + EVENTS], held, ids, lots)
        database.flush(tx)
    store.add_standings(tx, old.standings, held, ids)
    _announce_suspended(tx, old, held, ids)
    take_over_calls(tx, [Call(
        id=new_id("shc"), member_id=ids[call.number], reason=call.reason, year=call.year, shares=call.shares,
        amount=call.amount, structured_communication=call.communication, called_on=call.called_on, due_on=call.due_on,
        paid=Money.zero(call.amount.currency)) for call in old.calls])


def _announce_suspended(
    tx: Tx, old: OldRegister, held: Mapping[int, Sequence[OldMovement]], ids: Mapping[int, str],
) -> None:
    """Others hear of current members who do not vote as the registers change over."""
    gone = {member.number for member in old.members if member.left_on}
    last = {one.number: one for one in sorted(old.standings, key=lambda one: one.effective_on)}
    for one in last.values():
        if not one.voting and one.number not in gone:
            tx.announce(StandingChanged(
                member_id=ids[one.number], voting=False, suspended_shares=rules.left_out(held, one), reason=one.reason,
                effective_on=one.effective_on))


def _announce(
    tx: Tx, members: Sequence[OldMember], held: Mapping[int, Sequence[OldMovement]], ids: Mapping[int, str],
    lots: Mapping[tuple[int, str], str],
) -> None:
    """Others hear of those who are members, and what they hold now: their last lot says it for all."""
    for member in members:
        if member.left_on:
            continue
        tx.announce(MemberAdmitted(member_id=ids[member.number], admitted_on=member.admitted_on,
                                   language=member.person.language, share_class=member.share_class))
        moved = held[member.number]
        shares = sum(one.shares for one in moved)
        if shares:
            last = max(moved, key=lambda one: (one.shares > 0, one.effective_on))
            tx.announce(SharePaid(
                member_id=ids[member.number], call_id=lots[member.number, last.lot], shares=shares, holding=shares,
                amount=Money(sum(one.amount.cents for one in moved), last.amount.currency),
                paid_on=last.effective_on, holds_until=member.holds_until))
