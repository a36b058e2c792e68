"""Pin what was added since: `python -m tests.contracts.write_pins`. What is lost stays pinned, and is told."""

import json
import sys

from tests.contracts.pins import PINS, lost, present, read_pins, with_what_is_new


def main() -> int:
    """Write the pins anew; 1 when a pinned name is gone."""
    pins, now = read_pins(), present()
    PINS.write_text(json.dumps(with_what_is_new(pins, now), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    missing = lost(pins, now)
    print("\n".join(missing) or "Everything that was pinned is there.")  # noqa: T201 - its purpose
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
