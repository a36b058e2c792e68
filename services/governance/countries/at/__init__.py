"""Austria: nothing is known of the statutes, so that each question is refused by the parameter that it lacks."""

from services.governance.countries.de import GermanGovernance


class AustrianGovernance(GermanGovernance):
    """It is asked what Germany is asked; its tables answer as soon as the partner has filled them."""


LAW = AustrianGovernance()
