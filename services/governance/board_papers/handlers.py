"""What others may ask of the board's papers."""

from services.governance.board_papers import schemas
from services.governance.directors.use_cases import printing
from services.governance.directors.use_cases.printing import BoardPaper
from shared.bus import allow, query
from shared.postgres import Tx

READERS = allow("member", "returning_officer", "board", "auditor")


class BoardPaperHandlers:
    """Papers of the board, printed as they are asked for: the same facts give the same paper."""

    @query(schemas.GetCandidatesPaper, response=schemas.BoardPaperShape, allow=READERS)
    def get_candidates_paper(self, tx: Tx, *, call_id: str, seed: str, language: str) -> BoardPaper:
        """The candidacies of a call with their statements, in the order of the lot once its seed is out."""
        return printing.get_candidates_paper(tx, call_id=call_id, seed=seed, language=language)

    @query(schemas.GetDeclarationPaper, response=schemas.BoardPaperShape, allow=READERS)
    def get_declaration_paper(self, tx: Tx, *, assembly_id: str, language: str) -> BoardPaper:
        """What an assembly decided about the board: who sits where until when, who sits no more, what is vacant."""
        return printing.get_declaration_paper(tx, assembly_id=assembly_id, language=language)

    @query(schemas.GetMandatePaper, response=schemas.BoardPaperShape, allow=READERS)
    def get_mandate_paper(self, tx: Tx, *, mandate_id: str, language: str) -> BoardPaper:
        """One mandate: elected or taken in, confirmed, and how it ends: by its term, resignation, dismissal."""
        return printing.get_mandate_paper(tx, mandate_id=mandate_id, language=language)
