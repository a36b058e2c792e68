"""The service of governance, and its capabilities from the lowest to the highest."""

from typing import ClassVar

from services.governance.agenda_files.handlers import AgendaFileHandlers
from services.governance.assemblies.handlers import AssemblyHandlers
from services.governance.board_meetings.handlers import BoardMeetingHandlers
from services.governance.board_papers.handlers import BoardPaperHandlers
from services.governance.boards.handlers import BoardHandlers
from services.governance.credentials.handlers import CredentialHandlers
from services.governance.directors.handlers import DirectorHandlers
from services.governance.entry_passes.handlers import EntryPassHandlers
from services.governance.minutes.handlers import MinutesHandlers
from services.governance.notices.handlers import NoticeHandlers
from services.governance.officer.handlers import OfficerHandlers
from services.governance.petitions.handlers import PetitionHandlers
from services.governance.polls.handlers import PollHandlers
from services.governance.proxies.handlers import ProxyHandlers
from services.governance.questions.handlers import QuestionHandlers
from services.governance.rolls.handlers import RollHandlers
from services.governance.tellers.handlers import TellerHandlers
from services.governance.work_groups.handlers import WorkGroupHandlers


class Governance(RollHandlers, ProxyHandlers, PollHandlers, CredentialHandlers, TellerHandlers, BoardHandlers,
                 AssemblyHandlers, AgendaFileHandlers, EntryPassHandlers, PetitionHandlers, QuestionHandlers,
                 NoticeHandlers, MinutesHandlers, OfficerHandlers, WorkGroupHandlers, DirectorHandlers,
                 BoardMeetingHandlers, BoardPaperHandlers):
    """Assemblies, frozen rolls, secret votes, minutes. Ballots are the ballot box's; nobody's name is on them."""

    name = "governance"
    requires_schemas: ClassVar[tuple[str, ...]] = ("shared.bus", "shared.outgoing", "shared.approval")
    requires_services: ClassVar[tuple[str, ...]] = ("ballot_box",)
    capabilities: ClassVar[tuple[str, ...]] = (
        "rolls", "ballots", "elections", "proxies", "polls", "credentials", "tellers", "boards", "assemblies",
        "agenda_files", "entry_passes", "petitions", "questions", "notices", "minutes", "officer", "work_groups",
        "directors", "board_meetings", "board_papers", "voting")
