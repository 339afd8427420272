"""Functions of strings alone: safe characters, keys, names of people and organisations."""
