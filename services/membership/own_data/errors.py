"""What is refused about a member's own data."""

from shared.errors import Refusal


class StillMember(Refusal):
    """A member's data are needed as long as they are one; what they need not give, they can empty themselves."""

    sentence = "{member_id} is a member or candidate; erasure is for those who left."


class MoneyOwed(Refusal):
    """Who is still owed money is needed to be paid."""

    sentence = "{claims} claims of {member_id} are not paid yet."


class ErasureAskedBefore(Refusal):
    """Erasure is asked for once."""

    sentence = "Erasure was asked for before ({constraint})."


class SigningKeyMissing(Refusal):
    """An export is signed with the cooperative's key, or not given."""

    sentence = "No key to sign exports is set (EXPORT_SIGNING_KEY)."
