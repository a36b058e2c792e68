"""What the assembly is asked about the board, word by word: a result counts for the person and the seat it names.

The digest in the question binds it to one candidacy or mandate: no other resolution makes, confirms or ends a director.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Motion(StrEnum):
    """What an assembly decides of a person."""

    ELECT = "elect"
    CONFIRM = "confirm"
    DISMISS = "dismiss"


LEGAL_PERSON = "legal_person"  # the trait of whoever names a representative
LANGUAGES = ("en", "fr", "nl", "de")
WORDS: Mapping[Motion, Mapping[str, str]] = {
    Motion.ELECT: {
        "en": "Shall {who} be elected director ({college})?", "fr": "{who} est-il élu administrateur ({college}) ?",
        "nl": "Wordt {who} verkozen tot bestuurder ({college})?",
        "de": "Soll {who} in den Vorstand gewählt werden ({college})?"},
    Motion.CONFIRM: {
        "en": "Shall the co-optation of {who} as director ({college}) be confirmed?",
        "fr": "La cooptation de {who} comme administrateur ({college}) est-elle confirmée ?",
        "nl": "Wordt de coöptatie van {who} als bestuurder ({college}) bevestigd?",
        "de": "Soll die Kooptation von {who} in den Vorstand ({college}) bestätigt werden?"},
    Motion.DISMISS: {
        "en": "Shall {who} be dismissed as director ({college})?",
        "fr": "{who} est-il révoqué comme administrateur ({college}) ?",
        "nl": "Wordt {who} ontslagen als bestuurder ({college})?",
        "de": "Soll {who} aus dem Vorstand abberufen werden ({college})?"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who stands or sits, under the name that they publish; a legal person with who represents it (else empty)."""

    member_id: str
    name: str
    representative: str = ""

    @property
    def words(self) -> str:
        """The person as a question names them."""
        return f"{self.name} ({self.representative})" if self.representative else self.name

    @property
    def traits(self) -> frozenset[str]:
        """What the person is by what is known of them."""
        return frozenset({LEGAL_PERSON} if self.representative else ())


def question_of(motion: Motion, person: Person, *, college: str, about: str, language: str) -> str:
    """The question of a motion about a candidacy or mandate (`about`: its id), in one of the four languages."""
    facts = json.dumps([motion, about, person.member_id, person.name, person.representative, college])
    digest = hashlib.sha256(facts.encode()).hexdigest()
    return f"{WORDS[motion][language].format(who=person.words, college=college)} [{digest[:32]}]"


def questions_of(motion: Motion, person: Person, *, college: str, about: str) -> list[str]:
    """The question in each language: whichever of them was put counts."""
    return [question_of(motion, person, college=college, about=about, language=one) for one in LANGUAGES]
