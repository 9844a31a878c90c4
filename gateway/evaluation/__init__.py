"""How right the gateway is on mails whose answers are known: for `evaluate`."""
