"""What is installed here, found without loading any of it."""

from importlib.util import find_spec
from pathlib import Path


def is_here(module: str) -> bool:
    """Whether a module is installed here."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def source_of(module: str) -> str:
    """The text of a module's file."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(module)
    return Path(spec.origin).read_text(encoding="utf-8")
