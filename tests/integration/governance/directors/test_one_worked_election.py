"""One election from the call to the year after: three colleges, nine seats, a third renewed, a paper of each step."""

from base64 import b64decode
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from tests.integration.governance.builders import HELD, Host
from tests.integration.governance.directors.test_a_board import (
    CLOSES,
    SEED,
    assembly_on,
    call,
    decide,
    directors,
    stand,
)

NEXT, NEXT_CLOSES = date(2027, 6, 19), date(2027, 5, 14)
STANDING = {"users": 4, "team": 3, "partners": 3}


def words_of(host: Host, method: str, **asked: Any) -> str:
    """What stands on a paper, as an auditor reads it in English."""
    paper = host.call(method, subject="an auditor", roles=("auditor",), language="en", **asked)
    pages = PdfReader(BytesIO(b64decode(paper["content"]))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def elected(host: Host, call_id: str, day: date, *asked: str) -> dict[str, Any]:
    """An assembly that votes on all who stand, each with a vote fewer than the last, and on what else is asked."""
    candidates = sorted(host.call("list_candidates", call_id=call_id, seed=SEED), key=lambda one: str(one["name"]))
    assembly = assembly_on(host, day, [*(one["question"] for one in candidates), *asked])
    for place in range(1, len(assembly["agenda"]) + 1):
        decide(host, assembly, place, (40 - place, 1))
    host.call("declare_board", assembly_id=assembly["assembly_id"], seed=SEED)
    return assembly


def seats_of(host: Host, day: date) -> dict[tuple[str, int], str]:
    return {seat: one["name"] for seat, one in directors(host, day).items()}


def test_nine_seats_in_three_colleges_from_the_call_to_the_year_in_which_a_third_is_renewed(host: Host) -> None:
    host.on = date(2026, 4, 1)
    members = {f"{college} {n}": host.admit(on=date(2025, 4, 1)) for college, count in STANDING.items()
               for n in range(1, count + 1)}
    late, guest, new = (host.admit(on=date(2025, 4, 1)) for _ in range(3))
    call_id = call(host)
    for name, member_id in members.items():
        stand(host, member_id, name, name.split()[0])
    host.on = CLOSES + timedelta(days=1)
    stand(host, late, "Late")
    text = words_of(host, "get_candidates_paper", call_id=call_id, seed=SEED)
    assert all(name in text for name in members)
    assert "Late" not in text

    assembly = elected(host, call_id, HELD)
    seats = seats_of(host, HELD)
    assert len(seats) == 8
    assert ("partners", 3) not in seats  # for a legal person, and none stands: it stays vacant, however many stood
    assert {name for name in members if name not in seats.values()} == {"partners 3", "users 4"}
    text = words_of(host, "get_declaration_paper", assembly_id=assembly["assembly_id"])
    assert all(name in text for name in seats.values())
    assert "vacant" in text.lower()

    taken = taken_in(host, directors(host, HELD), guest)
    assert "Guest" in words_of(host, "get_board_meeting_paper",
                               meeting_id=host.call("list_board_meetings")[0]["meeting_id"])
    before = words_of(host, "get_mandate_paper", mandate_id=taken["mandate_id"])
    a_third_is_renewed(host, seats, taken, new)
    assert words_of(host, "get_mandate_paper", mandate_id=taken["mandate_id"]) != before


def taken_in(host: Host, board: dict[tuple[str, int], Any], guest: str) -> Any:
    """Who sits on the first seat of the users resigns; the board takes in somebody else until an assembly confirms."""
    host.on = date(2026, 9, 1)
    leaves = board["users", 1]
    host.as_member(leaves["member_id"])("resign_from_board", mandate_id=leaves["mandate_id"],
                                        member_id=leaves["member_id"], from_on="2026-09-01")
    noted = host.call("note_board_meeting", held_on="2026-09-01",
                      present=[one["mandate_id"] for seat, one in board.items() if seat != ("users", 1)],
                      decisions=[{"title": "Seat", "words": "Guest sits.", "votes_for": 7, "votes_against": 0,
                                  "abstentions": 0, "co_opts": {"college": "users", "number": 1, "member_id": guest,
                                                                "name": "Guest"}}])
    host.call("approve_board_meeting", meeting_id=noted["meeting_id"], subject="chair", roles=("board",))
    taken = directors(host, host.on)["users", 1]
    assert (taken["name"], taken["to_confirm"]) == ("Guest", True)
    return taken


def a_third_is_renewed(host: Host, seats: dict[tuple[str, int], str], taken: Any, new: str) -> None:
    """A year later: one seat of each college is renewed, the late candidate stands, who was taken in is confirmed."""
    host.on = date(2027, 4, 1)
    call_id = call(host, NEXT_CLOSES)
    stand(host, new, "New", "team")
    confirming = host.call("get_motion", mandate_id=taken["mandate_id"], motion="confirm")["question"]
    assembly = elected(host, call_id, NEXT, confirming)
    now = seats_of(host, NEXT)
    changed = {seat for seat in {*seats, *now} if seats.get(seat) != now.get(seat)}
    assert (now["users", 2], now["team", 2], now["users", 1]) == ("Late", "New", "Guest")
    assert changed == {("users", 2), ("team", 2), ("partners", 2), ("users", 1)}  # nobody stood for the partners
    assert directors(host, NEXT)["users", 1]["to_confirm"] is False
    text = words_of(host, "get_declaration_paper", assembly_id=assembly["assembly_id"])
    assert all(name in text for name in ("Late", "New", "Guest"))
    assert "Late" in words_of(host, "get_mandate_paper", mandate_id=directors(host, NEXT)["users", 2]["mandate_id"])
