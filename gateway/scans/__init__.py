"""Letters that came by post: scans are taken from a tray, read with OCR, and go the same road as mail."""
