"""Demonstration data: invented, plainly marked, in every state, told as a history that ends now."""

from app.demo.acts.tips import receipt_of_the_asked
from app.demo.seeding import SignIn, is_seeded, seed

__all__ = ["SignIn", "is_seeded", "receipt_of_the_asked", "seed"]
