"""The pairs and lines of a dossier: chosen, without personal fields where asked, and summed."""
