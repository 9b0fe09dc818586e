"""The nouns: frozen, sorted, importing nothing of ours but each other."""
