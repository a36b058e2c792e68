"""Where a command finds its settings: the environment, or else the local stack that runs in this checkout."""

import os
from pathlib import Path

from shared.files import write_atomically
from shared.settings import Settings, SettingsRefused, read_settings

STACK = Path(".local") / "stack" / "settings"


def here() -> Settings:
    """The settings of the environment; without any, those that `sharedco up` wrote for the stack that it started.

    `SHAREDCO_SETTINGS` names another such file, of lines `NAME=value`. What the environment gives comes first.
    """
    return read_settings(variables())


def variables() -> dict[str, str]:
    """The environment, over the settings of the local stack unless the environment says `SHAREDCO_ENV` itself."""
    given = dict(os.environ)
    if "SHAREDCO_ENV" in given and "SHAREDCO_SETTINGS" not in given:
        return given
    file = Path(given["SHAREDCO_SETTINGS"]) if "SHAREDCO_SETTINGS" in given else _nearest(Path.cwd())
    if file is None:
        raise SettingsRefused(
            "There are no settings here: work in a checkout where `make up` runs, name its file "
            f"{STACK} with SHAREDCO_SETTINGS, or give SHAREDCO_ENV and the others of docs/operations.md.")
    return read_file(file) | given


def read_file(file: Path) -> dict[str, str]:
    """The lines `NAME=value` of a settings file."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SettingsRefused(f"The settings file {file} cannot be read: {error.strerror}.") from None
    return {name: value for name, _, value in (line.partition("=") for line in lines) if name and value}


def write_file(file: Path, settings: dict[str, str]) -> None:
    """Write a settings file that only its owner may read."""
    write_atomically(file, "".join(f"{name}={value}\n" for name, value in settings.items()).encode(), mode=0o600)


def _nearest(folder: Path) -> Path | None:
    """The settings of the local stack in this folder or the nearest above it."""
    return next((above / STACK for above in (folder, *folder.parents) if (above / STACK).is_file()), None)
