"""One module for each file format, all strangers to each other.

Owns reading and writing. Files are hostile input here: sizes and depths are bounded, and what is wrong with a
file is returned as problems.
"""
