"""Words of trade that Box31 brings: materials, properties and goods in eight languages, and their abbreviations."""
