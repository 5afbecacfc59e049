"""`python -m sim.cli` is the command `tertius`."""

import sys

from sim.cli import main

sys.exit(main())
