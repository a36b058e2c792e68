"""Desks of Germany and Austria, with what their tables do not say, as a partner would decide it."""

from datetime import date
from typing import Any

from shared.parameters import Row
from tests.integration.membership.conftest import NUMBERS, Desk
from tests.integration.membership.register.test_any_sequence import Play, decide

ACCOUNTS = {"DE": "DE89370400440532013000", "AT": "AT611904300234573201"}
CITIES = {"DE": "Berlin", "AT": "Wien"}


class ForeignDesk(Desk):
    """A desk of a country that asks for no number and for steps before acceptance."""

    nominal = "50.00"

    def __init__(self, url: str, country: str) -> None:
        super().__init__(url, country)
        self.account = ACCOUNTS[country]

    def particulars(self, **changes: Any) -> dict[str, Any]:
        serial = next(NUMBERS)
        return {"given_name": "Ada", "family_name": f"Weber{serial}", "street": "Gasse 1", "postcode": "10115",
                "town": CITIES[self.country], "country": self.country, "email": f"ada{serial}@example.org",
                "language": "de", "activity": "stage_design", "city": CITIES[self.country], **changes}

    def verified(self, on: date | None = None, **changes: Any) -> str:
        """A registration of somebody whose document was seen, with a waiver of the session."""
        draft = self.call("draft_registration", by="applicant", roles=("applicant",), on=on,
                          **self.particulars(**changes))["registration_id"]
        self.call("waive_session", roles=("advisor",), registration_id=draft, reason="known from a project", on=on)
        self.call("submit_registration", registration_id=draft, on=on)
        self.call("verify_identity", registration_id=draft, means="document_seen", on=on)
        return draft

    def register(self, on: date | None = None, **changes: Any) -> str:
        draft = self.verified(on, **changes)
        for step in self.database.tables.value("admission_steps", on or self.on):
            self.call("record_admission_step", registration_id=draft, step=step, evidence="a paper", on=on)
        return draft


def row(parameter: str, /, **fields: Any) -> Row:
    return Row(parameter, date(2017, 1, 1), None, "the statutes of a partner", fields)


def decided(desk: Desk) -> None:
    """What nobody found out, as statutes may say it."""
    decide(desk, row("payer_account", name="A house", iban=desk.account, bic="PBNKDEFFXXX"),
           row("exclusion_answer_months", value=1), row("share_nominal", value="50.00"),
           row("exit_payment_months", value=6))


class ForeignPlay(Play):
    """The same people and happenings under another law."""

    mistyped = "RF00M999999999"

    def prepare(self) -> None:
        decided(self.desk)
        self.chart = {self.desk.database.tables.history("account", key)[0]["number"]: key
                      for name, key in self.desk.database.tables.names() if name == "account"}

    def approve(self, member: str) -> None:
        """The balance of the year before."""
        self.desk.call("record_net_assets", roles=("accountant",), balance_on=f"{self.day.year - 1}-12-31",
                       approved_on=self.day.isoformat(), kind="approved_accounts", unavailable_equity=self.euro("0.00"),
                       net_assets=self.euro("90000.00"), on=self.day)

    @staticmethod
    def euro(amount: str) -> dict[str, str]:
        return {"amount": amount, "currency": "EUR"}
