"""The catalog of a server, read whole in a fixed number of statements, as the nouns of the model."""
