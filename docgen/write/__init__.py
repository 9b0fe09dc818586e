"""WRITE and CHECK: the line from a project and its snapshot to the files of the docs folder, written or compared."""
