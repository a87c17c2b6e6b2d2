"""Bodies and suppliers as parties of contracts: under which names they appear, what they contract with whom, and the
decisions of coordinators on who is meant (see `bodies.identity`)."""
