"""What people know beforehand: the shapes of the files in which they write it down."""
