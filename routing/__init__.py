"""Whose complaint it is, on what ground, and by when. Pure: values in, values out."""
