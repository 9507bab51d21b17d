"""Study files: read, checked, described, and written out again."""
