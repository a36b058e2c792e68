"""Drawing up the minutes of an assembly."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.governance.assemblies import reads as assemblies
from services.governance.minutes import reads, rules, store
from services.governance.minutes.documents.attendance import attendance_pdf
from services.governance.minutes.documents.paper import Company, minutes_pdf
from services.governance.minutes.documents.printed import write_minutes
from services.governance.minutes.rules import Attending, Minutes, Signatory
from services.governance.notices.reads import get_notice
from services.governance.notices.rules import incidents_of
from services.governance.polls import reads as polls
from services.governance.proxies.reads import list_standing
from services.governance.questions.reads import list_questions
from services.governance.rolls.reads import get_roll, list_attended
from shared.outgoing import Document, send_out
from shared.papers import Figures, PrintedParty
from shared.postgres import Tx


def draw_up_minutes(
    tx: Tx, *, assembly_id: str, incidents: Sequence[str], language: str, bureau: Sequence[Signatory],
) -> Minutes:
    """Write and print the minutes: the roll, every decision with its rule and count, and technical incidents.

    Incidents that disturbed remote participation or the vote must be in the minutes (CSA art. 6:75 par. 1).
    """
    assembly = assemblies.get_assembly_detail(tx, assembly_id=assembly_id)
    rules.assert_may_minute(assembly, on=tx.on)
    assembly = replace(assembly, present=len(list_attended(tx, assembly_id=assembly_id)))
    incidents = [*incidents, *incidents_of(get_notice(tx, assembly_id=assembly_id), language=language,
                                           spell=Figures(language, tx.tables.country).spell)]
    details = [polls.get_poll_detail(tx, poll_id=str(item.poll_id)) for item in assembly.agenda]
    questions = list_questions(tx, assembly_id=assembly_id)
    words = write_minutes(assembly, details, incidents, questions)
    company = tx.tables.row("company", assembly.held_on)
    printed = minutes_pdf(assembly, details, incidents, bureau, language=language, country=tx.tables.country,
                          questions=questions,
                          company=Company(name=company["name"], form=company["form"], seat=company["seat"]))
    document = Document(channel="minutes", name=f"minutes_{assembly_id}.pdf", media_type="application/pdf",
                        content=printed, about=assembly_id)
    store.add_minutes(tx, assembly_id, words, send_out(tx, document))
    return reads.get_minutes(tx, assembly_id=assembly_id)


def get_attendance_paper(tx: Tx, *, assembly_id: str, language: str, called: Mapping[str, str]) -> dict[str, str]:
    """The attendance list: who took part, who left early too; whoever asks knows what members are called."""
    get_roll(tx, assembly_id)
    assembly = assemblies.get_assembly_detail(tx, assembly_id=assembly_id)
    holders = {one.principal_id: one.holder_id for one in list_standing(tx, assembly_id)}
    there = [Attending(member_id=one.member_id, manner=one.attends, voting_shares=one.voting_shares,
                       holder_id=holders.get(one.member_id, "") if one.attends == "represented" else "")
             for one in list_attended(tx, assembly_id=assembly_id)]
    company = tx.tables.row("company", assembly.held_on)
    printed = attendance_pdf(assembly, there, called, language=language, country=tx.tables.country,
                             issuer=PrintedParty(name=company["name"], lines=(company["form"], company["seat"])))
    return {"name": f"attendance-{assembly.held_on}.pdf", "content": b64encode(printed).decode()}
