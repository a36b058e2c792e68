"""Shapes of the speaker."""

from shared.fields import Count, OneOf, Shape, Text

MOODS = ("plain", "deadly", "failing", "misspelt")


class SayWords(Shape):
    line_id = Text(required=True)
    number = Count(required=True)
    count = Count(least=1, limit=1_000, load_default=1)
    mood = OneOf(*MOODS, load_default="plain")


class Nothing(Shape):
    """Nothing is asked."""


class Words(Shape):
    line_id = Text(required=True)
    count = Count(required=True)


class WordSaidShape(Shape):
    line_id = Text(required=True)
    number = Count(required=True)
    mood = OneOf(*MOODS, required=True)


PUBLISHED = {"word_said": WordSaidShape}
