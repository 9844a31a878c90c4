"""What houses say to each other, as values in and bytes out: documents, handshake, fingerprints (docs/exchange.md)."""
