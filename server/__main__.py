"""`python -m server` is `brownboard`."""

import sys

from server.cli import main

sys.exit(main())
