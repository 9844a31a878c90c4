"""What people do with cases: each act one transaction, in the history under their name, refused in words."""
