"""The documents as a set: links and anchors resolve, decisions have a status and a place in their table, the map names
every page, the glossary is whole. Needs no program."""

import os
import pathlib
import re
import unittest

import markdown

SOURCE = pathlib.Path(os.environ.get("ZONECAST_SOURCE", pathlib.Path(__file__).parents[2]))
DOCS = SOURCE / "docs"
LEFT_OUT = {"build", "node_modules", ".git"}
STATUS = re.compile(r"^Status: (accepted|proposed|rejected|superseded by \[\d+\]\([^)]*\))([;,] .*)?\.$")


def pages():
    return sorted(path for path in SOURCE.rglob("*.md") if not LEFT_OUT & set(path.relative_to(SOURCE).parts))


def text_of(path):
    return path.read_text(encoding="utf-8")


class Links(unittest.TestCase):
    def test_every_link_and_anchor_resolves(self):
        wrong, seen = [], 0
        for page in pages():
            text = text_of(page)
            for target, line in markdown.links(text):
                if "://" in target or target.startswith("mailto:"):
                    continue
                seen += 1
                name, _, anchor = target.partition("#")
                other = page.parent / name if name else page
                if not other.exists():
                    wrong.append(f"{page.relative_to(SOURCE)}:{line}: there is no {target}")
                elif anchor and other.suffix == ".md" and anchor not in markdown.anchors(text_of(other)):
                    where = name or "this page"
                    wrong.append(f"{page.relative_to(SOURCE)}:{line}: {where} has no heading for #{anchor}")
        self.assertGreater(seen, 100)
        self.assertEqual(wrong, [], "\n" + "\n".join(wrong))

    def test_a_broken_link_is_seen(self):
        text = "# One `two`, three\n\nSee [a](b.md#c) and [two\nlines](#x). `[no](no.md)`\n\n```\n[no](no.md)\n```\n"
        self.assertEqual(markdown.links(text), [("b.md#c", 3), ("#x", 3)])
        self.assertEqual(markdown.anchors(text), {"one-two-three"})


class Decisions(unittest.TestCase):
    def setUp(self):
        self.files = sorted((DOCS / "decisions").glob("[0-9]*.md"))
        self.table = text_of(DOCS / "decisions/README.md")

    def title_and_status(self, path):
        """The first paragraph, which is the title, and the second, which is the status."""
        title, status, _ = text_of(path).split("\n\n", 2)
        return title, status.replace("\n", " ")

    def test_every_decision_has_a_title_with_its_number_and_a_status(self):
        for path in self.files:
            title, status = self.title_and_status(path)
            self.assertRegex(title, rf"^# {int(path.name[:4])}\. \S", path.name)
            self.assertRegex(status, STATUS, f"{path.name}: below the title must stand a line like `Status: accepted.`")

    def test_every_decision_is_in_the_table(self):
        rows = self.table.splitlines()
        for path in self.files:
            title, status = self.title_and_status(path)
            number, name = title[2:].split(". ", 1)
            row = f"| [{number}]({path.name}) | {name} | {status.removeprefix('Status: ').rstrip('.')} |"
            self.assertTrue(row in rows, f"docs/decisions/README.md needs the row\n{row}")

    def test_numbers_are_continuous_but_for_those_that_the_table_names(self):
        numbers = [int(path.name[:4]) for path in self.files]
        self.assertEqual(len(numbers), len(set(numbers)), "two decisions have one number")
        never = re.search(r"Numbers never used: ([\d, ]+)\.", self.table)[1]
        reserved = re.search(r"Reserved for decisions that are being written:(.*?)\.\n\n", self.table, re.DOTALL)
        named = {int(number) for number in never.split(",")}
        self.assertFalse(named & set(numbers), "docs/decisions/README.md calls a number unused that is used")
        if reserved:
            named |= {int(number) for number in re.findall(r"\b\d+\b", reserved[1])}
        self.assertEqual(set(range(1, max(numbers) + 1)) - set(numbers) - named, set(),
                         "take the next free number, or say in docs/decisions/README.md that this one was never used")


class Map(unittest.TestCase):
    def test_the_map_names_every_page(self):
        targets = [target.partition("#")[0] for target, _ in markdown.links(text_of(DOCS / "index.md"))]
        here = {(DOCS / target).resolve() for target in targets if "://" not in target}
        for page in sorted(DOCS.rglob("*.md")):
            if page != DOCS / "index.md" and page.parent != DOCS / "decisions":
                self.assertIn(page.resolve(), here, f"docs/index.md has no link to {page.relative_to(SOURCE)}")


class Glossary(unittest.TestCase):
    def test_every_term_has_a_meaning_and_a_chinese_term(self):
        tables = markdown.tables(text_of(DOCS / "glossary.md"))
        rows = [row for table in tables if table[0][0] == "term" for row in table[1:]]
        self.assertGreater(len(rows), 80)
        for row in rows:
            self.assertEqual(len(row), 4, row)
            self.assertTrue(row[0] and row[1] and row[3], row)
            self.assertRegex(row[3], r"[\u4e00-\u9fff]|^–$", row)
        terms = [row[0] for row in rows]
        self.assertEqual(len(terms), len(set(terms)), "a term stands twice")


class Recipes(unittest.TestCase):
    def test_every_path_that_a_recipe_names_is_there(self):
        for page in ("CONTRIBUTING.md", "docs/architecture.md"):
            for code in markdown.CODE.findall("\n".join(markdown.split(text_of(SOURCE / page))[0])):
                if re.fullmatch(r"[\w.-]+(?:/[\w.-]+)*/[\w.-]*", code) and not code.startswith("build/"):
                    self.assertTrue((SOURCE / code).exists(), f"{page} names {code}")


if __name__ == "__main__":
    unittest.main()
