"""What a page asks for its product: prices in text, the offer of the markup, the price and availability that it shows."""
