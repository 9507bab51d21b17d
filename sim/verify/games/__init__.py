"""Reference games: scenario files with their grids, and the closed forms that they are held against."""
