"""Questions with files, and those that an expert in law answers."""

import base64
import hashlib
from typing import Any

import pytest

from tests.integration.membership.advisors.test_advisors import MONDAY, advisor
from tests.integration.membership.conftest import Desk, Refused

PDF = b"%PDF-1.7 a contract"


def ask(desk: Desk, member: str) -> str:
    answer = desk.call("ask_question", by=member, roles=("member",), member_id=member, subject="A contract",
                       text="May I sign this?", on=MONDAY)
    found: str = answer["question_id"]
    return found


def attach(desk: Desk, question: str, content: bytes = PDF, **who: Any) -> dict[str, Any]:
    answer: dict[str, Any] = desk.call(
        "attach_to_question", question_id=question, name="contract.pdf", media_type="application/pdf",
        content_base64=base64.b64encode(content).decode(), on=MONDAY, **who)
    return answer


def test_a_file_belongs_to_its_question_by_the_digest_of_its_bytes(desk: Desk) -> None:
    member, other = desk.member(), desk.member()
    question = ask(desk, member)
    added = attach(desk, question, by=member, roles=("member",))
    assert added["digest"] == hashlib.sha256(PDF).hexdigest()
    [asked] = desk.call("list_questions", member_id=member)
    assert [(file["name"], file["bytes"]) for file in asked["attachments"]] == [("contract.pdf", len(PDF))]
    file = desk.call("get_attachment", by=member, roles=("member",), attachment_id=added["attachment_id"])
    assert base64.b64decode(file["content_base64"]) == PDF
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("get_attachment", by=other, roles=("member",), attachment_id=added["attachment_id"])
    with pytest.raises(Refused, match="not_allowed"):
        attach(desk, question, b"%PDF-2", by=other, roles=("member",))
    with pytest.raises(Refused, match="attached_before"):
        attach(desk, question)


def test_a_program_that_calls_itself_a_letter_is_refused_and_so_is_the_eleventh_file(desk: Desk) -> None:
    question = ask(desk, desk.member())
    with pytest.raises(Refused, match="not_that_file"):
        attach(desk, question, b"MZ a program")
    for n in range(10):
        attach(desk, question, PDF + bytes([n]))
    with pytest.raises(Refused, match="too_many_attachments"):
        attach(desk, question)


def test_a_question_of_law_lies_on_the_experts_desk_until_it_is_answered_or_comes_back(desk: Desk) -> None:
    own = advisor(desk, "own")
    member = desk.member()
    expert = advisor(desk, "expert", specialities=["law"])
    question = ask(desk, member)

    def lies_with() -> list[str]:
        return [item["advisor_id"] for item in desk.call("list_desk", on=MONDAY) if item["kind"] == "question_open"]

    assert lies_with() == [own]
    with pytest.raises(Refused, match="no_expert"):
        desk.call("refer_question", question_id=question, expert_id=own, on=MONDAY)
    with pytest.raises(Refused, match="not_referred"):
        desk.call("return_question", question_id=question, because="nobody has it", on=MONDAY)
    desk.call("refer_question", question_id=question, expert_id=expert, note="clause 4", on=MONDAY)
    assert lies_with() == [expert]
    assert [item["ref"] for item in desk.call("list_desk", advisor_id=expert, on=MONDAY)] == [question]
    with pytest.raises(Refused, match="referred_before"):
        desk.call("refer_question", question_id=question, expert_id=expert, on=MONDAY)
    desk.call("return_question", question_id=question, because="no question of law", on=MONDAY)
    assert lies_with() == [own]
    desk.call("refer_question", question_id=question, expert_id=expert, on=MONDAY)
    desk.call("answer_question", roles=("advisor",), question_id=question, answer="You may.", on=MONDAY)
    assert lies_with() == []
    [asked] = desk.call("list_questions", member_id=member)
    assert (asked["answer"], asked["expert_id"]) == ("You may.", "")
    with pytest.raises(Refused, match="question_answered"):
        attach(desk, question)


def test_a_question_goes_to_no_expert_who_is_gone(desk: Desk) -> None:
    expert = advisor(desk, "expert", specialities=["law"])
    question = ask(desk, desk.member())
    desk.call("retire_advisor", advisor_id=expert, handover_note="gone", on=MONDAY)
    with pytest.raises(Refused, match="no_expert"):
        desk.call("refer_question", question_id=question, expert_id=expert, on=MONDAY)
