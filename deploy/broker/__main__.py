"""`python -m deploy.broker`."""

from deploy.broker import FILE, definitions_text

FILE.write_text(definitions_text(), encoding="utf-8")
