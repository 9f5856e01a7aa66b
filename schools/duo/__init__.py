"""The DUO register files: from bytes to a plan of what they change. Nothing here touches the database.

``reading`` makes text and numbered lines of bytes, ``layouts`` says which file it is, ``records`` makes typed records
of its rows, ``plan`` compares them with what is known, ``report`` tells people. ``places`` spells names of towns.
The files and their oddities ("quirks") are described in the README of ``shared/data/duo``.
"""
