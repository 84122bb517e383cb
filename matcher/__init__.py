"""From customs files to pairs to decisions to dossiers."""
