"""Alphabets as the inside of a character class: capitals of codes, and scripts without blanks between words."""

from __future__ import annotations

CYRILLIC_AND_GREEK_CAPITALS = "А-ЯЁІЇЄҐӘҒҚҢӨҰҮҺΑ-ΥΧΨ"  # not Φ and Ω, which are signs
LATIN_CAPITALS = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻŁŃŅŇŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"  # with signs too
CAPITALS = f"{LATIN_CAPITALS}{CYRILLIC_AND_GREEK_CAPITALS}"  # that codes are made of
PLAIN_CAPITALS = "A-ZА-Я"  # without signs
HAN = r"\u3040-\u9fff"  # with the signs for syllables of Japanese
EAST_ASIAN = rf"{HAN}\uac00-\ud7a3"
