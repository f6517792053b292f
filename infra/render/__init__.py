"""Everything that follows from the code is rendered from it, and a test fails when a file is stale."""
