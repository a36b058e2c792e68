"""What is refused about students."""

from shared.errors import Refusal


class StudiesOutsideYear(Refusal):
    """What a student states is of one calendar year: the quota is of a year."""

    sentence = "Studies from {from_on} to {until_on} do not lie in {year}: state them year by year."
