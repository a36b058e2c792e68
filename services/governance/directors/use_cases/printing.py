"""Printing the papers of the board from what is known of it."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date

from services.governance.assemblies.reads import get_assembly
from services.governance.directors import reads
from services.governance.directors.documents import paper
from services.governance.directors.documents.paper import Sheet
from services.governance.directors.rules import election
from services.governance.directors.rules.mandates import end_of
from shared.errors import NotFound
from shared.papers import PrintedParty
from shared.postgres import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPaper:
    """A printed paper (PDF in base64) under the name of its file."""

    name: str
    content: str


def get_candidates_paper(tx: Tx, *, call_id: str, seed: str, language: str) -> BoardPaper:
    """The candidacies of a call that stand, in the order of the lot once its seed is out."""
    call = reads.get_call(tx, call_id)
    standing = reads.list_candidates(tx, call_id=call_id, seed=seed)
    drawn = seed if election.digest_of_seed(seed) == call.seed_digest else ""
    return _paper(f"candidacies-{call.closes_on}", paper.candidates(
        _sheet(tx, language, on=call.closes_on), call, standing, seed=drawn))


def get_declaration_paper(tx: Tx, *, assembly_id: str, language: str) -> BoardPaper:
    """What an assembly decided about the board; refused before it is declared."""
    assembly = get_assembly(tx, assembly_id)
    if not reads.is_declared(tx, assembly_id):
        raise NotFound(kind="declaration of the board", id=assembly_id)
    board = reads.get_board_on(tx, on=assembly.held_on)
    ended = [(one, end) for one in board.mandates
             if (end := end_of(one, board.deciding)).on == board.on and end.on < one.latest]
    return _paper(f"board-{assembly.held_on}", paper.declaration(
        _sheet(tx, language, on=assembly.held_on), assembly.title, board.directors, ended, gap=board.gap,
        least=board.statute.least))


def get_mandate_paper(tx: Tx, *, mandate_id: str, language: str) -> BoardPaper:
    """One mandate, by what is known of it today."""
    mandate = reads.get_mandate(tx, mandate_id)
    return _paper(f"mandate-{mandate.starts_on}", paper.certificate(
        _sheet(tx, language, on=tx.on), mandate, reads.get_board_on(tx, on=tx.on).deciding))


def _sheet(tx: Tx, language: str, *, on: date) -> Sheet:
    company = tx.tables.row("company", on)
    return Sheet(language=language, country=tx.tables.country, on=on,
                 issuer=PrintedParty(name=company["name"], lines=(company["form"], company["seat"])))


def _paper(name: str, content: bytes) -> BoardPaper:
    return BoardPaper(name=f"{name}.pdf", content=b64encode(content).decode())
