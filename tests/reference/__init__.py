"""What the rules mean, written down a second time: slow, obvious, without a line of the program's code.

The answer key of the property tests. It reads the same packs, but knows types, data kinds, defaults and
predicates from tables and functions of its own, and finds paths by trying all of them.
"""
