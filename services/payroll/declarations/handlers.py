"""Registrations, signed orders and the authority's answers."""

from datetime import date
from typing import Any

from services.payroll.declarations import reads, schemas, use_cases
from services.payroll.orders.reads import owner_of_order
from services.payroll.workers.rules import Address, Employer, Household, HouseholdKind, Worker
from shared.bus import Event, allow, command, handles, query
from shared.postgres import Tx


class DeclarationHandlers:
    """What is asked and consumed about declarations of employment."""

    @command(schemas.RegisterEmployer, response=schemas.EmployerRegistered, allow=allow("payroll_clerk"))
    def register_employer(
        self, tx: Tx, *, valid_from: date, name: str, street: str, building_number: str, postcode: str, town: str,
        country: str, enterprise_number: str, onss_number: str, iban: str, bic: str, accident_insurer: str,
        accident_policy: str, entity: str,
    ) -> dict[str, date]:
        """A legal entity's own data as an employer, in force from a day."""
        seat = Address(street=street, building_number=building_number, postcode=postcode, town=town, country=country)
        use_cases.register_employer(tx, Employer(
            valid_from=valid_from, entity=entity, name=name, address=seat, enterprise_number=enterprise_number,
            onss_number=onss_number, iban=iban, bic=bic, accident_insurer=accident_insurer,
            accident_policy=accident_policy))
        return {"valid_from": valid_from}

    @command(schemas.RegisterWorker, response=schemas.WorkerRegistered,
             allow=allow("payroll_clerk", self_by="member_id"))
    def register_worker(
        self, tx: Tx, *, member_id: str, first_name: str, last_name: str, national_number: str, iban: str,
        household: str, children: int, disabled_children: int, dependants_over_65: int, language: str | None,
        address: Address | None,
    ) -> dict[str, Any]:
        """A worker's own data; whatever waited for them is declared now."""
        declared = use_cases.register_worker(tx, Worker(
            member_id=member_id, first_name=first_name, last_name=last_name, national_number=national_number,
            iban=iban, language=language or "", address=address,
            household=Household(kind=HouseholdKind(household), children=children, disabled_children=disabled_children,
                                dependants_over_65=dependants_over_65)))
        return {"member_id": member_id, "declarations": declared}

    @command(schemas.RecordDeclarationAnswer, response=schemas.DeclarationState,
             allow=allow("payroll_clerk", "service", "payroll_partner"))
    def record_declaration_answer(
        self, tx: Tx, *, declaration_id: str, result: str, reference: str, reason: str,
    ) -> dict[str, Any]:
        """What the authority answered: accepted work is declared and insured."""
        state = use_cases.record_answer(tx, declaration_id=declaration_id, accepted=result != "refused",
                                        reference=reference, reason=reason)
        return {"declaration_id": declaration_id, "state": state}

    @command(schemas.DecideLateDeclaration, response=schemas.DeclarationState, allow=allow("payroll_clerk"))
    def decide_late_declaration(
        self, tx: Tx, *, declaration_id: str, declare: bool, reason: str,
    ) -> dict[str, Any]:
        """Whether work that began undeclared is declared late or refused."""
        state = use_cases.decide_late_declaration(tx, declaration_id=declaration_id, declare=declare, reason=reason)
        return {"declaration_id": declaration_id, "state": state}

    @command(schemas.CorrectNationalNumber, response=schemas.WorkerRegistered, allow=allow("payroll_clerk"))
    def correct_national_number(self, tx: Tx, *, member_id: str, national_number: str) -> dict[str, Any]:
        """A worker's number was wrong: what was refused for it is declared again."""
        declared = use_cases.correct_national_number(tx, member_id, national_number)
        return {"member_id": member_id, "declarations": declared}

    @command(schemas.DeclareAgain, response=schemas.OrderDeclared, allow=allow("payroll_clerk"))
    def declare_again(self, tx: Tx, *, order_id: str) -> dict[str, Any]:
        """What the authority refused is declared once more, with the data as they are now."""
        return {"order_id": order_id, "state": use_cases.declare_again(tx, order_id)}

    @query(schemas.GetDeclaration, response=schemas.DeclarationDetail,
           allow=allow("payroll_clerk", "desk", "advisor", self_by=owner_of_order))
    def get_declaration(self, tx: Tx, *, order_id: str) -> dict[str, Any]:
        """The declaration of an order."""
        return reads.get_declaration(tx, order_id)

    @query(schemas.ListDeclarations, response=schemas.DeclarationDetail, many=True,
           allow=allow("payroll_clerk", "advisor", "payroll_partner"))
    def list_declarations(self, tx: Tx, *, state: str, after: str, limit: int) -> list[dict[str, Any]]:
        """The declarations that wait, are late, were sent, ..."""
        return reads.list_declarations(tx, state=state, after=after, limit=limit)

    @handles("invoicing.order_signed", schemas.OrderSigned)
    def on_order_signed(self, tx: Tx, event: Event) -> None:
        """Declare the work."""
        use_cases.declare_order(tx, schemas.signed_order(event))

    @handles("invoicing.order_amended", schemas.OrderSigned)
    def on_order_amended(self, tx: Tx, event: Event) -> None:
        """Declare the work as it was agreed anew."""
        use_cases.amend_order(tx, schemas.signed_order(event))

    @handles("invoicing.order_stopped", schemas.OrderStopped)
    def on_order_stopped(self, tx: Tx, event: Event) -> None:
        """The employment ends with the last day worked."""
        use_cases.stop_order(tx, event["order_id"], last_worked_on=event["last_worked_on"], amount=event["amount"])

    @handles("invoicing.work_completed", schemas.WorkCompleted)
    def on_work_completed(self, tx: Tx, event: Event) -> None:
        """The wage falls due; a student's hours are counted."""
        use_cases.complete_work(tx, schemas.completed_work(event))

    @handles("invoicing.order_cancelled", schemas.OrderCancelled)
    def on_order_cancelled(self, tx: Tx, event: Event) -> None:
        """Take the declaration back."""
        use_cases.cancel_order(tx, event["order_id"])
