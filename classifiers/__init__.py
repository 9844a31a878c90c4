"""What a message says: values in, readings with their evidence out. No database, no clock, no socket."""
