"""psycopg's only home: reading a live database, and the scratch server."""
