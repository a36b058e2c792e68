"""What membership answers about how members are reached."""

from services.membership.members import schemas, use_cases
from services.membership.members.rules import Contact
from shared.bus import allow, command
from shared.postgres import Tx


class MemberHandlers:
    """How members are reached."""

    @command(schemas.ChangeContact, response=schemas.ContactChanged, allow=allow("desk", self_by="member_id"))
    def change_contact(
        self, tx: Tx, *, member_id: str, email: str, phone: str, language: str,
    ) -> dict[str, str | bool]:
        """How the member wants to be reached."""
        return use_cases.change_contact(tx, member_id=member_id,
                                        contact=Contact(email=email, phone=phone, language=language))
