"""What a picture states: the data in its file (EXIF), and the text in the picture (OCR)."""
