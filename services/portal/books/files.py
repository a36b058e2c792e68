"""A bank file as it was chosen: its text, and what it looks like."""

import re

CAMT, LINES = "camt053", "coda"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def text_of(content: bytes) -> str:
    """The text of a file in UTF-8, else in Latin-1; of XML without the line that names its encoding."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return _DECLARATION.sub("", text)
