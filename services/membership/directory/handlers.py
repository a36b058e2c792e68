"""What membership answers about the directory."""

from typing import Any

from services.membership.directory import reads, schemas, use_cases
from services.membership.directory.rules import Listing
from shared.bus import allow, command, query
from shared.postgres import Tx

WORK_TOGETHER = ("member", "advisor", "desk", "accountant", "payroll_clerk", "board", "returning_officer")


class DirectoryHandlers:
    """The directory by which members find each other."""

    @command(schemas.EnterDirectory, allow=allow(self_by="member_id"))
    def enter_directory(
        self, tx: Tx, *, member_id: str, city: str, trade: str, offers: str, reached_by: str,
    ) -> None:
        """Let the other members find you: city, trade, what you offer, how to reach you."""
        use_cases.enter_directory(tx, member_id=member_id, entry=Listing(city=city, trade=trade, offers=offers,
                                                                       reached_by=reached_by))

    @command(schemas.LeaveDirectory, allow=allow("desk", self_by="member_id"))
    def leave_directory(self, tx: Tx, *, member_id: str) -> None:
        """Be found no more."""
        use_cases.leave_directory(tx, member_id=member_id)

    @query(schemas.NameMembers, response=schemas.NamedMember, many=True, allow=allow(*WORK_TOGETHER))
    def list_member_names(self, tx: Tx, *, member_ids: list[str]) -> list[dict[str, Any]]:
        """The names and numbers behind ids that somebody works, votes or decides with; of who left, too."""
        return reads.list_member_names(tx, member_ids)

    @query(schemas.FindMember, response=schemas.NamedMember, allow=allow(*WORK_TOGETHER))
    def find_member(self, tx: Tx, *, number: int, family_name: str) -> dict[str, Any]:
        """A current member of whom one knows the number and the family name; nobody finds who they are by counting."""
        return reads.find_member(tx, number=number, family_name=family_name)

    @query(schemas.ListDirectory, response=schemas.DirectoryEntry, many=True,
           allow=allow("member", "desk", "advisor"))
    def list_directory(self, tx: Tx, *, text: str, city: str, after: int, limit: int) -> list[dict[str, Any]]:
        """Find members who want to be found, by name, trade or what they offer."""
        return reads.list_directory(tx, text=text, city=city, after=after, limit=limit)
