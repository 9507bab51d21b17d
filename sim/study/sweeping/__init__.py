"""Playing a study: blocks, who plays them, where their parts are kept, and what came of it."""
