"""Customs files: from columns to lines to goods records."""
