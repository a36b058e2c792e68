"""Passes are made for members, and scanned at the entrance."""

import secrets
from base64 import b64encode

from services.governance.assemblies.reads import get_assembly
from services.governance.entry_passes import reads, rules, store
from services.governance.entry_passes.documents.card import entry_card
from services.governance.entry_passes.rules import EntryPass, Scan
from services.governance.rolls import use_cases as rolls
from services.governance.rolls.reads import get_presence
from services.governance.rolls.rules import Manner
from shared.papers import PrintedParty
from shared.postgres import Tx


def make_entry_pass(tx: Tx, *, assembly_id: str, member_id: str, language: str) -> EntryPass:
    """A member's pass; one that was made before is good no more, so that who lost theirs takes another."""
    assembly = get_assembly(tx, assembly_id)
    code = rules.code_of(secrets.token_hex(16))
    store.add_pass(tx, code, assembly_id=assembly_id, member_id=member_id)
    company = tx.tables.row("company", assembly.held_on)
    printed = entry_card(assembly, code, language=language, country=tx.tables.country, issuer=PrintedParty(
        name=company["name"], lines=(company["form"], company["seat"])))
    return EntryPass(code=code, name=f"entry-{assembly.held_on}.pdf", content=b64encode(printed).decode())


def scan_entry_pass(tx: Tx, *, assembly_id: str, code: str, leaves: bool) -> Scan:
    """Check the member of a pass in, in person, or out again; the desk sees who shows it. Twice is once."""
    assembly = get_assembly(tx, assembly_id)
    rules.assert_lets_in(assembly_id=assembly_id, held_on=assembly.held_on, on=tx.on)
    member_id = reads.get_holder(tx, assembly_id=assembly_id, code=code)
    if leaves:
        rolls.register_departure(tx, assembly_id=assembly_id, member_id=member_id)
    else:
        rolls.register_attendance(tx, assembly_id=assembly_id, member_id=member_id, manner=Manner.IN_PERSON)
    there = get_presence(tx, assembly_id=assembly_id)
    return Scan(member_id=member_id, is_there=not leaves, members_present=there.members_present,
                members_entitled=there.members_entitled)
