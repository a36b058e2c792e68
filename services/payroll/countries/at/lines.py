"""The lines with which a payroll in Austria may answer: whose each is, and from which law. No rate is here."""

from collections.abc import Mapping

from services.payroll.outside_payroll.rules import DeclaredLine, PaySide, declared
from services.payroll.wages.rules.pay import Creditor

WITHHELD = (
    DeclaredLine(code="wage_tax", label="Wage tax", side=PaySide.WITHHELD, source="EStG 1988 section 62"),
    DeclaredLine(code="social_insurance", label="Social insurance", side=PaySide.WITHHELD, source="ASVG section 51"),
    DeclaredLine(code="chamber_levy", label="Levy of the Chamber of Labour", side=PaySide.WITHHELD,
                 source="AKG 1992 section 61"),
    DeclaredLine(code="housing_levy", label="Contribution to housing", side=PaySide.WITHHELD,
                 source="Wohnbauförderungsbeitragsgesetz 2018"),
)
ON_TOP = (
    DeclaredLine(code="employer_social_insurance", label="Social insurance, employer's part",
                 side=PaySide.CONTRIBUTION, source="ASVG section 51"),
    DeclaredLine(code="employee_provision", label="Employees' provision fund", side=PaySide.CONTRIBUTION,
                 source="BMSVG section 6"),
    DeclaredLine(code="family_fund_contribution", label="Contribution to the family fund", side=PaySide.CHARGE,
                 source="FLAG 1967 section 41"),
    DeclaredLine(code="chamber_surcharge", label="Surcharge to that contribution", side=PaySide.CHARGE,
                 source="WKG section 122"),
    DeclaredLine(code="municipal_tax", label="Municipal tax", side=PaySide.CHARGE, source="KommStG 1993 section 1"),
)
LINES = declared(*WITHHELD, *ON_TOP)
OWED_TO: Mapping[str, Creditor] = {
    line.code: Creditor.TAX_AUTHORITY if line.code == "wage_tax" else Creditor.SOCIAL_SECURITY for line in WITHHELD}
