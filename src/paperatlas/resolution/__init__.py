"""Resolution: when two names are one thing, and what it is called in IRIs."""
