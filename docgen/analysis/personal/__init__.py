"""Personal data: which columns hold data of people, by labels, comments and suggestions."""
