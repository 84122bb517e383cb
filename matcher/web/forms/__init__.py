"""Pages that start a command of `box31`: files and sites by hand, dossiers."""
