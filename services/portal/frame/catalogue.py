"""`python -m services.portal.frame.catalogue`: bring the catalogues up to date with the texts that the pages hold.

A new text stands in every `<capability>/texts/<language>.po` with nothing behind it, until somebody says it; a text
that is gone is gone there. The checks refuse a catalogue with a gap.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from services.portal.frame.languages import ENGLISH, LANGUAGES, ROOT

METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract"}
KEYWORDS = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2)}
JINJA = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false", "trim_blocks": "true",
         "lstrip_blocks": "true"}


def capabilities() -> list[Path]:
    """The folders that may hold texts."""
    return sorted(folder for folder in ROOT.iterdir() if folder.is_dir() and (folder / "__init__.py").exists())


def texts_of(folder: Path) -> Iterator[str | tuple[str, ...]]:
    """Every text in the pages and the code of a capability; a pair where it has a plural."""
    for file in sorted(folder.rglob("*")):
        if method := METHODS.get(file.suffix):
            options = JINJA if file.suffix == ".html" else {}
            for _, message, _, _ in extract(method, BytesIO(file.read_bytes()), KEYWORDS, (), options):
                yield message if isinstance(message, str) else tuple(text for text in message if text)


def brought_up_to_date(folder: Path, language: str) -> Catalog:
    """The catalogue of a capability: what was said already is kept."""
    file = folder / "texts" / f"{language}.po"
    known = read_po(BytesIO(file.read_bytes()), locale=language) if file.exists() else Catalog(locale=language)
    catalogue = Catalog(locale=language, project="Shared Company portal", version="1", fuzzy=False)
    for text in dict.fromkeys(texts_of(folder)):
        before = known.get(text if isinstance(text, str) else text[0])
        catalogue.add(text, before.string if before else "")
    return catalogue


def main() -> None:
    """Write every catalogue anew."""
    for folder in capabilities():
        for language in LANGUAGES:
            catalogue = brought_up_to_date(folder, language) if language != ENGLISH else None
            if catalogue:
                (folder / "texts").mkdir(exist_ok=True)
                with (folder / "texts" / f"{language}.po").open("wb") as file:
                    write_po(file, catalogue, omit_header=True, width=118)


if __name__ == "__main__":
    main()
