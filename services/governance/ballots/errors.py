"""What the language of secret votes refuses."""

from shared.errors import Refusal


class SignatureInvalid(Refusal):
    """A blind signature that does not verify under the poll's key."""

    sentence = "The signature does not verify under the key of the poll."


class BlindedMessageOutOfRange(Refusal):
    """A blinded message is as long as the modulus, and smaller."""

    sentence = "The blinded message does not fit the key of the poll."


class SigningFailed(Refusal):
    """The private key's result does not verify: it is not given out (a faulty result would betray the key)."""

    sentence = "The signature could not be made; ask again."
    retryable = True


class KeysUnreadable(Refusal):
    """The keys of a poll were encrypted under another secret."""

    sentence = "The keys of poll {poll_id} cannot be read: POLL_KEYS_SECRET is another one than when it opened."
