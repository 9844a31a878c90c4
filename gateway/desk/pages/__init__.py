"""The pages: each function takes a visit and gives the answer."""
