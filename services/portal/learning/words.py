"""The words behind seats and spaces."""

from services.portal.frame.languages import N_

SEATS = {"booked": N_("you have a seat"), "waiting": N_("you wait for a seat")}
KINDS = {"room": N_("room"), "desk": N_("desk")}
