"""The page on which one reviewer judges statements, served to this machine alone."""
