"""Membership as a service: what it answers, what it consumes, and the order of its capabilities."""

from services.membership.activity.handlers import ActivityHandlers
from services.membership.admission.handlers import AdmissionHandlers
from services.membership.advisors.handlers import AdvisorHandlers
from services.membership.annual_accounts.handlers import AnnualAccountHandlers
from services.membership.appointments.handlers import AppointmentHandlers
from services.membership.desk.handlers import DeskHandlers
from services.membership.directory.handlers import DirectoryHandlers
from services.membership.exits.handlers import ExitHandlers
from services.membership.letters.handlers import LetterHandlers
from services.membership.lists.handlers import ListHandlers
from services.membership.members.handlers import MemberHandlers
from services.membership.notes.handlers import NoteHandlers
from services.membership.own_data.handlers import OwnDataHandlers
from services.membership.payees.handlers import PayeeHandlers
from services.membership.payouts.handlers import PayoutHandlers
from services.membership.person_numbers.handlers import PersonNumberHandlers
from services.membership.register.handlers import RegisterHandlers
from services.membership.sessions.handlers import SessionHandlers
from services.membership.shares.handlers import ShareHandlers
from services.membership.spaces.handlers import SpaceHandlers
from services.membership.trainings.handlers import TrainingHandlers


class Membership(
    MemberHandlers, RegisterHandlers, PayeeHandlers, PayoutHandlers, ShareHandlers, ActivityHandlers,
    AdmissionHandlers, ExitHandlers, SessionHandlers, TrainingHandlers, SpaceHandlers, AppointmentHandlers,
    AdvisorHandlers, DeskHandlers, LetterHandlers, ListHandlers, NoteHandlers, DirectoryHandlers, OwnDataHandlers,
    AnnualAccountHandlers, PersonNumberHandlers,
):
    """Who belongs to the cooperative: registrations, shares, the register, leaving, and the desk that accompanies."""

    name = "membership"
    requires_schemas = ("shared.bus", "shared.ledger", "shared.outgoing", "shared.mail")
    capabilities = (
        "members", "register", "standing", "payees", "payouts", "shares", "activity", "comparison", "admission",
        "person_numbers", "exits", "imports",
        # support, fed by events and reads of the others: may be left out
        "sessions", "trainings", "spaces", "appointments", "advisors", "desk", "letters", "lists", "notes", "directory",
        "own_data", "annual_accounts",
    )
