"""What the scrutineers' work refuses."""

from shared.errors import Refusal


class ShareWrong(Refusal):
    """The paper names each share of the sealing key by its digest; this is none of them."""

    sentence = "This is no share of the key to which the ballots of poll {poll_id} are sealed."


class SealNotOpened(Refusal):
    """The shares together are not the key that stands on the paper: whoever made it made it wrong."""

    sentence = "The shares do not give the key to which the ballots of poll {poll_id} are sealed."
