"""What the listener relies upon."""

from shared.fields import Count, EventShape, OneOf

PUBLISHED: dict[str, type] = {}


class WordSaid(EventShape):
    number = Count(required=True)
    mood = OneOf("plain", "deadly", "failing", required=True)
