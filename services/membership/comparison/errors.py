"""What is refused when the figures differ."""

from shared.errors import Refusal


class RegisterDiffers(Refusal):
    """Register, capital account and bank are one figure; so are the bank account in the books and what it moved."""

    sentence = "{figures} DIFFER; the bank account has {account} cents in the books, {moved} cents were moved."
