"""What answers each route of the API; the first line of each docstring stands in the description."""
