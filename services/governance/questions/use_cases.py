"""Members ask an assembly; the board answers, or refuses with a reason."""

from services.governance.assemblies.reads import get_assembly
from services.governance.questions import reads, rules, store
from services.governance.questions.rules import Question
from services.governance.rolls.reads import find_entry_on
from shared.identifiers import new_id
from shared.postgres import Tx


def ask_question(tx: Tx, *, assembly_id: str, member_id: str, words: str, orally: bool = False) -> Question:
    """A member asks an assembly, in writing until its day is over; what was asked aloud is noted from that day on."""
    question = Question(question_id=new_id("qst"), assembly_id=assembly_id, member_id=member_id, words=words,
                        orally=orally, asked_on=tx.on)
    rules.assert_may_ask(question, get_assembly(tx, assembly_id),
                         is_member=find_entry_on(tx, member_id, on=tx.on) is not None,
                         asked_before=reads.count_asked(tx, assembly_id=assembly_id, member_id=member_id))
    store.add_question(tx, question)
    return question


def answer_question(tx: Tx, *, question_id: str, words: str, refused: bool) -> Question:
    """The answer, or why the interest of the company forbids one (CSA art. 6:77); said once."""
    reads.get_question(tx, question_id)
    store.add_answer(tx, question_id, words, refused=refused)
    return reads.get_question(tx, question_id)
