"""Functions of strings that know nothing of graphs: Unicode, keys, names of people and organisations."""
