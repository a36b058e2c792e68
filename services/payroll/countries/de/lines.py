"""The lines with which a payroll in Germany may answer: whose each is, and from which law. No rate is here."""

from collections.abc import Mapping

from services.payroll.outside_payroll.rules import DeclaredLine, PaySide, declared
from services.payroll.wages.rules.pay import Creditor

WITHHELD = (
    DeclaredLine(code="wage_tax", label="Wage tax", side=PaySide.WITHHELD, source="EStG section 38"),
    DeclaredLine(code="solidarity_surcharge", label="Solidarity surcharge", side=PaySide.WITHHELD,
                 source="SolZG 1995 section 1"),
    DeclaredLine(code="church_tax", label="Church tax", side=PaySide.WITHHELD, source="Church tax acts of the Länder"),
    DeclaredLine(code="health_insurance", label="Health insurance", side=PaySide.WITHHELD, source="SGB V section 249"),
    DeclaredLine(code="care_insurance", label="Care insurance", side=PaySide.WITHHELD, source="SGB XI section 58"),
    DeclaredLine(code="pension_insurance", label="Pension insurance", side=PaySide.WITHHELD,
                 source="SGB VI section 168"),
    DeclaredLine(code="unemployment_insurance", label="Unemployment insurance", side=PaySide.WITHHELD,
                 source="SGB III section 346"),
)
ON_TOP = (
    DeclaredLine(code="employer_health_insurance", label="Health insurance, employer's part",
                 side=PaySide.CONTRIBUTION, source="SGB V section 249"),
    DeclaredLine(code="employer_care_insurance", label="Care insurance, employer's part", side=PaySide.CONTRIBUTION,
                 source="SGB XI section 58"),
    DeclaredLine(code="employer_pension_insurance", label="Pension insurance, employer's part",
                 side=PaySide.CONTRIBUTION, source="SGB VI section 168"),
    DeclaredLine(code="employer_unemployment_insurance", label="Unemployment insurance, employer's part",
                 side=PaySide.CONTRIBUTION, source="SGB III section 346"),
    DeclaredLine(code="sickness_and_maternity_levies", label="Levies for sickness and maternity",
                 side=PaySide.CONTRIBUTION, source="AAG section 7"),
    DeclaredLine(code="insolvency_levy", label="Levy for insolvency pay", side=PaySide.CONTRIBUTION,
                 source="SGB III section 358"),
    DeclaredLine(code="flat_tax_of_employer", label="Flat tax that the employer bears", side=PaySide.CHARGE,
                 source="EStG sections 40 and 40a"),
    DeclaredLine(code="accident_insurance", label="Accident insurance", side=PaySide.CHARGE,
                 source="SGB VII section 150"),
)
LINES = declared(*WITHHELD, *ON_TOP)
TAXES = frozenset({"wage_tax", "solidarity_surcharge", "church_tax"})
OWED_TO: Mapping[str, Creditor] = {
    line.code: Creditor.TAX_AUTHORITY if line.code in TAXES else Creditor.SOCIAL_SECURITY for line in WITHHELD}
