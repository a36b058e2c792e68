"""The file in which a closer signed, on a device without a network, that a poll is to end (`agree`).

The portal hands it on and signs nothing; governance believes the signature alone.
"""

import json

from services.portal.frame.languages import N_

ENDINGS = ("close", "cancel")
TEXTS = ("ending", "digest", "reason", "key", "signature")


class ConsentUnreadable(Exception):
    """What was pasted is no such file, or one for another poll or another end."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence


def read_consent(text: str, digest: str, ending: str) -> dict[str, str]:
    """What was signed; nothing where nothing was pasted. Refuses a word for another paper or for another end."""
    if not text.strip() or ending not in ENDINGS:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in TEXTS):
        raise ConsentUnreadable(N_("This is not the file in which the end of a poll is signed."))
    if (found["digest"], found["ending"]) != (digest, ending):
        raise ConsentUnreadable(N_("This was signed for another paper, or for another end of it."))
    return found
