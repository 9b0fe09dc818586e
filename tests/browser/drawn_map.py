"""What the interactive map has drawn: its picture is a tree of its own, which a page's selectors do not reach."""

PICTURE = "document.querySelector('#docgen-map .sheet')?.shadowRoot"
NAMES = f"[...{PICTURE}.querySelectorAll('.node > title')].map(title => title.textContent).sort()"
FOCUSED = f"{PICTURE}.activeElement.querySelector('title').textContent"
