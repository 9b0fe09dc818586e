"""Fixes: what turns a statement into one that can be run twice, as edits that leave the author's text alone."""
