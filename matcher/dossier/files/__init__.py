"""The files of a dossier: the bag, its tables, its archived records."""
