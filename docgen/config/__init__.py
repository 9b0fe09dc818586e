"""Config: docgen.toml or [tool.docgen]; one file per section, read and explained by ``workspace``."""
