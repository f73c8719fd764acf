"""The Chinese pages say what the English ones say: the same headings in number and level, commands and examples, tables
with their rows, columns, identifiers and numbers, and in every section the same identifiers and numbers. The English
page is the source: change it first, then its translation. Needs no program."""

import collections
import os
import pathlib
import re
import unittest

import markdown

SOURCE = pathlib.Path(os.environ.get("ZONECAST_SOURCE", pathlib.Path(__file__).parents[2]))

# Units whose names hold a number. In Chinese: 万元/亩, 亿元, 万人, 万平方米, 件/万人, 每万人.
UNITS = ("1e4 CNY per mu", "1e8 CNY", "1e4 persons", "1e4 m2", "per 10000 people", "per 10,000 people")


def numbers_in(text):
    """The numbers of a text without those in code, in links and in names of units; 2,000 and 2e3 count as 2000."""
    text = re.sub(r"`[^`]*`|\]\([^)]*\)", " ", text)
    for unit in UNITS:
        text = text.replace(unit, " ")
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return collections.Counter(f"{float(number):g}" for number in re.findall(r"\d+(?:\.\d+)?(?:e\d+)?", text))


def commands_in(block):
    """A block of code without comments: what remains must be equal, letter by letter."""
    lines = [re.sub(r"(?:^|\s+)#.*$", "", line).rstrip() for line in block.splitlines()]
    return [line for line in lines if line]


class Pair:
    """A page and its translation."""

    source = translation = ""

    def setUp(self):
        self.texts = [(SOURCE / name).read_text(encoding="utf-8") for name in (self.source, self.translation)]

    def test_headings(self):
        theirs, ours = map(markdown.headings, self.texts)
        for (level, title, _), (level_zh, title_zh, line) in zip(theirs, ours):
            where = f"{self.translation}:{line}: {title!r}, {title_zh!r}"
            self.assertEqual(level, level_zh, where)
            self.assertEqual(markdown.CODE.findall(title), markdown.CODE.findall(title_zh), where)
        self.assertEqual(len(theirs), len(ours), "number of headings")

    def test_commands_and_examples(self):
        theirs, ours = (markdown.split(text)[1] for text in self.texts)
        for (language, block, _), (language_zh, block_zh, line) in zip(theirs, ours):
            where = f"{self.translation}:{line}"
            self.assertEqual(language, language_zh, where)
            self.assertEqual(commands_in(block), commands_in(block_zh), where)
        self.assertEqual(len(theirs), len(ours), "number of code blocks")

    def test_tables(self):
        theirs, ours = map(markdown.tables, self.texts)
        for table, table_zh in zip(theirs, ours):
            for row, row_zh in zip(table, table_zh):
                what = f"{self.translation}\n{row}\n{row_zh}\n"
                self.assertEqual(len(row), len(row_zh), f"{what}differ in columns")
                for cell, cell_zh in zip(row, row_zh):
                    self.assertEqual(sorted(markdown.CODE.findall(cell)), sorted(markdown.CODE.findall(cell_zh)), what)
                numbers = [numbers_in(" ".join(cells)) for cells in (row, row_zh)]
                self.assertEqual(*numbers, f"{what}differ in numbers")
            self.assertEqual(len(table), len(table_zh), f"rows of the table that begins with {table[0]}")
        self.assertEqual(len(theirs), len(ours), "number of tables")

    def test_identifiers_and_numbers_of_every_section(self):
        titles = ["the beginning", *(title for _, title, _ in markdown.headings(self.texts[0]))]
        for title, *sections in zip(titles, *map(markdown.sections, self.texts)):
            code = [set(markdown.CODE.findall(text)) for text in sections]
            self.assertEqual(*code, f"{self.source}, {title}")
            long = [{number for number in numbers_in(text) if len(number) > 1} for text in sections]
            self.assertEqual(*long, f"{self.source}, {title}: numbers of two digits and more")


class Readme(Pair, unittest.TestCase):
    source, translation = "README.md", "README.zh.md"


class Tutorial(Pair, unittest.TestCase):
    source, translation = "docs/tutorial.md", "docs/zh/tutorial.md"


class Plan(Pair, unittest.TestCase):
    source, translation = "docs/formats/plan.md", "docs/zh/plan.md"


class Comparison(unittest.TestCase):
    def test_differences_are_seen(self):
        self.assertEqual(commands_in("a b   # says\n# c\nd 'x#y'"), commands_in("a b   # 说\nd 'x#y'"))
        self.assertNotEqual(commands_in("a b"), commands_in("a c"))
        self.assertEqual(numbers_in("above 2,000 (1e8 CNY) `x 3` in 2016"), numbers_in("2016 年超过 2000 亿元"))
        self.assertNotEqual(numbers_in("0.2"), numbers_in("0.5"))


if __name__ == "__main__":
    unittest.main()
