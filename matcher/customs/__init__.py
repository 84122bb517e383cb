"""Customs files of any vendor become clean lines, and nothing is lost."""
