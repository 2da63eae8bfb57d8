# Characters by name.
print('\N{BULLET}\N{EM DASH} \N{GREEK SMALL LETTER ALPHA} \N{snowman} \N{CJK UNIFIED IDEOGRAPH-4E2D} \N{HANGUL SYLLABLE GAG} \N{LATIN SMALL LETTER E WITH ACUTE}', f'\N{DEGREE SIGN}{1}', '\N{LINE FEED}' == '\n', '\N{NBSP}'=='\xa0')
try: exec("'\\N{NOT A NAME}'")
except SyntaxError as e: print(e)
try: exec("'\\N{NOT'")
except SyntaxError as e: print(e)
