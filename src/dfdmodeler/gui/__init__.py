"""The desktop window.

The only package that may import Qt. Shows the session and sends it edits; decides nothing about threats.
"""
