"""Members represented at an assembly: counted with their holder, voted for once, verified from the published file."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from services.governance.credentials.rules import mark_message
from services.governance.voting import use_cases as voter
from services.governance.voting.store import NotesInMemory
from shared.signatures import SigningKey
from tests.integration.governance.box_builders import verified
from tests.integration.governance.builders import CONVENED, Host, Refused
from tests.integration.governance.polls.test_a_secret_vote import verify_election


def refused(host: Host, method: str, **asked: Any) -> str:
    with pytest.raises(Refused) as caught:
        host.call(method, **asked)
    return caught.value.code


def bind(host: Host, member_id: str) -> tuple[NotesInMemory, str]:
    """The notes of a member with a voting key, and its public half."""
    notes = NotesInMemory()
    secret = voter.bind_voting_key(host.as_member(member_id), member_id=member_id, request_id=f"key {member_id}",
                                   notes=notes)
    return notes, SigningKey(secret).public


def present(host: Host, assembly: str) -> int:
    return int(host.call("get_presence", assembly_id=assembly)["members_present"])


def test_a_holder_votes_yes_for_themselves_and_no_for_whom_they_represent(host: Host, tmp_path: Path) -> None:
    ada, bob, cy, dee = [host.admit() for _ in range(4)]
    notes, _ = bind(host, ada)
    holders, key = bind(host, bob)
    assembly = host.convene()
    asm = assembly["assembly_id"]
    give = {"assembly_id": asm, "principal_id": ada, "holder_id": bob}
    assert refused(host, "give_proxy", subject=ada, roles=("member",), holder_key=key, **give) == "proxy_not_signed"
    assert refused(host, "give_proxy", subject=cy, roles=("member",), **give) == "not_allowed"
    proxy_id = voter.give_proxy(host.as_member(ada), holder_key=key, request_id="ada", notes=notes, **give)
    paper = {"assembly_id": asm, "principal_id": cy, "holder_id": bob, "holder_key": key}
    assert refused(host, "give_proxy", **paper) == "proxy_not_written"
    third = host.call("give_proxy", document_digest="ab" * 32, **paper)["proxy_id"]
    host.freeze(assembly)
    poll_id = host.open(assembly)
    digest = assembly["agenda"][0]["paper_digest"]

    wishes: dict[str, Any] = {}

    def take(principal: str, holder: str, number: int) -> Any:
        own = wishes.setdefault(f"{principal} {number}", NotesInMemory())
        own.save(f"{holder}.voting-key", holders.find(f"{holder}.voting-key") or {})
        return voter.take_credential(host.as_member(holder), poll_id=poll_id, member_id=principal, digest=digest,
                                     request_id=f"p{number}", notes=own, holder_id=holder)

    def refusal(principal: str, number: int) -> str:
        with pytest.raises(Refused) as caught:
            take(principal, bob, number)
        return caught.value.code

    assert (present(host, asm), refusal(ada, 1)) == (0, "holder_absent")  # the holder makes no quorum from home
    host.call("register_attendance", assembly_id=asm, member_id=bob, manner="remote")
    assert present(host, asm) == 3
    host.call("register_attendance", assembly_id=asm, member_id=cy, manner="in_person")
    assert (present(host, asm), refusal(cy, 2)) == (3, "principal_present")  # own presence overrides, and counts once
    host.call("register_departure", assembly_id=asm, member_id=cy)
    assert [row["attends"] for row in host.call("list_roll", assembly_id=asm) if row["member_id"] == cy] \
        == ["represented"]
    taken = take(ada, bob, 3)
    host.call("register_attendance", assembly_id=asm, member_id=ada, manner="remote")
    wish = wishes[f"{ada} 3"].find(f"{poll_id}.wish")["blinded"]
    _another_request_is_not_signed(host, poll_id, ada, bob, holders, wish)
    host.call("register_departure", assembly_id=asm, member_id=ada)
    voter.cast(host.box, taken, ["no"])
    assert refusal(cy, 4) == "vote_cap_reached"  # bob's own vote and ada's are two
    host.as_member(ada)("end_proxy", proxy_id=proxy_id, member_id=ada)  # too late for this poll
    assert refused(host, "end_proxy", proxy_id=proxy_id, member_id=ada, subject=ada, roles=("member",)) \
        == "proxy_ended"
    assert refused(host, "end_proxy", proxy_id=third, member_id=dee, subject=dee, roles=("member",)) == "not_found"
    with pytest.raises(Refused) as caught:
        host.take(poll_id, ada) if host.notes else voter.take_credential(
            host.as_member(ada), poll_id=poll_id, member_id=ada, digest=digest, request_id="own", notes=notes)
    assert caught.value.code == "credential_already_issued"
    own = NotesInMemory()
    own.save(f"{bob}.voting-key", holders.find(f"{bob}.voting-key") or {})
    voter.cast(host.box, voter.take_credential(host.as_member(bob), poll_id=poll_id, member_id=bob, digest=digest,
                                               request_id="bob", notes=own), ["yes"])
    host.close(poll_id)
    board = host.call("get_board", poll_id=poll_id)
    assert verified(board) == ({"yes": 1, "no": 1, "abstain": 0}, [])
    _lies_are_named(board, tmp_path, ada, bob)


def _another_request_is_not_signed(
    host: Host, poll_id: str, ada: str, bob: str, holders: NotesInMemory, wish: str,
) -> None:
    """Whoever is represented came: a lost answer is given again, but nobody takes another credential in their name."""
    again = host.as_member(bob)("issue_proxy_credential", poll_id=poll_id, principal_id=ada, holder_id=bob,
                                blinded=wish)
    assert again["blind_signature"]
    with pytest.raises(Refused) as caught:
        host.as_member(bob)("issue_proxy_credential", poll_id=poll_id, principal_id=ada, holder_id=bob, blinded="02",
                            signature=SigningKey(holders.find(f"{bob}.voting-key")["secret"]).sign(  # type: ignore[index]
                                mark_message(host.call("get_poll", poll_id=poll_id)["digest"],
                                             hashlib.sha256(b"\x02").hexdigest())))
    assert caught.value.code == "principal_present"


def _lies_are_named(board: dict[str, Any], folder: Path, ada: str, bob: str) -> None:
    file = folder / "poll.json"
    file.write_text(json.dumps(board))
    assert verify_election(file)[0] == 0
    mark = next(one for one in board["marks"] if one["member_id"] == ada)
    assert mark["holder_id"] == bob
    for name, value in (("holder_key", "00" * 32), ("given_for", "asm_" + "0" * 32), ("holder_id", ada)):
        false = json.loads(json.dumps(board))
        next(one for one in false["marks"] if one["member_id"] == ada)[name] = value
        assert any("voting key" in one for one in verified(false)[1]), name


def test_a_proxy_of_the_first_call_stands_for_the_second_until_it_is_handed_back(host: Host) -> None:
    ada, bob, cy, dee = [host.admit() for _ in range(4)]
    first = host.convene("statutes")
    given = {"assembly_id": first["assembly_id"], "holder_id": bob}
    proxies = [host.as_member(one)("give_proxy", principal_id=one, **given)["proxy_id"] for one in (ada, cy)]
    assert refused(host, "give_proxy", principal_id=dee, subject=dee, roles=("member",), **given) == "proxies_too_many"
    for who, holder, code in ((bob, dee, "proxy_chained"), (dee, "somebody", "proxy_to_non_member")):
        assert refused(host, "give_proxy", principal_id=who, subject=who, roles=("member",),
                       assembly_id=first["assembly_id"], holder_id=holder) == code
    with host.dispatcher.database.transaction(on=CONVENED, actor="test") as tx:
        tx.run("insert into assemblies (assembly_id, title, convened_on, held_on, record_on, call, follows) select "
               "%(new)s, title, convened_on, held_on, record_on, 2, assembly_id from assemblies", new="asm_" + "1" * 32)
    standing = host.as_member(bob)("list_proxies", assembly_id="asm_" + "1" * 32)  # before anybody votes
    assert [(one["proxy_id"], one["given_for"]) for one in standing] == [
        (one, first["assembly_id"]) for _, one in sorted(zip((ada, cy), proxies, strict=True))]
    host.as_member(bob)("end_proxy", proxy_id=proxies[0], member_id=bob)
    host.as_member(dee)("give_proxy", principal_id=dee, assembly_id="asm_" + "1" * 32, holder_id=bob)
    assert len(host.call("list_proxies", assembly_id="asm_" + "1" * 32)) == 2


def test_a_teller_makes_nobody_present_by_registering_a_member_as_a_holder_from_outside(host: Host) -> None:
    """An absent member who holds a proxy would bring a principal to the quorum without being there."""
    ada, bob, _ = [host.admit() for _ in range(3)]
    assembly = host.convene()
    asm = assembly["assembly_id"]
    host.call("give_proxy", subject=ada, roles=("member",), assembly_id=asm, principal_id=ada, holder_id=bob)
    host.freeze(assembly)
    assert refused(host, "register_holder", assembly_id=asm, holder_id=bob, is_there=True) == "holder_on_roll"
    assert present(host, asm) == 0
    host.call("register_attendance", assembly_id=asm, member_id=bob, manner="in_person")
    assert present(host, asm) == 2
    host.call("register_departure", assembly_id=asm, member_id=bob)
    assert refused(host, "register_holder", assembly_id=asm, holder_id=bob, is_there=True) == "holder_on_roll"
    assert present(host, asm) == 0
