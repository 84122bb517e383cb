"""The makers a description names: spellings of firms, what firms are denied, who shipped."""
