"""The review of a graph by people: statements drawn at random, their verdicts, and the precision that follows."""
