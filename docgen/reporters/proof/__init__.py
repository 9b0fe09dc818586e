"""Proofs as text, JSON, JUnit and annotations; ``words`` says in one line each what happened."""
