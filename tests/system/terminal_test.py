"""What the program shows on a terminal: colour only there, widths that fit, Chinese that stands in columns, progress with rate and time left."""

import pathlib
import re
import tempfile
import unicodedata
import unittest

from support import HUNAN, SystemTest, on_terminal, zonecast

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def cells(text):
    """Cells that a terminal gives to a text."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class Terminal(SystemTest):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory(prefix="zonecast-terminal-")
        cls.result = pathlib.Path(cls.place.name) / "a.h5"
        done = zonecast("run", HUNAN, "-n", 8, "-o", cls.result, "-q")
        assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def targets(self, **options):
        return on_terminal(["targets", self.result, "--outlook", "--lang", options.pop("language", "en")], **options)

    def test_colour_only_where_it_is_welcome(self):
        self.assertRegex(self.targets(), COLOUR)
        self.assertNotRegex(self.targets(NO_COLOR="1"), COLOUR)
        self.assertRegex(self.targets(NO_COLOR=""), COLOUR)  # no-color.org: an empty value does not count
        self.assertNotRegex(self.targets(TERM="dumb"), COLOUR)
        self.assertNotIn("\x1b", zonecast("targets", self.result, environment={"TERM": "xterm"}).stdout)

    def test_no_line_is_wider_than_the_terminal(self):
        for language in ("zh", "en"):
            for columns in (80, 100, 160):
                for line in COLOUR.sub("", self.targets(language=language, columns=columns)).splitlines():
                    self.assertLessEqual(cells(line), columns, f"{language} {columns}: {line}")

    def test_columns_says_how_wide(self):
        narrow = zonecast("targets", self.result, environment={"COLUMNS": "80"}).stdout
        wide = zonecast("targets", self.result, environment={"COLUMNS": "160"}).stdout
        self.assertLessEqual(max(map(cells, narrow.splitlines())), 80)
        self.assertGreater(max(map(cells, wide.splitlines())), 120)
        self.assertEqual(zonecast("targets", self.result, environment={"COLUMNS": "wide"}).stdout, zonecast("targets", self.result).stdout)

    def test_chinese_stands_in_columns(self):
        words = ("大概率", "未定", "小概率", "难以达到")
        text = COLOUR.sub("", self.targets(language="zh", columns=140))
        starts = set()
        for line in text.splitlines():
            if re.match(r"HN17-\d\d ", line):
                found = [match.start() for word in words for match in re.finditer(re.escape(f"  {word}"), line)]
                self.assertTrue(found, line)
                starts.add(cells(line[:max(found)]))
        self.assertEqual(len(starts), 1, f"the verdicts begin at different cells: {starts}\n{text}")

    def test_progress_fits_and_says_rate_and_time_left(self):
        for language, rate, left in (("en", "a second", "left"), ("zh", "每秒", "还需")):
            for columns in (30, 90):
                seen = on_terminal(["run", HUNAN, "-n", 200, "-o", self.folder / "b.h5", "--lang", language], columns=columns, errors=True)
                frames = [frame.replace("\x1b[K", "") for frame in seen.split("\r") if frame.startswith("\x1b[K")]
                self.assertGreater(len(frames), 2, seen)
                for frame in frames[:-1]:
                    self.assertLess(cells(frame.split("\n")[0]), columns, frame)
                if columns == 90:
                    self.assertTrue(any(rate in frame and left in frame for frame in frames), frames)
                    self.assertTrue(any("#" in frame for frame in frames))
                self.assertTrue(seen.endswith("\r\x1b[K"), repr(seen[-80:]))

    def test_problems_are_coloured_and_say_what_to_do(self):
        seen = on_terminal(["check", self.folder / "none.toml"], errors=True)
        self.assertRegex(seen, r"\x1b\[[0-9;]*merror\x1b\[0m:")
        self.assertIn("\n    check the path", seen)
        self.assertNotRegex(on_terminal(["check", self.folder / "none.toml"], errors=True, NO_COLOR="1"), COLOUR)


if __name__ == "__main__":
    unittest.main()
