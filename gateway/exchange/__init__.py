"""The exchange with partner services: nobody drops a complaint between two houses (docs/exchange.md)."""
