"""What the gateway would make of mails, without any database: for `inspect`, `explain` and `evaluate`."""
