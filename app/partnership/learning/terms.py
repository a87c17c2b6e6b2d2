"""Codes of learning."""

LEVELS = (1, 2, 3, 4)  # their names and what they mean are data; how many there are keeps numbers comparable
