"""The short minutes of the board as a paper, in four languages."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from services.governance.board_meetings.documents.paper import meeting_pdf
from services.governance.board_meetings.rules import Decision, Meeting
from shared.papers import PrintedParty

DECISION = Decision(title="The lease", words="The lease of Rue Haute is signed.", matter="lease", votes_for=4,
                    votes_against=1, abstentions=2, interested=("mdt_2",), explanation="Bo owns the house.")
MEETING = Meeting(meeting_id="bmt_1", held_on=date(2026, 6, 1), noted_on=date(2026, 6, 2), noted_by="officer",
                  present=("mdt_1", "mdt_2"), observers=("Eve",), decisions=(DECISION,), approved_on=date(2026, 6, 9))
NAMES = {"mdt_1": "Ana Peeters", "mdt_2": "Bo Maes"}


def printed(meeting: Meeting, language: str) -> str:
    """What the paper says."""
    content = meeting_pdf(meeting, NAMES, language=language, country="BE",
                          issuer=PrintedParty(name="Shared Company", lines=("SC", "Rue 1")))
    assert content == meeting_pdf(meeting, NAMES, language=language, country="BE",
                                  issuer=PrintedParty(name="Shared Company", lines=("SC", "Rue 1")))
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.parametrize(("language", "counted", "adopted", "draft"), [
    ("en", "4 for, 1 against, 2 abstained", "adopted", "Draft"),
    ("fr", "4 pour, 1 contre, 2 abstentions", "adoptée", "Projet"),
    ("nl", "4 voor, 1 tegen, 2 onthoudingen", "aangenomen", "Ontwerp"),
    ("de", "4 dafür, 1 dagegen, 2 Enthaltungen", "angenommen", "Entwurf")])
def test_the_minutes_name_who_was_there_what_was_decided_and_whose_interest_kept_them_out(
    language: str, counted: str, adopted: str, draft: str,
) -> None:
    text = printed(MEETING, language)
    for told in ("Ana Peeters", "Bo Maes", "Eve", "The lease", counted, adopted, "Bo owns the house.", "6:64"):
        assert told in text
    assert draft not in text
    assert draft in printed(replace(MEETING, approved_on=None), language)
