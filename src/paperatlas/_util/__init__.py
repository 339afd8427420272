"""What every layer may use and no paper is in: HTTP, locks, and the checking of files that users write."""
