"""The status as an SVG badge: docgen on the left, the verdict on the right."""

from __future__ import annotations

from html import escape

from docgen.model.status import Verdict

_COLOURS = {"production ready": "#2e7d32", "being fixed": "#9a6700", "broken": "#c62828", "unknown": "#5f6368"}
_LETTER = 6.6  # pixels of a letter at 11 pixels, Verdana
_PADDING = 10


def badge(label: str, verdict: Verdict) -> str:
    """The badge; its text is as wide as it says, whatever font the reader has."""
    left, right = (round(len(text) * _LETTER) for text in (label, verdict))
    first, whole = left + 2 * _PADDING, left + right + 4 * _PADDING
    flat = whole - first - 3
    name = escape(label)
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="20" role="img" aria-label="{name}: {verdict}">
<title>{name}: {verdict}</title>
<rect width="{whole}" height="20" rx="3" fill="#444"/>
<path d="M{first} 0h{flat}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-{flat}z" fill="{_COLOURS[verdict]}"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="{_PADDING}" y="14" textLength="{left}">{name}</text>
<text x="{first + _PADDING}" y="14" textLength="{right}">{verdict}</text>
</g>
</svg>
"""
