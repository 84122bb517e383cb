"""Review sheets: written, checked, read back."""
