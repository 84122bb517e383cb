"""What a picture states: the data that its file carries (EXIF), and text that stands in it (OCR)."""
