"""What membership answers about registrations."""

from datetime import date
from typing import Any

from services.membership.admission import reads, schemas, use_cases
from services.membership.admission.rules import Application, IdentityMeans
from shared.bus import allow, command, query
from shared.postgres import Tx

OWN = reads.applicant_of


class AdmissionHandlers:
    """Registrations: the applicant writes, the desk decides."""

    @command(schemas.DraftRegistration, response=schemas.RegistrationStep, allow=allow("desk", "applicant"))
    def draft_registration(
        self, tx: Tx, *, given_name: str, family_name: str, national_number: str, street: str,
        postcode: str, town: str, country: str, email: str, phone: str, language: str, activity: str, city: str,
        legal_name: str, enterprise_number: str,
    ) -> dict[str, str]:
        """Begin a registration."""
        return use_cases.draft_registration(tx, application=Application(
            given_name=given_name, family_name=family_name, national_number=national_number, street=street,
            postcode=postcode, town=town, country=country, email=email, phone=phone, language=language,
            activity=activity, city=city, legal_name=legal_name, enterprise_number=enterprise_number))

    @command(schemas.RewriteRegistration, response=schemas.RegistrationStep, allow=allow("desk", self_by=OWN))
    def rewrite_registration(
        self, tx: Tx, *, registration_id: str, given_name: str, family_name: str, national_number: str,
        street: str, postcode: str, town: str, country: str, email: str, phone: str, language: str, activity: str,
        city: str, legal_name: str, enterprise_number: str,
    ) -> dict[str, str]:
        """Write a draft anew."""
        return use_cases.rewrite_registration(tx, registration_id=registration_id, application=Application(
            given_name=given_name, family_name=family_name, national_number=national_number, street=street,
            postcode=postcode, town=town, country=country, email=email, phone=phone, language=language,
            activity=activity, city=city, legal_name=legal_name, enterprise_number=enterprise_number))

    @command(schemas.OneRegistration, response=schemas.RegistrationStep, allow=allow("desk", self_by=OWN))
    def submit_registration(self, tx: Tx, *, registration_id: str) -> dict[str, str]:
        """Hand a registration in."""
        return use_cases.submit_registration(tx, registration_id=registration_id)

    @command(schemas.VerifyIdentity, response=schemas.RegistrationStep, allow=allow("desk", self_by=OWN))
    def verify_identity(self, tx: Tx, *, registration_id: str, means: str, assertion: str) -> dict[str, str]:
        """Verify who the applicant is."""
        return use_cases.verify_identity(tx, registration_id=registration_id, means=IdentityMeans(means),
                                         assertion=assertion)

    @command(schemas.WaiveSession, response=schemas.RegistrationStep, allow=allow("advisor"))
    def waive_session(self, tx: Tx, *, registration_id: str, reason: str) -> dict[str, str]:
        """Do without the information session."""
        return use_cases.waive_session(tx, registration_id=registration_id, reason=reason)

    @command(schemas.RecordAdmissionStep, response=schemas.RegistrationStep, allow=allow("desk", "advisor"))
    def record_admission_step(
        self, tx: Tx, *, registration_id: str, step: str, happened_on: date | None, evidence: str,
    ) -> dict[str, str]:
        """Record a step that the country asks before acceptance: a consultation held, a declaration signed."""
        return use_cases.record_admission_step(tx, registration_id=registration_id, step=step,
                                               happened_on=happened_on, evidence=evidence)

    @command(schemas.AcceptRegistration, response=schemas.RegistrationAccepted, allow=allow("desk"))
    def accept_registration(
        self, tx: Tx, *, registration_id: str, exception_reason: str, founder: bool, share_class: str,
    ) -> dict[str, Any]:
        """Accept a registration and call the first share."""
        return use_cases.accept_registration(tx, registration_id=registration_id, exception_reason=exception_reason,
                                             founder=founder, share_class=share_class)

    @command(schemas.RefuseRegistration, response=schemas.RegistrationStep, allow=allow("desk"))
    def refuse_registration(self, tx: Tx, *, registration_id: str, reasons: list[str]) -> dict[str, str]:
        """Refuse a registration."""
        return use_cases.refuse_registration(tx, registration_id=registration_id, reasons=reasons)

    @command(schemas.OneRegistration, response=schemas.RegistrationStep, allow=allow("desk", self_by=OWN))
    def withdraw_registration(self, tx: Tx, *, registration_id: str) -> dict[str, str]:
        """Withdraw a registration."""
        return use_cases.withdraw_registration(tx, registration_id=registration_id)

    @query(schemas.OneRegistration, response=schemas.RegistrationDetail, allow=allow("desk", "advisor", self_by=OWN))
    def get_registration(self, tx: Tx, *, registration_id: str) -> dict[str, Any]:
        """A registration with all that it says."""
        return reads.get_registration(tx, registration_id)

    @query(schemas.ListRegistrations, response=schemas.RegistrationSummary, many=True, allow=allow("desk", "advisor"))
    def list_registrations(self, tx: Tx, *, state: str, after: str, limit: int) -> list[dict[str, Any]]:
        """Registrations in a state."""
        return reads.list_registrations(tx, state=state, after=after, limit=limit)
