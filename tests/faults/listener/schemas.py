"""What the listener relies upon."""

from shared.fields import Count, HeardShape, OneOf

SAID: dict[str, type] = {}


class WordSaid(HeardShape):
    number = Count(required=True)
    mood = OneOf("plain", "deadly", "failing", required=True)
