"""The attendance list of an assembly (CSA art. 6:76): who took part, how, with which vote."""

from collections.abc import Mapping, Sequence

from services.governance.assemblies.rules import AssemblyDetail
from services.governance.minutes.documents.paper import words_of
from services.governance.minutes.rules import Attending
from shared.papers import Cell, Column, Facts, PrintedPaper, PrintedParty, Signatures, Table, print_paper


def attendance_pdf(
    assembly: AssemblyDetail, there: Sequence[Attending], called: Mapping[str, str], *, language: str, country: str,
    issuer: PrintedParty,
) -> bytes:
    """The list as PDF, in the order of what members are `called` (by their ids); who is not called so has their id."""
    words = words_of(language)
    named = sorted(there, key=lambda one: called.get(one.member_id, one.member_id).casefold())
    rows = [(place, Cell(called.get(one.member_id, one.member_id), detail=words["by_holder"].format(
        holder=called.get(one.holder_id, one.holder_id)) if one.holder_id else ""), words[one.manner],
        one.voting_shares or words["no_vote"]) for place, one in enumerate(named, start=1)]
    return print_paper(PrintedPaper(
        language=language, country=country, title=words["attendance"], on=assembly.held_on, issuer=issuer,
        blocks=(Facts(((words["held_on"], assembly.held_on), (words["present"], len(there))), heading=assembly.title,
                      boxed=True),
                Table((Column("", figures=True), Column(words["member"], wide=True), Column(words["takes_part"]),
                       Column(words["voting_shares_of"], figures=True)), rows),
                Signatures([("", words[role]) for role in ("chair", "secretary", "teller")])),
        footer=(words["attendance_footer"],)))
