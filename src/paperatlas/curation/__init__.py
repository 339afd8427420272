"""Files that people write to guide resolution: the registry of known entities, and corrections."""
