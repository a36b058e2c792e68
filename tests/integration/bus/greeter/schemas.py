"""Shapes of the greeter."""

from shared.fields import Count, Id, Rate, Shape, Text


class Greet(Shape):
    member_id = Id("mbr", required=True)
    words = Text(required=True)
    pause = Rate(load_default=None)


class WhichGuest(Shape):
    member_id = Id("mbr", required=True)


class Echo(Shape):
    member_id = Id("mbr", required=True)
    words = Text(required=True, longest=2_000)


class Greeting(Shape):
    words = Text(required=True)
    visits = Count(required=True)


class GreetingSaid(Shape):
    member_id = Id("mbr", required=True)
    words = Text(required=True)


PUBLISHED = {"member_greeted": GreetingSaid}
