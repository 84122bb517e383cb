"""What a text says of goods: kind, materials, classes, quantities."""
