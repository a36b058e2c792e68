"""The letters that every bank of the area takes (EPC217-08): the latin alphabet, digits and `/ - ? : ( ) . , ' +`.

What lies outside is written with what lies inside, as the EPC recommends: `Zoë Ünal & Cie` -> `Zoe Unal + Cie`. No
text may begin or end with a slash or hold two in a row. Nothing of this needs to be escaped in XML.
"""

import re

from text_unidecode import unidecode  # type: ignore[import-untyped]

_TAKEN = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]*")
_OTHER = re.compile(r"[^A-Za-z0-9/\-?:().,'+\s]")
_SPELT = str.maketrans({
    "&": "+", "_": "-", '"': "'", "`": "'", ";": ",", "[": "(", "{": "(", "]": ")", "}": ")", "\\": "/", "|": "/",
    "~": "-", **dict.fromkeys("!@#$%*<=>^", "."),
})


def bank_text(text: str, *, longest: int) -> str:
    """The text in the banks' letters, with single spaces, cut at `longest`; empty when nothing of it can be written."""
    if not _TAKEN.fullmatch(text):
        text = _OTHER.sub("", unidecode(text).translate(_SPELT))
    return re.sub("/+", "/", " ".join(text.split())).strip("/ ")[:longest].rstrip("/ ")


def is_bank_id(text: str, *, longest: int = 35) -> bool:
    """Whether an identifier travels unchanged: the banks' letters, no slash at either end, no two together."""
    return 0 < len(text) <= longest and bank_text(text, longest=longest) == text
