"""Four languages: the catalogues of every capability, and which of them a reader gets.

A text is written in English in the page; `<capability>/texts/<language>.po` says it in the others. Nothing is compiled
beforehand: the catalogues are read when the portal starts.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.core import get_global
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("fr", "nl", "de", "en")
NAMES = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}
ENGLISH = "en"


def N_(text: str) -> str:  # noqa: N802 - the name by which Babel finds texts that are translated elsewhere
    """A text to be translated where it is shown."""
    return text


def catalogue_files(language: str) -> list[Path]:
    """The catalogues of a language, one per capability."""
    return sorted(ROOT.glob(f"*/texts/{language}.po"))


def load_texts(language: str) -> Translations:
    """Every text of the portal in a language."""
    texts = Translations()
    for file in catalogue_files(language):
        compiled = BytesIO()
        with file.open("rb") as opened:
            write_mo(compiled, read_po(opened, locale=language))
        compiled.seek(0)
        texts.merge(Translations(compiled))
    return texts


def locale_of(language: str, country: str) -> Locale:
    """How a language is written in a country; English as it is written in Europe."""
    if language == ENGLISH:
        return Locale.parse("en_150")
    try:
        return Locale.parse(f"{language}_{country}")
    except ValueError:
        return Locale.parse(language)


@cache
def territories(language: str) -> dict[str, str]:
    """Every country by its code, named in a language and in that language's order."""
    names = Locale.parse(language).territories
    codes = [code for code in get_global("territory_currencies") if code in names and len(code) == len("xx")]
    return {code: str(names[code]) for code in sorted(codes, key=lambda code: str(names[code]))}


def preferred(accepted: str) -> str:
    """The language that a browser's Accept-Language asks for."""
    wanted = sorted((_weighed(part) for part in accepted.split(",") if part.strip()), key=lambda pair: -pair[0])
    return negotiate_locale([name for _, name in wanted], LANGUAGES, sep="-") or ENGLISH


def chosen(asked: str, accepted: str) -> str:
    """The language of an address that bears none: what was asked for (`?language=nl`), else what the browser wants."""
    return asked if asked in LANGUAGES else preferred(accepted)


def _weighed(part: str) -> tuple[float, str]:
    name, _, weight = part.strip().partition(";q=")
    try:
        return (float(weight) if weight else 1.0), name.strip().partition("-")[0].lower()
    except ValueError:
        return 0.0, name
