"""Members have an assembly convened, and ask it: a dishonest chair neither forgets them nor leaves them out."""

from datetime import timedelta
from typing import Any

import pytest

from tests.integration.governance.builders import CONVENED, HELD, RECORD, Host, refused

ITEM = {"title": "The fund", "question": "Shall the fund be audited?", "decision": "ordinary"}
DUE = CONVENED + timedelta(days=21)
CHAIR: dict[str, Any] = {"subject": "chair", "roles": ("board",)}


def own(host: Host, member: str, method: str, **asked: Any) -> Any:
    """What a member asks with their own token."""
    return host.as_member(member)(method, member_id=member, **asked)


def petition(host: Host, members: list[str], *, signers: int) -> str:
    """A petition that so many members signed."""
    shown = own(host, members[0], "start_petition", title="An audit", reason="It grew.", items=[ITEM])
    for member in members[1:signers]:
        own(host, member, "sign_petition", petition_id=shown["petition_id"])
    return str(shown["petition_id"])


def shown(host: Host) -> dict[str, Any]:
    """The petition as everybody sees it."""
    found: dict[str, Any] = host.call("list_petitions")[0]
    return found


def convened(host: Host, *questions: str) -> dict[str, Any]:
    """An assembly that asks these questions."""
    agenda = [{"title": f"Item {n}", "question": one, "decision": "ordinary"} for n, one in enumerate(questions)]
    held = host.on + timedelta(days=30)
    found: dict[str, Any] = host.call("convene_assembly", title="Asked for", held_on=held.isoformat(),
                                      record_on=held.isoformat(), agenda=agenda, documents=[], closers=[])
    return found


def test_one_tenth_of_the_shares_sets_the_boards_time_running_and_a_share_less_does_not(host: Host) -> None:
    members = [host.admit() for _ in range(19)]
    petition(host, members, signers=1)
    assert (shown(host)["state"], shown(host)["signed"], shown(host)["entitled"]) == ("collecting", 1, 19)
    own(host, members[1], "sign_petition", petition_id=shown(host)["petition_id"])
    found = shown(host)
    assert (found["state"], found["signed"], found["due_on"]) == ("due", 2, DUE.isoformat())
    assert "signers" not in found  # how many signed, and nobody's name
    with pytest.raises(Exception, match="signed by enough"):
        own(host, members[0], "withdraw_signature", petition_id=found["petition_id"])


def test_a_chair_who_asks_otherwise_or_called_before_has_not_answered(host: Host) -> None:
    members = [host.admit() for _ in range(5)]
    before = convened(host, ITEM["question"])
    host.on += timedelta(days=1)
    asked = {"petition_id": petition(host, members, signers=1)}
    other = convened(host, "Shall the fund be praised?")
    for assembly, code in ((before, "convened_before"), (other, "agenda_lacks_item")):
        assert refused(host, "answer_petition", assembly_id=assembly["assembly_id"], **asked, **CHAIR) == code
    right = convened(host, "Something else", ITEM["question"])
    found = host.call("answer_petition", assembly_id=right["assembly_id"], **asked, **CHAIR)
    assert (found["state"], found["assembly_id"], found["by_members"]) == ("convened", right["assembly_id"], False)
    assert refused(host, "answer_petition", assembly_id=right["assembly_id"], **asked, **CHAIR) == "petition_answered"
    item = right["agenda"][1]["resolution_id"]
    for how in ("withdrawn", "adjourned", "noted"):  # on the agenda, and off it again
        assert refused(host, "settle_item", resolution_id=item, how=how, reason="No time.") == "item_requested"
    host.call("settle_item", resolution_id=right["agenda"][0]["resolution_id"], how="withdrawn", reason="No time.")


def test_an_item_that_is_off_the_agenda_or_asks_every_college_is_no_answer(host: Host) -> None:
    """A chair who takes the item off first, or has colleges vote apart on it, has not put what was asked."""
    members = [host.admit() for _ in range(5)]
    host.call("assign_college", college="users", members=members[:2], starts_on=host.on.isoformat())
    asked = {"petition_id": petition(host, members, signers=1)}
    off = convened(host, ITEM["question"])
    host.call("settle_item", resolution_id=off["agenda"][0]["resolution_id"], how="withdrawn", reason="No time.")
    held = (host.on + timedelta(days=30)).isoformat()
    apart = host.call("convene_assembly", title="Apart", held_on=held, record_on=held,
                      agenda=[ITEM | {"colleges": [{"name": "users"}]}])
    for assembly in (off, apart):
        assert refused(host, "answer_petition", assembly_id=assembly["assembly_id"], **asked, **CHAIR) \
            == "agenda_lacks_item"
    host.call("answer_petition", assembly_id=convened(host, ITEM["question"])["assembly_id"], **asked, **CHAIR)


def test_where_the_board_lets_its_time_pass_who_signed_convenes(host: Host) -> None:
    members = [host.admit() for _ in range(5)]
    petition_id = petition(host, members, signers=1)
    days = {"held_on": (DUE + timedelta(days=40)).isoformat(), "record_on": (DUE + timedelta(days=30)).isoformat()}
    host.on = DUE
    with pytest.raises(Exception, match="The board has until"):
        own(host, members[0], "convene_by_petition", petition_id=petition_id, **days)
    host.on = DUE + timedelta(days=1)
    assert shown(host)["state"] == "late"
    with pytest.raises(Exception, match="did not sign"):
        own(host, members[1], "convene_by_petition", petition_id=petition_id, **days)
    made = own(host, members[0], "convene_by_petition", petition_id=petition_id, **days)
    assembly = host.call("get_assembly", assembly_id=made["assembly_id"])
    assert [item["question"] for item in assembly["agenda"]] == [ITEM["question"]]
    assert (shown(host)["state"], shown(host)["by_members"]) == ("convened", True)


def test_a_question_is_answered_or_refused_with_a_reason_and_stands_in_the_minutes_all_the_same(host: Host) -> None:
    members = [host.admit() for _ in range(3)]
    assembly = host.convene("ordinary")
    asm = {"assembly_id": assembly["assembly_id"]}
    asked = [own(host, members[0], "ask_question", words=words, **asm)["question_id"]
             for words in ("Why did the fees rise?", "What does the director earn?", "Where is the report?")]
    host.on = RECORD
    host.call("answer_question", question_id=asked[0], words="The costs rose.", **CHAIR)
    host.call("refuse_question", question_id=asked[1], words="A contract forbids it.", **CHAIR)
    assert refused(host, "answer_question", question_id=asked[1], words="Well.", **CHAIR) == "question_answered"
    assert refused(host, "note_question", member_id=members[1], words="And now?", **asm) == "asked_too_early"
    host.on = HELD
    host.call("note_question", member_id=members[1], words="And now?", **asm)
    states = [one["state"] for one in host.call("list_questions", **asm)]
    assert states == ["answered", "refused", "waiting", "waiting"]
    host.on = HELD + timedelta(days=1)
    with pytest.raises(Exception, match="put to the next one"):
        own(host, members[0], "ask_question", words="Too late?", **asm)
    words = host.call("draw_up_minutes", language="en", incidents=[], **asm)["words"]
    for sentence in ("- Why did the fees rise?", "Answer: The costs rose.",
                     "Not answered, because: A contract forbids it.", "- Where is the report?",
                     "Left without an answer.", "- And now?"):
        assert sentence in words
    assert members[0] not in words
