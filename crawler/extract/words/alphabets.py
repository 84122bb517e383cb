"""Alphabets as the inside of a character class: capitals of codes, and scripts without blanks between words."""

from __future__ import annotations

CYRILLIC_AND_GREEK_CAPITALS = "А-ЯЁІЇЄҐӘҒҚҢӨҰҮҺΑ-ΥΧΨ"  # not Φ and Ω, which are signs
# Capitals that codes are made of; Latin ones with signs too
CAPITALS = f"A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻŁŃŅŇŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ{CYRILLIC_AND_GREEK_CAPITALS}"
PLAIN_CAPITALS = "A-ZА-Я"  # without signs
HAN = r"\u3040-\u9fff"  # with the signs for syllables of Japanese
EAST_ASIAN = rf"{HAN}\uac00-\ud7a3"
