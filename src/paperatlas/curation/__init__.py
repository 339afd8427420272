"""What people know beforehand or know better: the registry of known things, and corrections."""
