"""What is refused about priced lines."""

from shared.errors import Refusal


class AmountNotOfItsLines(Refusal):
    """What is agreed of a part is what its lines make, to the cent."""

    sentence = "The lines of part {part} make {made}, its amount says {amount}."


class LineWorthNothing(Refusal):
    """A line claims something, or takes something back."""

    sentence = "Line {line} of part {part} comes to nothing."


class SupplyWorthNothing(Refusal):
    """Kinds of supply are taxed apart: what one takes back is not set against another."""

    sentence = "The lines of part {part} for {supply} come to {amount}: each kind of supply must be worth something."
