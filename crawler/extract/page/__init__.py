"""What any page holds: text, language, type, links, pictures, structured data."""
