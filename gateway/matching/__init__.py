"""Which case a message belongs to: what the books hold that is like it, handed to `routing.matching`."""
