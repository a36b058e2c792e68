"""What others may ask of questions."""

from services.governance.questions import reads, schemas, use_cases
from services.governance.questions.rules import Question
from shared.bus import allow, command, query
from shared.postgres import Tx

CONVENERS = allow("board", "returning_officer")
READERS = allow("member", "returning_officer", "board", "auditor")


class QuestionHandlers:
    """Questions of members to an assembly."""

    @command(schemas.AskQuestion, response=schemas.QuestionShape, allow=allow(self_by="member_id"))
    def ask_question(self, tx: Tx, *, assembly_id: str, member_id: str, words: str) -> Question:
        """Ask an assembly that is convened, until its day is over (CSA art. 6:77)."""
        return use_cases.ask_question(tx, assembly_id=assembly_id, member_id=member_id, words=words)

    @command(schemas.NoteQuestion, response=schemas.QuestionShape, allow=allow("returning_officer"))
    def note_question(self, tx: Tx, *, assembly_id: str, member_id: str, words: str) -> Question:
        """Note what a member asked aloud in the assembly."""
        return use_cases.ask_question(tx, assembly_id=assembly_id, member_id=member_id, words=words, orally=True)

    @command(schemas.AnswerQuestion, response=schemas.QuestionShape, allow=CONVENERS)
    def answer_question(self, tx: Tx, *, question_id: str, words: str) -> Question:
        """Answer a question; the minutes print both."""
        return use_cases.answer_question(tx, question_id=question_id, words=words, refused=False)

    @command(schemas.RefuseQuestion, response=schemas.QuestionShape, allow=CONVENERS)
    def refuse_question(self, tx: Tx, *, question_id: str, words: str) -> Question:
        """Refuse to answer in the company's interest, with the reason; the minutes print both."""
        return use_cases.answer_question(tx, question_id=question_id, words=words, refused=True)

    @query(schemas.ListQuestions, response=schemas.QuestionShape, allow=READERS, many=True)
    def list_questions(self, tx: Tx, *, assembly_id: str) -> list[Question]:
        """What an assembly was asked, with the answers; what waits for one stands in it too."""
        return reads.list_questions(tx, assembly_id=assembly_id)
