"""Drawing up the minutes of an assembly."""

from collections.abc import Sequence

from services.governance.assemblies import reads as assemblies
from services.governance.minutes import reads, rules, store
from services.governance.minutes.documents.paper import Company, minutes_pdf
from services.governance.minutes.documents.printed import write_minutes
from services.governance.minutes.rules import Minutes, Signatory
from services.governance.notices.reads import get_notice
from services.governance.notices.rules import incidents_of
from services.governance.polls import reads as polls
from services.governance.questions.reads import list_questions
from shared.outgoing import Document, send_out
from shared.papers import Figures
from shared.postgres import Tx


def draw_up_minutes(
    tx: Tx, *, assembly_id: str, incidents: Sequence[str], language: str, bureau: Sequence[Signatory],
) -> Minutes:
    """Write and print the minutes: the roll, every decision with its rule and count, and technical incidents.

    Incidents that disturbed remote participation or the vote must be in the minutes (CSA art. 6:75 par. 1).
    """
    assembly = assemblies.get_assembly_detail(tx, assembly_id=assembly_id)
    rules.assert_may_minute(assembly, on=tx.on)
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
