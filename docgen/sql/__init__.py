"""SQL text to statements with spans: the only home of PostgreSQL's own parser."""
