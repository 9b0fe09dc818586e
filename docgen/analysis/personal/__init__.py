"""Personal data: which columns hold data of people, and where it goes; labels, comments and suggestions."""
