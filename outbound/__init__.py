"""What we answer, and how it looks as mail or letter. Pure: sockets and the database belong to the gateway."""
