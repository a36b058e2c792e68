"""`python -m tests.faults`."""

import sys

from tests.faults.run_faults import main

sys.exit(main())
