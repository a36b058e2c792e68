"""What is refused about a register that is taken over."""

from shared.errors import Refusal


class FileMissing(Refusal):
    """A register is taken over from the files that it was written into."""

    sentence = "The folder has no {file}."


class FileNotRead(Refusal):
    """Each file is CSV in UTF-8; what cannot be read as that says where it broke off."""

    sentence = "{file} cannot be read from line {line} on: {why}."


class ColumnsMissing(Refusal):
    """Each file has the columns that are read."""

    sentence = "{file} lacks the columns {columns}."
