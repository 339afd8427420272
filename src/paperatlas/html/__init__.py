"""Pages that need nothing but themselves, from one template environment and one theme."""
