"""The process of its own that files are read in: who asks it, what it does, how they speak."""
