"""`python -m gateway` is `klachtenpost`."""

import sys

from gateway.cli import main

sys.exit(main())
