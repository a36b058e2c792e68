"""The door of membership."""

from services.membership.service.hearing import Hearing
from services.membership.service.leaving import LeavingDoor
from services.membership.service.register import RegisterDoor
from services.membership.service.registrations import RegistrationDoor
from services.membership.service.sessions import SessionDoor
from services.membership.service.shares import ShareDoor


class Membership(SessionDoor, RegistrationDoor, ShareDoor, RegisterDoor, LeavingDoor, Hearing):
    """Who belongs to the cooperative: sessions, registrations, shares and the register."""

    name = "membership"
    stands_on = ("shared.bus", "shared.ledger", "shared.outgoing")
