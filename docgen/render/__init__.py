"""Jinja2's only home: model to pages."""
