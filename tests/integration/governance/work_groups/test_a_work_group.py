"""One work group: mandated by a vote, drawn by lot in three strata, six meetings, four recommendations, its report."""

from base64 import b64decode
from collections import Counter
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from services.governance.work_groups.errors import MandateOtherwise
from services.governance.work_groups.rules import Stratum, Volunteer, assert_mandated, digest_of_seed, redraw
from shared.papers import LANGUAGES, Figures
from tests.integration.governance.builders import Host, Refused

SEED = "Lotto of 27 June 2026: 3 11 19 24 38 41"
DELIVERABLE = "A proposal for the wages of the first months"
QUESTION = (f"Shall a work group of twelve (six users, four of the team, two partners, drawn by lot) hand in "
            f'"{DELIVERABLE}" until 2027-03-31?')
STRATA = [{"name": "users", "seats": 6}, {"name": "team", "seats": 4}, {"name": "partners", "seats": 2}]


def called(host: Host, choice: str = "yes") -> tuple[dict[str, Any], list[str]]:
    """The call of a group that the assembly mandated (or not), and the members of the house."""
    members = [host.admit() for _ in range(18)]
    assembly = host.convene(question=QUESTION)
    host.freeze(assembly)
    poll_id = host.open(assembly)
    host.vote(poll_id, members[0], choice)
    host.close(poll_id)
    group = host.call(
        "call_work_group", roles=("board",), resolution_id=assembly["agenda"][0]["resolution_id"],
        deliverable=DELIVERABLE, ends_on="2027-03-31", answer_days=60,
        seed_digest=digest_of_seed(SEED), strata=STRATA)
    return group, members


def refused(host: Host, method: str, **asked: Any) -> str:
    with pytest.raises(Refused) as caught:
        host.call(method, **asked)
    return caught.value.code


def name(host: Host, group_id: str, member_id: str, nominee_id: str) -> None:
    host.as_member(member_id)("nominate_facilitator", group_id=group_id, member_id=member_id, nominee_id=nominee_id,
                              reason="They listen.")


def propose(host: Host, group_id: str, nominee_id: str) -> str:
    return str(host.call("propose_facilitator", group_id=group_id, nominee_id=nominee_id)["proposal_id"])


def say(host: Host, proposal_id: str, member_id: str, *, objection: str = "", consents: bool = True) -> None:
    host.as_member(member_id)("answer_proposal", proposal_id=proposal_id, member_id=member_id,
                              consents=consents and not objection, reason=objection)


def chosen(host: Host, group_id: str, members: list[str]) -> str:
    """An election without candidates: each names somebody, one is proposed, an objection is answered by another."""
    ada, bob, cy, *others = members[:6]
    for member_id, nominee_id in ((ada, bob), (bob, cy), (cy, bob), (bob, bob)):  # bob changes his mind
        name(host, group_id, member_id, nominee_id)
    outsider = host.admit()
    for who, whom in ((outsider, bob), (ada, outsider)):
        with pytest.raises(Refused) as caught:
            name(host, group_id, who, whom)
        assert caught.value.code == "not_in_the_group"
    assert refused(host, "propose_facilitator", group_id=group_id, nominee_id=ada) == "not_nominated"
    assert refused(host, "propose_facilitator", group_id=group_id, nominee_id=bob) == "too_few_named"  # 3 of 12
    for member_id in others:
        name(host, group_id, member_id, bob)
    first = propose(host, group_id, bob)
    assert refused(host, "declare_facilitator", proposal_id=first) == "consent_missing"
    with pytest.raises(Refused) as caught:
        say(host, first, ada, consents=False)
    assert caught.value.code == "objection_unexplained"
    for member_id in (ada, bob, cy, *others):
        say(host, first, member_id, objection="Bob leaves in June." if member_id == cy else "")
    assert refused(host, "declare_facilitator", proposal_id=first) == "consent_missing"
    return elected_at_second_try(host, group_id, cy, [ada, bob, cy, *others])


def elected_at_second_try(host: Host, group_id: str, nominee: str, members: list[str]) -> str:
    """Another is proposed, and is the facilitator once nobody who took part is silent."""
    name(host, group_id, members[1], nominee)
    proposal = propose(host, group_id, nominee)
    for member_id in members[:-1]:
        say(host, proposal, member_id)
    assert refused(host, "declare_facilitator", proposal_id=proposal) == "consent_missing"
    say(host, proposal, members[-1])
    found = host.call("declare_facilitator", proposal_id=proposal)
    assert [one["elected_on"] is None for one in found["proposals"]] == [True, False]
    assert refused(host, "declare_facilitator", proposal_id=proposal) == "facilitator_elected"
    return str(found["facilitator_id"])


def test_a_group_gets_no_other_deliverable_or_term_than_the_assembly_voted_on(host: Host) -> None:
    asked = {"roles": ("board",), "answer_days": 60, "seed_digest": digest_of_seed(SEED), "strata": STRATA}
    host.admit()
    assembly = host.convene(question=QUESTION)
    host.freeze(assembly)
    poll_id = host.open(assembly)
    host.vote(poll_id, host.rows("select member_id from roll_entries")[0][0], "yes")
    host.close(poll_id)
    item = assembly["agenda"][0]["resolution_id"]
    for deliverable, ends_on in (("Another proposal", "2027-03-31"), (DELIVERABLE, "2028-03-31")):
        assert refused(host, "call_work_group", resolution_id=item, deliverable=deliverable, ends_on=ends_on,
                       **asked) == "mandate_otherwise"
    group = host.call("call_work_group", resolution_id=item, deliverable=DELIVERABLE, ends_on="2027-03-31",
                      kind="committee", **asked)
    assert (group["kind"], group["facilitator_id"]) == ("committee", "")


def test_a_group_is_mandated_drawn_and_answered_and_the_next_assembly_sees_its_report(host: Host) -> None:
    group, members = called(host)
    group_id = group["group_id"]
    for member_id, stratum in zip(members, ["users"] * 9 + ["team"] * 6 + ["partners"] * 3, strict=True):
        host.as_member(member_id)("volunteer", group_id=group_id, member_id=member_id, stratum=stratum)
    assert refused(host, "recommend", group_id=group_id, theme="pay", words="x") == "call_still_open"
    assert refused(host, "draw_work_group", group_id=group_id, seed=SEED) == "drawn_too_early"  # who else comes?
    host.on += timedelta(days=15)
    assert refused(host, "draw_work_group", group_id=group_id, seed="another") == "seed_wrong"
    drawn = host.call("draw_work_group", group_id=group_id, seed=SEED)
    assert Counter(one["stratum"] for one in drawn["members"]) == {"users": 6, "team": 4, "partners": 2}
    again = redraw(group_id, [Stratum(**one) for one in drawn["strata"]],
                   [Volunteer(**one) for one in drawn["volunteers"]], seed=drawn["seed"])
    assert [one.member_id for one in again] == [one["member_id"] for one in drawn["members"]]
    assert refused(host, "draw_work_group", group_id=group_id, seed=SEED) == "call_over"
    facilitator = chosen(host, group_id, [one["member_id"] for one in drawn["members"]])
    host.on = date(2026, 9, 1)
    for _ in range(6):
        host.call("record_meeting", group_id=group_id, words="The group met.")
        host.on += timedelta(days=14)
    made = [host.call("recommend", group_id=group_id, theme=theme, words="Do this.")["recommendation_id"]
            for theme in ("pay", "pay", "tools", "tools")]
    host.on += timedelta(days=60)
    for recommendation_id, status in zip(made, ("done", "in_progress", "rejected", "postponed"), strict=True):
        host.call("answer_recommendation", roles=("board",), recommendation_id=recommendation_id, status=status,
                  answer="The board says why.")
    (listed,) = host.call("list_work_groups", roles=("member",))
    assert (listed["group_id"], listed["drawn"]) == (group_id, True)
    assert (listed["volunteers"], listed["recommendations"], listed["answered"]) == (18, 4, 4)
    report = host.call("get_work_group", roles=("member",), group_id=group_id)
    assert (report["meetings"], report["overdue"], report["facilitator_id"]) == (6, 0, facilitator)
    assert [one["answered_on"] <= one["answer_due_on"] for one in report["recommendations"]] == [True] * 4
    for language, title in (("fr", "Rapport du groupe de travail"), ("nl", "Verslag van de werkgroep"),
                            ("en", "Report of the work group"), ("de", "Bericht der Arbeitsgruppe")):
        paper = host.call("get_work_group_paper", roles=("member",), group_id=group_id, language=language)
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(b64decode(paper["content"]))).pages)
        assert title in " ".join(text.split())
        assert text.count("The board says why.") == 4
    assert report["rates"] == [{"theme": "pay", "made": 2, "answered": 2, "done": 1},
                               {"theme": "tools", "made": 2, "answered": 2, "done": 0}]


def test_an_answer_that_does_not_come_is_overdue_and_a_later_one_counts_beside_the_first(host: Host) -> None:
    group, members = called(host)
    host.as_member(members[0])("volunteer", group_id=group["group_id"], member_id=members[0], stratum="users")
    host.on += timedelta(days=15)
    host.call("draw_work_group", group_id=group["group_id"], seed=SEED)
    made = host.call("recommend", group_id=group["group_id"], theme="pay", words="Do this.")["recommendation_id"]
    host.on += timedelta(days=60)
    assert host.call("get_work_group", group_id=group["group_id"])["overdue"] == 0
    host.on += timedelta(days=1)
    assert host.call("get_work_group", group_id=group["group_id"])["overdue"] == 1
    for status in ("in_progress", "done"):
        report = host.call("answer_recommendation", roles=("board",), recommendation_id=made, status=status,
                           answer="The board says why.")
    assert (report["recommendations"][0]["status"], report["overdue"]) == ("done", 1)


def test_a_resolution_that_was_not_adopted_mandates_nobody(host: Host) -> None:
    with pytest.raises(Refused) as caught:
        called(host, "no")
    assert caught.value.code == "mandate_missing"


def test_who_is_not_oneself_volunteers_for_nobody_and_nobody_twice(host: Host) -> None:
    group, members = called(host)
    asked = {"group_id": group["group_id"], "member_id": members[0], "stratum": "users"}
    with pytest.raises(Refused) as caught:
        host.as_member(members[1])("volunteer", **asked)
    assert caught.value.code == "not_allowed"
    host.as_member(members[0])("volunteer", **asked)
    with pytest.raises(Refused) as caught:
        host.as_member(members[0])("volunteer", **asked)
    assert caught.value.code == "volunteered_before"


@pytest.mark.parametrize("term", ["30 June 2027", "30 juin 2027", "30 juni 2027", "30. Juni 2027", "2027-06-30"])
def test_the_term_stands_in_the_question_as_any_language_of_ours_writes_it(term: str) -> None:
    written = [Figures(language, "BE").spell(date(2027, 6, 30)) for language in LANGUAGES]
    asked: dict[str, Any] = {"resolution_id": "rsl_1", "deliverable": "a plan", "written": written}
    assert_mandated(f"Shall a group write a plan until {term}?", ends_on=date(2027, 6, 30), **asked)
    with pytest.raises(MandateOtherwise):
        assert_mandated(f"Shall a group write a plan until {term}?", ends_on=date(2027, 6, 29), **asked | {
            "written": [Figures(language, "BE").spell(date(2027, 6, 29)) for language in LANGUAGES]})
