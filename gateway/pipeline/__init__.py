"""From an arrival to a case: read in a child process, matched, decided, written down in one transaction."""
