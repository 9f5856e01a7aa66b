"""The DUO register files: from bytes to a plan of what they change. Nothing here touches the database.

``reading`` makes text and numbered lines of bytes, ``layouts`` says which file it is, ``rows`` makes ``records`` of its
lines, ``plan`` compares them with what is known, ``report`` tells people. ``places`` spells the names of towns.
The files and their oddities ("quirks") are described in the README of ``shared/data/duo``.
"""
