"""What a page says when something is refused or away: one sentence in the reader's language, by the refusal's code."""

from services.portal.frame.languages import N_
from shared.errors import Refusal

AWAY_CODES = frozenset({
    "no_answer", "unknown_service", "internal_error", "database_is_away", "busy", "deadline_passed", "desk_away",
})
NOT_HERE_CODES = frozenset({"not_found", "not_allowed", "token_missing", "token_invalid", "shape_not_met"})
SENTENCES = {
    "nothing_worked": N_("Choose at least one day of work, with hours."),
    "parameter_missing": N_("The rules for that time are not published yet, so no figure would be true."),
    "household_not_supported": N_("For this household the rules are not certain yet; ask your advisor."),
    "budget_too_small": N_("This amount is too small to pay a wage."),
    "hours_out_of_range": N_("A day has between 0 and 24 hours."),
    "months_crossed": N_("Choose days of one calendar month; work over two months is paid month by month."),
    "wage_not_returned": N_("This wage is not back from the bank any more: somebody was faster. Nothing was sent."),
    "movement_already_used": N_("This money was placed already. Nothing was changed."),
    "answer_not_kept": N_("This was done before. Nothing was done twice."),
    "request_id_reused": N_("This form was sent before with other contents. Please fill it in again."),
}
UNKNOWN = N_("This could not be done.")


class NotHere(Exception):
    """There is no such page for this reader: it does not exist, or is somebody else's."""


class PartAway:
    """Stands where an answer would: the service behind it is away. False in every test of truth."""

    def __init__(self, service: str) -> None:
        self.service = service

    def __bool__(self) -> bool:
        return False


class ServiceAway(Exception):
    """Without this service the page has nothing to say."""


def is_away(refusal: Refusal) -> bool:
    """Whether a service, rather than a rule, is in the way."""
    return refusal.code in AWAY_CODES


def is_not_here(refusal: Refusal) -> bool:
    """Whether the reader may not know that this exists."""
    return refusal.code in NOT_HERE_CODES


def sentence_of(refusal: Refusal) -> str:
    """The sentence of a refusal, to be translated."""
    return SENTENCES.get(refusal.code, UNKNOWN)
