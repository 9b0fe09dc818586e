"""Files, whatever is in them: written whole, by one writer; what was read of them; where caches lie."""
