"""The door: registrations."""

from typing import Any

from services.membership.reads import registrations as reads
from services.membership.schemas import registrations as shapes
from services.membership.use_cases import registrations as use_cases
from shared.bus import allow, command, query
from shared.postgres import Tx

OWN = reads.applicant_of


class RegistrationDoor:
    """Registrations: the applicant writes, the desk decides."""

    @command(shapes.DraftRegistration, response=shapes.RegistrationStep, allow=allow("desk", "applicant"))
    def draft_registration(self, tx: Tx, **content: Any) -> dict[str, Any]:
        """Begin a registration."""
        return use_cases.draft_registration(tx, **content)

    @command(shapes.RewriteRegistration, response=shapes.RegistrationStep, allow=allow("desk", self_by=OWN))
    def rewrite_registration(self, tx: Tx, *, registration_id: str, **content: Any) -> dict[str, Any]:
        """Write a draft anew."""
        return use_cases.rewrite_registration(tx, registration_id=registration_id, **content)

    @command(shapes.WhichRegistration, response=shapes.RegistrationStep, allow=allow("desk", self_by=OWN))
    def submit_registration(self, tx: Tx, *, registration_id: str) -> dict[str, Any]:
        """Hand a registration in."""
        return use_cases.submit_registration(tx, registration_id=registration_id)

    @command(shapes.VerifyIdentity, response=shapes.RegistrationStep, allow=allow("desk", self_by=OWN))
    def verify_identity(self, tx: Tx, *, registration_id: str, means: str) -> dict[str, Any]:
        """Verify who the applicant is."""
        return use_cases.verify_identity(tx, registration_id=registration_id, means=means)

    @command(shapes.WaiveSession, response=shapes.RegistrationStep, allow=allow("advisor"))
    def waive_session(self, tx: Tx, *, registration_id: str, reason: str) -> dict[str, Any]:
        """Do without the information session."""
        return use_cases.waive_session(tx, registration_id=registration_id, reason=reason)

    @command(shapes.AcceptRegistration, response=shapes.RegistrationAccepted, allow=allow("desk"))
    def accept_registration(
        self, tx: Tx, *, registration_id: str, exception_reason: str, founder: bool,
    ) -> dict[str, Any]:
        """Accept a registration and call the first share."""
        return use_cases.accept_registration(tx, registration_id=registration_id, exception_reason=exception_reason,
                                             founder=founder)

    @command(shapes.RefuseRegistration, response=shapes.RegistrationStep, allow=allow("desk"))
    def refuse_registration(self, tx: Tx, *, registration_id: str, reasons: list[str]) -> dict[str, Any]:
        """Refuse a registration."""
        return use_cases.refuse_registration(tx, registration_id=registration_id, reasons=reasons)

    @command(shapes.WhichRegistration, response=shapes.RegistrationStep, allow=allow("desk", self_by=OWN))
    def withdraw_registration(self, tx: Tx, *, registration_id: str) -> dict[str, Any]:
        """Withdraw a registration."""
        return use_cases.withdraw_registration(tx, registration_id=registration_id)

    @query(shapes.WhichRegistration, response=shapes.RegistrationShown, allow=allow("desk", "advisor", self_by=OWN))
    def get_registration(self, tx: Tx, *, registration_id: str) -> dict[str, Any]:
        """A registration with all that it says."""
        return reads.get_registration(tx, registration_id)

    @query(shapes.WhichRegistrations, response=shapes.RegistrationListed, many=True, allow=allow("desk", "advisor"))
    def list_registrations(self, tx: Tx, *, state: str, after: str, limit: int) -> list[dict[str, Any]]:
        """Registrations in a state."""
        return reads.list_registrations(tx, state=state, after=after, limit=limit)
