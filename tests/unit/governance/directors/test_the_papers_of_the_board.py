"""The papers of the board: who stands, what was decided of each seat, one mandate from its first day to its last."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from services.governance.directors.documents.paper import Sheet, candidates, certificate, declaration
from services.governance.directors.rules.mandates import Deciding, Mandate, Origin, Verdict, board_on, end_of
from services.governance.directors.rules.motions import Motion
from shared.papers import LANGUAGES, PrintedParty
from tests.unit.governance.directors.test_the_board import (
    CALL,
    DAY,
    NEXT,
    NOTHING,
    SEED,
    STATUTE,
    candidate,
    mandate,
    verdicts_on,
)

TAKEN_IN = replace(mandate("dee", 2, starts_on=DAY), origin=Origin.CO_OPTED)


def sheet(language: str = "en") -> Sheet:
    return Sheet(language=language, country="BE", on=DAY, issuer=PrintedParty(name="A house", lines=("Rue Haute 1",)))


def words_of(pdf: bytes) -> str:
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_candidacies_stand_with_their_words_and_say_whether_the_lot_ordered_them() -> None:
    standing = [replace(candidate("Ada"), statements=(("fr", "Je servirais."), ("en", "I would serve."))),
                candidate("Eve Ltd", "partners", representative="Zoe")]
    text = words_of(candidates(sheet(), CALL, standing, seed=SEED))
    for words in ("Candidacies", "1 Ada I would serve.", "2 Eve Ltd (Zoe)", "In the order of the lot", SEED[:20]):
        assert words in text
    text = words_of(candidates(sheet("fr"), CALL, standing, seed=""))
    assert ("Je servirais." in text, "Me." in text, "n'est pas encore publiée" in text) == (True, True, True)
    assert "Niemand heeft zich kandidaat gesteld" in words_of(candidates(sheet("nl"), CALL, [], seed=""))


def test_a_declaration_shows_each_seat_who_ended_and_what_is_missing() -> None:
    bob = mandate("bob", 3, starts_on=DAY.replace(year=2025))
    deciding = verdicts_on(bob, Motion.DISMISS, (DAY, Verdict.YES))
    board = board_on(STATUTE, [mandate("ada"), TAKEN_IN, bob], deciding, on=DAY)
    text = words_of(declaration(sheet(), "General assembly 2026", board, [(bob, end_of(bob, deciding))], gap=1,
                                least=3))
    for words in ("users, seat 1 ada elected by the assembly", "users, seat 2 dee co-opted", "partners, seat 3 vacant",
                  "reserved: a legal person with a representative", "users, seat 3 bob dismissed by the assembly",
                  "statutes, 3: 1."):
        assert words in text


@pytest.mark.parametrize(("one", "deciding", "wanted"), [
    (mandate("ada"), NOTHING, ["ada", "elected by the assembly", "end of the term"]),
    (TAKEN_IN, NOTHING, ["co-opted by the board", "to be confirmed by the next assembly"]),
    (TAKEN_IN, verdicts_on(TAKEN_IN, Motion.CONFIRM, (NEXT, Verdict.YES)), ["Confirmed on 19 June 2027"]),
    (TAKEN_IN, verdicts_on(TAKEN_IN, Motion.CONFIRM, (NEXT, Verdict.NO)), ["19 June 2027", "not confirmed"]),
    (mandate("bob"), verdicts_on(mandate("bob"), Motion.DISMISS, (NEXT, Verdict.YES)), ["dismissed by the assembly"]),
    (replace(mandate("cy"), resigned_on=NEXT), NOTHING, ["resignation", "19 June 2027"]),
])
def test_a_mandate_says_how_it_began_and_how_it_ends(one: Mandate, deciding: Deciding, wanted: list[str]) -> None:
    text = words_of(certificate(sheet(), one, deciding))
    for words in wanted:
        assert words in text


def test_every_language_has_the_same_words() -> None:
    known = [set(sheet(language).words) for language in LANGUAGES]
    assert all(words == known[0] for words in known)
