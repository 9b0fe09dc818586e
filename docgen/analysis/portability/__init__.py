"""What of a catalog does not travel to a target, and what rests on it."""
