"""URLs: of urllib only urllib.parse is here."""
