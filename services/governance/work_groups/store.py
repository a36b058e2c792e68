"""Rows of work groups."""

from dataclasses import asdict
from datetime import date

from services.governance.work_groups.errors import FacilitatorElected, MandatedBefore, VolunteeredBefore
from services.governance.work_groups.rules import (
    AnswerStatus,
    FacilitatorWord,
    Nomination,
    Stratum,
    Volunteer,
    WorkGroup,
)
from shared.errors import NotFound, Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {"work_groups_one_per_mandate": MandatedBefore,
                                         "work_group_volunteers_once": VolunteeredBefore,
                                         "facilitators_elected_once": FacilitatorElected}


def add_group(tx: Tx, group: WorkGroup) -> None:
    """Write a work group and its strata."""
    tx.run(Q.add_group, group_id=group.group_id, resolution_id=group.resolution_id, title=group.title,
           deliverable=group.deliverable, ends_on=group.ends_on, answer_days=group.answer_days,
           seed_digest=group.seed_digest, kind=group.kind, closes_on=group.closes_on, on=tx.on)
    tx.run_many(Q.add_stratum, [{"group_id": group.group_id, "place": place, **asdict(stratum)}
                                for place, stratum in enumerate(group.strata, start=1)])


def lock_group(tx: Tx, group_id: str) -> WorkGroup:
    """A work group, locked until commit."""
    tx.run(Q.hold_group, group_id=group_id)
    row = tx.require(Q.get_group, NotFound(kind="work group", id=group_id), group_id=group_id)
    return WorkGroup(**row, strata=[Stratum(**one) for one in tx.all(Q.strata_of, group_id=group_id)])


def add_volunteer(tx: Tx, group_id: str, volunteer: Volunteer) -> None:
    """Write that a member volunteers."""
    tx.run(Q.add_volunteer, group_id=group_id, **asdict(volunteer))


def add_draw(tx: Tx, group_id: str, seed: str) -> None:
    """Write the seed of the lot; who was drawn follows from it."""
    tx.run(Q.add_draw, group_id=group_id, seed=seed, on=tx.on)


def add_meeting(tx: Tx, group_id: str, words: str) -> None:
    """Write that a group met."""
    tx.run(Q.add_meeting, group_id=group_id, words=words, on=tx.on)


def add_recommendation(
    tx: Tx, group_id: str, recommendation_id: str, *, theme: str, words: str, answer_due_on: date,
) -> None:
    """Write what a group recommends."""
    tx.run(Q.add_recommendation, group_id=group_id, recommendation_id=recommendation_id, theme=theme, words=words,
           answer_due_on=answer_due_on)


def add_answer(tx: Tx, recommendation_id: str, *, status: AnswerStatus, answer: str) -> None:
    """Write what the board says of a recommendation."""
    tx.run(Q.add_answer, recommendation_id=recommendation_id, status=status, answer=answer, on=tx.on)


def add_nomination(tx: Tx, group_id: str, nomination: Nomination) -> None:
    """Write whom a member would have as facilitator."""
    tx.run(Q.add_nomination, group_id=group_id, on=tx.on, **asdict(nomination))


def add_proposal(tx: Tx, group_id: str, proposal_id: str, *, nominee_id: str) -> None:
    """Write who is proposed as facilitator."""
    tx.run(Q.add_proposal, group_id=group_id, proposal_id=proposal_id, nominee_id=nominee_id, on=tx.on)


def add_word(tx: Tx, proposal_id: str, word: FacilitatorWord) -> None:
    """Write what a member says to a proposal."""
    tx.run(Q.add_word, proposal_id=proposal_id, on=tx.on, **asdict(word))


def add_facilitator(tx: Tx, proposal_id: str) -> None:
    """Write that who was proposed is the facilitator."""
    tx.run(Q.add_facilitator, proposal_id=proposal_id, on=tx.on)
