"""Migrations run a second time, or back again, and what that did, all of it undone."""
