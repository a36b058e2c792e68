"""A board through the door: stood, elected, one taken in and confirmed a year later, one dismissed; and who lies."""

from base64 import b64decode
from datetime import date, timedelta
from typing import Any

import pytest

from services.governance.directors.rules.election import digest_of_seed
from tests.integration.governance.builders import HELD, Host, Refused

SEED = "Lotto of 1 June 2026: 3 11 19 24 38 41"
CLOSES = date(2026, 5, 15)


def refused(host: Host, method: str, **asked: Any) -> str:
    with pytest.raises(Refused) as caught:
        host.call(method, **asked)
    return caught.value.code


def stand(host: Host, member_id: str, name: str, college: str = "users", **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = host.as_member(member_id)(
        "stand_for_board", member_id=member_id, name=name, college=college,
        statements=[{"language": "en", "words": "I would serve."}], **more)
    return found


def assembly_on(host: Host, day: date, questions: list[str]) -> dict[str, Any]:
    """An assembly that asks these questions, convened and frozen in time."""
    host.on = day - timedelta(days=30)
    agenda = [{"title": f"Item {n}", "question": question, "decision": "ordinary"}
              for n, question in enumerate(questions, start=1)]
    found: dict[str, Any] = host.call("convene_assembly", title="General assembly", held_on=day.isoformat(),
                                      record_on=(day - timedelta(days=10)).isoformat(), agenda=agenda)
    host.on = day - timedelta(days=10)
    host.call("freeze_roll", assembly_id=found["assembly_id"])
    host.on = day
    return found


def decide(host: Host, assembly: dict[str, Any], place: int, votes: tuple[int, int]) -> None:
    """What a poll would declare: the count of an item."""
    adopted = votes[0] > votes[1]
    host.rows("insert into results select poll_id, 'planted', '', %s, %s, %s, 0, 9, 9, %s, %s, '' from polls "
              "where resolution_id = %s returning poll_id", sum(votes), *votes, "" if adopted else
              "majority_not_reached", host.on, assembly["agenda"][place - 1]["resolution_id"])


def directors(host: Host, day: date) -> dict[tuple[str, int], Any]:
    found = host.call("get_directors", day=day.isoformat())
    return {(one["college"], one["number"]): one for one in found["directors"] if one["mandate_id"]}


def call(host: Host, closes_on: date = CLOSES) -> str:
    found = host.call("call_for_candidacies", closes_on=closes_on.isoformat(), seed_digest=digest_of_seed(SEED))
    return str(found["call_id"])


def test_a_board_is_elected_takes_somebody_in_and_the_next_assembly_confirms_and_dismisses(host: Host) -> None:
    host.on = date(2026, 4, 1)
    ada, bob, eve, late, guest = [host.admit(on=date(2025, 4, 1)) for _ in range(5)]
    call_id = call(host)
    assert refused(host, "call_for_candidacies", closes_on=CLOSES.isoformat(), seed_digest="00" * 32) == "board_moved"
    assert refused(host, "call_for_candidacies", closes_on="2026-04-14", seed_digest="00" * 32) == "call_out_of_time"
    for member_id, name in ((ada, "Ada"), (bob, "Bob")):
        stand(host, member_id, name)
    stand(host, eve, "Eve Ltd", "partners", representative="Eve")
    host.on = CLOSES + timedelta(days=1)
    stand(host, late, "Late")
    candidates = host.call("list_candidates", call_id=call_id, seed=SEED, language="nl")
    assert sorted(one["name"] for one in candidates) == ["Ada", "Bob", "Eve Ltd"]
    standing = host.call("get_candidacies", roles=("member",), language="nl")
    assert [one["call_id"] for one in standing["calls"]] == [call_id]
    assert {one["name"]: one["call_id"] for one in standing["candidates"]} == {
        "Ada": call_id, "Bob": call_id, "Eve Ltd": call_id, "Late": None}
    paper = host.call("get_candidates_paper", call_id=call_id, seed=SEED, language="fr")
    assert paper["name"] == f"candidacies-{CLOSES}.pdf"
    assembly = assembly_on(host, HELD, [one["question"] for one in candidates])
    assert refused(host, "declare_board", assembly_id=assembly["assembly_id"]) == "election_undecided"
    assert refused(host, "get_declaration_paper", assembly_id=assembly["assembly_id"]) == "not_found"
    for place in (1, 2, 3):
        decide(host, assembly, place, (5, 2))  # all equal
    host.on = HELD - timedelta(days=1)
    assert refused(host, "declare_board", assembly_id=assembly["assembly_id"]) == "assembly_not_held"
    host.on = HELD
    assert refused(host, "declare_board", assembly_id=assembly["assembly_id"]) == "seed_needed"
    host.call("declare_board", assembly_id=assembly["assembly_id"], seed=SEED)
    assert refused(host, "declare_board", assembly_id=assembly["assembly_id"], seed=SEED) == "declared_before"
    assert host.published("board_elected", "mandate_given") == [*["mandate_given"] * 3, "board_elected"]
    assert directors(host, HELD - timedelta(days=1)) == {}
    assert [one["name"] for one in host.call("get_candidacies")["candidates"]] == ["Late"]
    board = directors(host, HELD)
    assert {one["name"] for one in board.values()} == {"Ada", "Bob", "Eve Ltd"}
    taken = taken_in(host, board, guest)
    confirmed_or_not(host, taken, board)


def taken_in(host: Host, board: dict[tuple[str, int], Any], guest: str) -> Any:
    """Two directors take somebody in, a third one having an interest; noted by one, approved by another."""
    present = [one["mandate_id"] for one in board.values()]
    by_name = {one["name"]: one for one in board.values()}
    host.on = HELD + timedelta(days=60)
    ada = by_name["Ada"]
    host.as_member(ada["member_id"])("declare_interest", mandate_id=ada["mandate_id"], member_id=ada["member_id"],
                                     matter="Lease")
    lease = {"title": "Lease", "words": "It is signed.", "matter": "lease", "votes_for": 3, "votes_against": 0,
             "abstentions": 0}
    co_opted = {**lease, "title": "Seat", "matter": "",
                "co_opts": {"college": "team", "number": 2, "member_id": guest, "name": "Guest"}}
    asked = {"held_on": host.on.isoformat(), "present": present, "observers": ["Works council"]}
    assert refused(host, "note_board_meeting", decisions=[lease], **asked) == "votes_too_many"
    noted = host.call("note_board_meeting", decisions=[{**lease, "votes_for": 2}, co_opted], **asked)
    assert directors(host, host.on).keys() == board.keys()
    for subject, code in (("officer", "another_director_needed"), ("chair", "")):
        asking = {"meeting_id": noted["meeting_id"], "subject": subject, "roles": ("board",)}
        assert (refused(host, "approve_board_meeting", **asking) if code else
                host.call("approve_board_meeting", **asking) and "") == code
    assert refused(host, "approve_board_meeting", meeting_id=noted["meeting_id"], subject="vice", roles=("board",)) \
        == "another_director_needed"
    assert host.call("list_board_meetings", roles=("member",))[0]["decisions"][1]["adopted"] is True
    taken = directors(host, host.on)["team", 2]
    assert (taken["origin"], taken["to_confirm"]) == ("co_opted", True)
    return taken


def confirmed_or_not(host: Host, taken: Any, board: dict[tuple[str, int], Any]) -> None:
    day = date(2027, 6, 19)
    bob = next(one for one in board.values() if one["name"] == "Bob")
    questions = [host.call("get_motion", mandate_id=mandate, motion=motion, language="fr")["question"]
                 for mandate, motion in ((taken["mandate_id"], "confirm"), (bob["mandate_id"], "dismiss"))]
    assembly = assembly_on(host, day, questions)
    assert directors(host, day + timedelta(days=1))["team", 2]["to_confirm"] is True  # its vote is open
    decide(host, assembly, 1, (5, 2))
    assert refused(host, "declare_board", assembly_id=assembly["assembly_id"]) == "board_undecided"
    decide(host, assembly, 2, (5, 2))
    found = host.call("declare_board", assembly_id=assembly["assembly_id"])
    names = {one["name"]: one for one in found["directors"] if one["mandate_id"]}
    for method, about in (("declaration", {"assembly_id": assembly["assembly_id"]}),
                          ("mandate", {"mandate_id": taken["mandate_id"]})):
        paper = host.call(f"get_{method}_paper", subject="mbr_1", roles=("member",), language="de", **about)
        assert b64decode(paper["content"]).startswith(b"%PDF")
    minutes = host.call("get_board_meeting_paper", language="nl",
                        meeting_id=host.call("list_board_meetings")[0]["meeting_id"])
    assert b64decode(minutes["content"]).startswith(b"%PDF")
    assert (set(names), names["Guest"]["to_confirm"]) == ({"Ada", "Eve Ltd", "Guest"}, False)
    assert host.published("mandate_ended") == ["mandate_ended"]
    assert "Bob" in {one["name"] for one in directors(host, day - timedelta(days=1)).values()}
    ada = names["Ada"]
    leaves = {"mandate_id": ada["mandate_id"], "member_id": ada["member_id"]}
    assert refused(host, "resign_from_board", subject=ada["member_id"], roles=("member",), from_on="2027-06-18",
                   **leaves) == "resigned_before"
    after = host.as_member(ada["member_id"])("resign_from_board", from_on="2027-09-01", **leaves)
    assert (after["day"], after["seated"], after["gap"]) == ("2027-09-01", 2, 1)
    assert "Ada" in {one["name"] for one in directors(host, date(2027, 8, 31)).values()}


def a_secretary_sets_a_candidate_aside(host: Host) -> None:
    """An item that one person withdraws does not lose its candidate the election."""
    candidates = host.call("list_candidates", call_id=host.rows("select call_id from board_calls")[0][0])
    assembly = assembly_on(host, HELD, [one["question"] for one in candidates])
    decide(host, assembly, 1, (5, 0))
    host.call("settle_item", resolution_id=assembly["agenda"][1]["resolution_id"], how="withdrawn", reason="No room.")
    assert refused(host, "declare_board", assembly_id=assembly["assembly_id"]) == "candidate_not_put"


def test_nobody_stands_for_another_twice_without_a_share_or_is_left_off_the_agenda(host: Host) -> None:
    host.on = date(2026, 4, 1)
    ada, bob, poor = [host.admit(on=date(2025, 4, 1)) for _ in range(3)]
    host.hear("standing_changed", member_id=poor, voting=False, suspended_shares=1, effective_on="2026-01-01")
    call(host)
    mine = {"name": "Ada", "college": "users", "statements": [{"language": "en", "words": "Me."}]}
    assert refused(host, "stand_for_board", member_id=ada, subject=bob, roles=("member",), **mine) == "not_allowed"
    for who, asked, code in ((poor, mine, "not_eligible"), (ada, mine | {"college": "stars"}, "college_unknown")):
        assert refused(host, "stand_for_board", member_id=who, subject=who, roles=("member",), **asked) == code
    first = stand(host, ada, "Ada")
    assert refused(host, "stand_for_board", member_id=ada, subject=ada, roles=("member",), **mine) == "stands_before"
    stand(host, bob, "Bob")
    forgotten = assembly_on(host, HELD, [first["question"]])
    decide(host, forgotten, 1, (5, 0))
    assert refused(host, "declare_board", assembly_id=forgotten["assembly_id"]) == "candidate_not_put"
    assert refused(host, "withdraw_candidacy", candidacy_id=first["candidacy_id"], member_id=bob, subject=bob,
                   roles=("member",)) == "not_found"
    a_secretary_sets_a_candidate_aside(host)
    host.hear("member_left", member_id=bob, left_on="2026-06-19", reason="resignation")  # who can be elected no more
    found = host.call("declare_board", assembly_id=forgotten["assembly_id"])
    assert [one["name"] for one in found["directors"] if one["mandate_id"]] == ["Ada"]
    assert refused(host, "withdraw_candidacy", candidacy_id=first["candidacy_id"], member_id=ada, subject=ada,
                   roles=("member",)) == "candidacy_over"


def plant(host: Host, assembly: str, *mandates: tuple[str, str, str, int, str]) -> None:
    """Mandates that an assembly is said to have given: id, member, college, number, first day."""
    host.rows("insert into board_declarations values (%s, '2025-06-20', null, '') returning 1", assembly)
    for mandate_id, member_id, college, number, starts_on in mandates:
        host.rows("insert into mandates values (%s, %s, %s, %s, %s, '', %s, 2030, 'elected', %s, null) returning 1",
                  mandate_id, college, number, member_id, member_id, starts_on, assembly)


def test_a_meeting_approved_after_the_next_assembly_takes_somebody_in_until_that_day(host: Host) -> None:
    host.on = date(2026, 4, 1)
    ada, bob, cy, dee = [host.admit(on=date(2025, 4, 1)) for _ in range(4)]
    first, again, bobs = (f"mdt_{digit * 32}" for digit in "123")
    call(host)
    stand(host, cy, "Cy")
    stand(host, ada, "Ada")
    asked = [one["question"] for one in host.call("list_candidates",
                                                  call_id=host.rows("select call_id from board_calls")[0][0])]
    forgotten = assembly_on(host, HELD - timedelta(days=2), asked[:1])  # one was left off: it keeps nobody waiting
    decide(host, forgotten, 1, (5, 0))
    assembly = assembly_on(host, HELD, asked)
    plant(host, assembly_on(host, HELD - timedelta(days=1), ["Shall we?"])["assembly_id"],
          (first, ada, "users", 1, "2025-06-20"), (bobs, bob, "team", 1, "2025-06-20"))
    host.on = date(2026, 6, 1)
    host.as_member(ada)("declare_interest", mandate_id=first, member_id=ada, matter="Lease")
    takes = {"title": "Seat", "words": "Dee sits.", "votes_for": 2, "votes_against": 0, "abstentions": 0,
             "co_opts": {"college": "partners", "number": 1, "member_id": dee, "name": "Dee"}}
    noted = host.call("note_board_meeting", held_on="2026-06-01", present=[first, bobs], decisions=[takes])
    host.on = HELD + timedelta(days=5)
    for place in (1, 2):
        decide(host, assembly, place, (5 - place, 0))
    approve = {"meeting_id": noted["meeting_id"], "subject": "chair", "roles": ("board",)}
    assert refused(host, "approve_board_meeting", **approve) == "election_undeclared"
    host.call("declare_board", assembly_id=assembly["assembly_id"])
    host.call("approve_board_meeting", **approve)
    sits = [("partners", 1) in directors(host, HELD - timedelta(days=before)) for before in (19, 3, 2)]
    assert sits == [True, True, False]
    assert host.published("mandate_ended") == ["mandate_ended"]
    host.rows("insert into mandates values (%s, 'team', 3, %s, 'Ada', '', '2031-01-01', 2033, 'elected', %s, null) "
              "returning 1", again, ada, assembly["assembly_id"])
    host.on = date(2031, 2, 1)
    lease = {"title": "Lease", "words": "Signed.", "matter": "lease", "votes_for": 1, "votes_against": 0,
             "abstentions": 0}
    assert refused(host, "note_board_meeting", held_on="2031-02-01", present=[again], decisions=[lease]) \
        == "votes_too_many"  # a second term ends no interest


def test_a_chair_who_puts_a_person_twice_gets_the_first_answer(host: Host) -> None:
    """The same question in another language, or once more, is no second chance: not to elect, not to dismiss."""
    host.on = date(2026, 4, 1)
    ada, bob = [host.admit(on=date(2025, 4, 1)) for _ in range(2)]
    call_id = call(host)
    for member_id, name in ((ada, "Ada"), (bob, "Bob")):
        stand(host, member_id, name)
    asked = {(one["name"], language): one["question"] for language in ("en", "fr")
             for one in host.call("list_candidates", call_id=call_id, language=language)}
    put = [asked["Ada", "fr"], asked["Ada", "en"], asked["Bob", "en"], asked["Bob", "en"]]
    assembly = assembly_on(host, HELD, put)
    for place, votes in enumerate(((1, 5), (5, 1), (5, 1), (1, 5)), start=1):
        decide(host, assembly, place, votes)
    host.call("declare_board", assembly_id=assembly["assembly_id"], seed=SEED)
    seats = directors(host, HELD)
    assert [one["name"] for one in seats.values()] == ["Bob"]
    mandate = next(iter(seats.values()))["mandate_id"]
    dismissing = [host.call("get_motion", mandate_id=mandate, motion="dismiss", language=language)["question"]
                  for language in ("de", "en")]
    day = HELD + timedelta(days=200)
    later = assembly_on(host, day, dismissing)
    decide(host, later, 1, (1, 5))
    decide(host, later, 2, (5, 1))
    host.call("declare_board", assembly_id=later["assembly_id"])
    assert [one["name"] for one in directors(host, day).values()] == ["Bob"]


def test_a_meeting_is_not_approved_once_who_decided_is_known_to_have_an_interest(host: Host) -> None:
    host.on = date(2026, 4, 1)
    ada, bob, cy = [host.admit(on=date(2025, 4, 1)) for _ in range(3)]
    first, second, third = (f"mdt_{digit * 32}" for digit in "123")
    plant(host, assembly_on(host, HELD - timedelta(days=9), ["Shall we?"])["assembly_id"],
          (first, ada, "users", 1, "2025-06-20"), (second, bob, "team", 1, "2025-06-20"),
          (third, cy, "team", 2, "2025-06-20"))
    host.on = date(2026, 6, 1)
    lease = {"title": "Lease", "words": "Signed.", "matter": "lease", "votes_for": 3, "votes_against": 0,
             "abstentions": 0}
    asked = {"held_on": "2026-06-01", "present": [first, second, third], "decisions": [lease]}
    noted, again = (host.call("note_board_meeting", **asked)["meeting_id"] for _ in range(2))
    approve = {"subject": "chair", "roles": ("board",)}
    host.call("approve_board_meeting", meeting_id=again, **approve)
    host.as_member(ada)("declare_interest", mandate_id=first, member_id=ada, matter="Lease")  # the same day
    assert refused(host, "approve_board_meeting", meeting_id=noted, **approve) == "votes_too_many"
    right = host.call("note_board_meeting", **asked | {"decisions": [lease | {"votes_for": 2}]})["meeting_id"]
    host.call("approve_board_meeting", meeting_id=right, **approve)
