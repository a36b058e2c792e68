"""Minutes that a chair would sign, in four languages: every item with its count, its rule, its margin and its end."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from services.governance.assemblies.rules import AgendaItem, AssemblyDetail, AssemblyDocument, Outcome
from services.governance.elections.rules.majority import DecisionKind, QuorumBase, Rule
from services.governance.events import RejectionReason
from services.governance.minutes.documents.paper import Company, minutes_pdf
from services.governance.minutes.rules import Role, Signatory
from services.governance.polls.rules.paper import paper_of
from services.governance.polls.rules.poll import CancelledPoll, Poll, PollDetail, PollState, Result
from services.governance.polls.rules.signed_steps import Cancelling
from services.governance.rolls.rules import FrozenRoll
from shared.papers import LANGUAGES
from tests.integration.governance.box_builders import PollKeys, canonical

HELD = date(2026, 6, 20)
PAPER = paper_of(canonical(PollKeys().paper))
STATUTES = Rule(decision=DecisionKind.STATUTES, majority_numerator=3, majority_denominator=4, more_than=False,
                quorum_base=QuorumBase.SHARES, quorum_numerator=1, quorum_denominator=2)
ROLL = FrozenRoll(assembly_id="asm_1", record_on=date(2026, 6, 10), frozen_on=date(2026, 6, 10), digest="ab" * 32,
                  members=20_214, voting_members=19_950, shares=31_005, voting_shares=30_412)
BUREAU = [Signatory(name="Amina Diallo", role=Role.CHAIR), Signatory(name="Tomas Peeters", role=Role.SECRETARY),
          Signatory(name="Ines Moreau", role=Role.TELLER)]
COMPANY = Company(name="Shared Company", form="SC / CV", seat="Rue Coenraets 72, 1060 Bruxelles")


def item(place: int, outcome: Outcome, decision: DecisionKind = DecisionKind.ORDINARY, reason: str = "") -> AgendaItem:
    return AgendaItem(
        resolution_id=f"rsl_{place}", assembly_id="asm_1", place=place, title=f"Item {place}",
        question="Shall the accounts of 2025 be approved?", decision=decision, poll_id="pol_1", paper_digest="d",
        outcome=outcome, reason=reason, votes_for=None, votes_against=None, abstentions=None)


def voted(rule: Rule, votes: tuple[int, int, int], rejected: RejectionReason | None, present: int) -> PollDetail:
    paper, entitled = replace(PAPER, rules=rule), 30_412 if rule.quorum_base == QuorumBase.SHARES else 19_950
    result = Result(poll_id="pol_1", closing="", root="", ballots=sum(votes), votes_for=votes[0],
                    votes_against=votes[1], abstentions=votes[2], present=present, entitled=entitled,
                    rejected_for=rejected, decided_on=HELD)
    poll = Poll(paper=paper, state=PollState.CLOSED, credentials=sum(votes) + 12, present=present, entitled=entitled)
    return PollDetail(poll=poll, refusals=(), result=result)


AGENDA = [item(1, Outcome.ADOPTED), item(2, Outcome.REJECTED, DecisionKind.STATUTES),
          item(3, Outcome.WITHDRAWN, reason="The board took it back."), item(4, Outcome.UNDECIDED)]
UNVOTED = PollDetail(poll=Poll(paper=PAPER), refusals=(), result=None)
CANCELLED = CancelledPoll(paper=PAPER, cancelling=Cancelling(
    poll_id="pol_0", digest="d", reason="The question was read out wrongly.", cancelled_on="2026-06-10"))
POLLS = [replace(voted(PAPER.rules, (812, 341, 190), None, 1_400), cancelled=[CANCELLED]),
         voted(STATUTES, (8_999, 3_001, 412), RejectionReason.MAJORITY_NOT_REACHED, 16_004), UNVOTED, UNVOTED]
ASSEMBLY = AssemblyDetail(
    assembly_id="asm_1", title="General assembly 2026", convened_on=date(2026, 5, 20), held_on=HELD,
    record_on=date(2026, 6, 10), agenda=AGENDA, roll=ROLL,
    documents=[AssemblyDocument(name="accounts-2025.pdf", digest="cd" * 32)], present=1_400)


def printed(language: str, *incidents: str) -> bytes:
    return minutes_pdf(ASSEMBLY, POLLS, incidents, BUREAU, language=language, country="BE", company=COMPANY)


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize(("language", "sentences"), [
    ("fr", ["Procès-verbal", "812", "70,42", "235 de plus que nécessaire", "1 de moins que nécessaire",
            "Retirée de l'ordre du jour. The board took it back.", "Sans résultat",
            "Le 10 juin 2026, deux personnes ont annulé un vote précédent : The question was read out wrongly."]),
    ("nl", ["Notulen", "Aangenomen.", "1 minder dan nodig", "Van de agenda genomen",
            "Op 10 juni 2026 hebben twee personen een eerdere stemming geannuleerd"]),
    ("de", ["Protokoll", "Nicht angenommen: Die Mehrheit wurde nicht erreicht.", "Vorsitz", "10. Juni 2026"]),
    ("en", ["Minutes", "Not adopted: the majority was not reached.", "at least 1/2 of the 30,412 shares",
            "that is 9,000 votes for", "Chair", "10 June 2026"]),
])
def test_each_item_shows_count_rule_margin_and_end(language: str, sentences: list[str]) -> None:
    text = words_of(printed(language)).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    for sentence in sentences:
        assert sentence in text
    assert all(one.name in text for one in BUREAU)


def test_the_same_minutes_give_the_same_bytes_and_an_incident_stands_in_them() -> None:
    assert printed("en") == printed("en")
    assert "The stream stopped." in words_of(printed("en", "The stream stopped."))
    assert set(LANGUAGES) == {"fr", "nl", "de", "en"}
