"""Days on the command line."""

from datetime import date

import click


class DayOption(click.ParamType[date]):
    """A legal day as `2026-11-23`."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day: write it as 2026-11-23.", param, ctx)


DAY = DayOption()
