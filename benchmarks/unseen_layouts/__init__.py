"""Customs files of layouts that the importer has not seen, with the truth about every column and line."""
