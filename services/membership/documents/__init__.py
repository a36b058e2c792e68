"""Documents of membership as PDF: the same content gives the same bytes, in the member's language."""

import json
import tomllib
from functools import cache
from importlib import resources
from typing import Any

import typst


@cache
def _words(language: str) -> dict[str, str]:
    words = tomllib.loads(_text("words.toml"))
    return {name: translations[language] for name, translations in words.items()}


def _text(file: str) -> str:
    return (resources.files("services.membership.documents") / file).read_text(encoding="utf-8")


def _render(template: str, content: dict[str, Any], language: str) -> bytes:
    data = json.dumps({"words": _words(language), **content}, default=str, ensure_ascii=False)
    pdf = typst.compile(_text(template).encode(), sys_inputs={"data": data})
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave more than one document")
    return pdf


def certificate_pdf(content: dict[str, Any], language: str) -> bytes:
    """An extract of the register for one holder."""
    return _render("certificate.typ", content, language)


def register_pdf(content: dict[str, Any], language: str = "fr") -> bytes:
    """The whole register on a day."""
    return _render("register.typ", content, language)
