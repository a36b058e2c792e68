"""The door of membership."""

from services.membership.service.advisors import AdvisorDoor
from services.membership.service.hearing import Hearing
from services.membership.service.leaving import LeavingDoor
from services.membership.service.own_data import OwnDataDoor
from services.membership.service.register import RegisterDoor
from services.membership.service.registrations import RegistrationDoor
from services.membership.service.sessions import SessionDoor
from services.membership.service.shares import ShareDoor
from services.membership.service.spaces import SpaceDoor


class Membership(
    SessionDoor, RegistrationDoor, ShareDoor, RegisterDoor, LeavingDoor, AdvisorDoor, SpaceDoor, OwnDataDoor,
    Hearing,
):
    """Who belongs to the cooperative: sessions, registrations, shares and the register."""

    name = "membership"
    requires_schemas = ("shared.bus", "shared.ledger", "shared.outgoing")
