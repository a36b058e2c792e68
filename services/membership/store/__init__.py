"""Rows and values: the only room that writes. CONSTRAINTS says which rule each constraint of the database keeps."""

from collections.abc import Mapping

from services.membership.domain import errors
from shared import ledger
from shared.errors import Refusal

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    **ledger.CONSTRAINTS,
    "sessions_not_overfull": errors.SessionOverfull,
    "seats_one_per_person": errors.SeatBookedBefore,
    "registrations_one_open_per_person": errors.PersonKnown,
    "members_one_per_person": errors.PersonKnown,
    "members_shares_not_negative": errors.HoldingTooSmall,
    "share_calls_once_a_year": errors.CalledThisYear,
    "share_payments_movement_once": errors.PaymentKnown,
    "share_payments_reversed_once": errors.PaymentReversedBefore,
    "net_asset_statements_once": errors.StatementKnown,
    "net_asset_statements_after_their_day": errors.StatementTooEarly,
    "exits_one_per_member": errors.LeavingBefore,
    "erasures_once_per_member": errors.ErasureAskedBefore,
    "exclusions_one_open_per_member": errors.ExclusionOpen,
    "advisors_one_per_subject": errors.AdvisorKnown,
    "absences_do_not_overlap": errors.AbsencesOverlap,
    "spaces_one_of_a_name": errors.SpaceKnown,
    "space_bookings_do_not_overlap": errors.SpaceTaken,
    "sessions_end_after_start": errors.TimesReversed,
    "transfers_between_two": errors.TransferToOneself,
}
