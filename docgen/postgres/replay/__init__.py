"""Migrations run on a scratch database: their text in pieces, what was refused, and a record of what each did."""
