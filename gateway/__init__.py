"""The door and the books: intake, store, pipeline, schedule, partners, desk, command line."""
