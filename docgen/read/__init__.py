"""READ: what a command starts from: the project's files, a snapshot, a Git revision, what earlier runs kept."""
