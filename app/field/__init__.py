"""The field app: what a phone gets, what it sends, and what it hands over. See `docs/field.md`."""
