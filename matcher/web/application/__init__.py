"""The application of `box31 open`: all pages of a case behind one guard."""
