"""Servers on this machine that stand in for those of others, and misbehave when told to."""
