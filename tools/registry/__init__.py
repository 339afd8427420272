"""Make the shipped registry of known things from metadata of packages and lists that people wrote."""
