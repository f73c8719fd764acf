#!/usr/bin/python3
"""Draws what a command printed as an SVG picture of a terminal: COMMAND | scripts/scorecard_picture.py > docs/scorecard.svg"""
import sys
import unicodedata
from xml.sax.saxutils import escape

CELL, LINE, MARGIN = 7.8, 18, 16
COLOURS = {"likely": "#7ee787", "open": "#e3b341", "unlikely": "#ffa657", "out of reach": "#ff7b72"}


def cells(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def shown(line):
    return escape(line).replace(" ", "\N{NO-BREAK SPACE}")  # ordinary spaces in a row would be drawn as one


def colour_of(line):
    for verdict in ("out of reach", "unlikely", "likely", "open"):
        if f"  {verdict}" in line:
            return COLOURS[verdict]
    return "#c9d1d9"


lines = [line.rstrip("\n") for line in sys.stdin]
width = max(map(cells, lines), default=0) * CELL + 2 * MARGIN
height = len(lines) * LINE + 2 * MARGIN
print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" viewBox="0 0 {width:.0f} {height}" role="img">')
print("<title>Scorecard of zonecast for Hunan's plan of 2017-2019</title>")
print(f'<rect width="100%" height="100%" rx="8" fill="#0d1117"/>')
print('<g font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="13" xml:space="preserve">')
for number, line in enumerate(lines):
    if line:
        y = MARGIN + LINE * (number + 0.8)
        print(f'<text x="{MARGIN}" y="{y:.1f}" fill="{colour_of(line)}" textLength="{cells(line) * CELL:.1f}">{shown(line)}</text>')
print("</g></svg>")
