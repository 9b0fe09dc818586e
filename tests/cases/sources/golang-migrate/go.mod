module example.org/library
