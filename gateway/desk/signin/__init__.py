"""Who is at the keyboard: passwords, one-time codes, single sign-on, sessions, and brakes on guessing."""
