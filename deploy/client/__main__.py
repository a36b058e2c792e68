"""Write the client package below the folder that is named."""

import sys
from pathlib import Path

from deploy.client import write_client
from shared.definitions import installed_definitions

if len(sys.argv) != 2:  # noqa: PLR2004 - the module and the folder
    sys.exit("usage: python -m deploy.client FOLDER")
print(f"pip install {write_client(Path(sys.argv[1]), installed_definitions()).parent}")
