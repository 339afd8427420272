"""The pages: the explorer, pyvis's page, texts with their marks, and what they share."""
