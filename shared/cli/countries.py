"""The option `--country`: the country of the settings, else the only one that is installed."""

import click

from shared.countries import countries_of


class CountryOption(click.ParamType[str]):
    """A country that a service knows, as two letters."""

    name = "country"

    def __init__(self, package: str) -> None:
        self._package = package

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The country in capitals, or what there is instead."""
        known = countries_of(self._package)
        if value.upper() not in known:
            self.fail(f"no rules of {value.upper()} are installed; there are: {', '.join(known) or 'none'}", param, ctx)
        return value.upper()

    def only(self) -> str:
        """The country, where only one is installed: then nobody need name it."""
        known = countries_of(self._package)
        if len(known) != 1:
            raise click.UsageError(f"Name the country, as --country {known[0] if known else 'XX'} or in COUNTRY; "
                                   f"there are: {', '.join(known) or 'none'}.")
        return known[0]
