"""Consolidation: study a chain on scratch servers, make one migration of it, prove it, write it."""
