"""The doors: SMTP, LMTP, IMAP, files. Intake never thinks: raw bytes and envelope are committed, nothing is parsed."""
