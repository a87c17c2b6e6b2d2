"""Tips from citizens who have no account."""
