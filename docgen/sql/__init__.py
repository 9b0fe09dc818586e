"""SQL text to statements: the PostgreSQL parser's only home."""
