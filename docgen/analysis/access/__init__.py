"""Access: what every role may do with every object in the end, and why; from the catalog alone."""
