"""The site: its files beside the pages, its mkdocs.yml, the generator that builds or serves it."""
