"""The books: tables, and the few questions asked of them. SQLite and PostgreSQL alike."""
