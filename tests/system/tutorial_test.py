"""The tutorial's commands, one after the other in an empty folder, as a planner types them; and what `new` promises."""

import csv
import os
import pathlib
import re
import subprocess
import unittest

import h5py

from support import SOURCE, ZONECAST, SystemTest, zonecast


def blocks():
    text = (SOURCE / "docs/tutorial.md").read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


class Tutorial(SystemTest):
    def shell(self, block):
        environment = {**os.environ, "PATH": f"{pathlib.Path(ZONECAST).parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
        return subprocess.run(["sh", "-eu", "-c", block], cwd=self.folder, env=environment, capture_output=True, encoding="utf-8", check=False)

    def test_every_block_works(self):
        all_blocks = blocks()
        self.assertGreaterEqual(len(all_blocks), 9)
        has_page = "built without the page" not in zonecast("report", "none.h5").stderr  # cmake -DZONECAST_REPORT=OFF
        for block in all_blocks:
            if "zonecast report" in block and not has_page:
                continue  # this build has no report page
            # Fewer replicates than a planner would run: the words are tested, not the chances.
            done = self.shell(re.sub(r"-n \d+", "-n 16", block))
            self.assertEqual(done.returncode, 0, f"{block}\n{done.stdout}\n{done.stderr}")
            self.assertNotIn("error", done.stderr, block)
        names = self.files()
        for name in ("jiangxi.h5", "without-cultivation.h5", "jiangxi-tables/target.csv"):
            self.assertIn(name, names)
        self.assertEqual("jiangxi.html" in names, has_page)
        with h5py.File(self.folder / "jiangxi.h5") as file:
            places = dict(zip(file["zone"].asstr(), file["zone_name_zh"].asstr()))
            self.assertEqual(places["xinyu_htz"], "新余高新区")
            self.assertEqual(file["target_threshold"][0], 9000)

    def test_every_edit_of_the_tutorial_hits(self):
        """A sed that no longer matches the pack would do nothing."""
        zonecast("new", "jiangxi", cwd=self.folder)
        edits = [line for block in blocks() for line in block.splitlines() if line.startswith("sed ")]
        self.assertGreaterEqual(len(edits), 2)
        for line in edits:
            path = self.folder / line.rsplit(" ", 1)[1]
            before = path.read_text(encoding="utf-8")
            self.assertEqual(self.shell(line).returncode, 0)
            self.assertNotEqual(path.read_text(encoding="utf-8"), before, line)


class New(SystemTest):
    def test_a_skeleton_passes_check_and_says_what_to_fill_in(self):
        self.assertIn("placeholders", self.good("new", "lake_land-2"))
        plan = "scenarios/plans/lake_land-2.toml"
        checked = self.run_in("check", plan)
        self.assertEqual((checked.returncode, checked.stderr), (0, ""), checked.stderr)
        rows = (self.folder / "scenarios/packs/lake_land-2/history.csv").read_text(encoding="utf-8").splitlines()[1:]
        for row in rows:
            reported = ",reported," in row
            self.assertTrue(reported or (",assumed,placeholder," in row and not row.endswith(",")), row)

    def test_the_library_is_the_projects_and_an_own_one_is_kept(self):
        self.good("new", "one", "--dir", "d")
        for path in (SOURCE / "scenarios/library").iterdir():
            self.assertEqual((self.folder / "d/library" / path.name).read_bytes(), path.read_bytes())
        (self.folder / "d/library/README.md").write_text("mine")
        self.good("new", "two", "--dir", "d")
        self.assertEqual((self.folder / "d/library/README.md").read_text(), "mine")

    def test_nothing_is_overwritten_or_left_half_written(self):
        self.good("new", "one")
        before = self.files()
        for arguments, expected in ((["one"], "exists already"), (["Not/an id"], "cannot be the id"), (["electronics"], "electronics"),
                                    (["first_city"], "first_city"), (["two", "--dir", "scenarios/library/README.md"], "cannot be made")):
            done = self.run_in("new", *arguments)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn(expected, done.stderr)
        self.assertEqual(self.files(), before)


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class NewProvince(SystemTest):
    """A province by id or name: its history is the panel's, and it runs at once."""

    def test_every_province_passes_check(self):
        provinces = [row["id"] for row in table(SOURCE / "scenarios/library/provinces.csv")]
        self.assertEqual(len(provinces), 31)
        for province in provinces:
            self.good("new", province)
            checked = self.run_in("check", f"scenarios/plans/{province}.toml")
            self.assertEqual(checked.returncode, 0, checked.stderr)
            self.assertNotIn("error", checked.stderr)
            rows = table(self.folder / f"scenarios/packs/{province}/history.csv")
            for row in rows:
                assumed = row["source"].startswith("placeholder")
                self.assertTrue(not assumed or (row["confidence"] == "assumed" and float(row["spread"]) > 0), row)

    def test_a_province_that_is_misspelt_is_named(self):
        self.assertIn("zonecast new jiangxi", self.good("new", "jianxi"))
        self.assertNotIn("no province", self.good("new", "my-region"))

    def test_the_history_is_the_panels(self):
        self.good("new", "江西")
        panel = {(row["series"], row["place"], row["year"]): row for row in table(SOURCE / "scenarios/library/panel.csv")}
        rows = [row for row in table(self.folder / "scenarios/packs/jiangxi/history.csv") if row["place"] == "jiangxi"]
        mine = {(row["series"], row["place"], row["year"]): row for row in rows}
        self.assertGreaterEqual(mine.keys(), {key for key in panel if key[1] == "jiangxi"})
        for key, row in mine.items():
            if key in panel:
                for column in ("unit", "confidence", "source", "note"):
                    self.assertEqual(row[column], panel[key][column])
                self.assertAlmostEqual(float(row["value"]) / float(panel[key]["value"]), 1, 9)
            elif key[0] == "hnte_count":  # three years' recognitions stand in for a stock
                total = float(panel["hnte_count_3yr_sum", *key[1:]]["value"])
                self.assertAlmostEqual(float(row["value"]), 0.98 * total, delta=0.5)
            else:
                self.assertEqual((row["series"], row["source"][:11]), ("hightech_value_added", "placeholder"))

    def test_a_province_outside_the_panel_says_so(self):
        self.good("new", "hubei")
        rows = table(self.folder / "scenarios/packs/hubei/history.csv")
        gdp = [row for row in rows if (row["series"], row["place"]) == ("gdp", "hubei")]
        self.assertEqual([row["source"] for row in gdp], ["placeholder: the nation's times the share of population"])
        self.assertIn("has no row of Hubei", (self.folder / "scenarios/packs/hubei/README.md").read_text(encoding="utf-8"))

    def test_provinces_large_and_small_run(self):
        for province in ("guangdong", "xizang", "beijing"):
            self.good("new", province)
            self.good("run", f"scenarios/plans/{province}.toml", "-n", "8", "-o", f"{province}.h5", "-q")
            with h5py.File(self.folder / f"{province}.h5") as file:
                stock = file["province_hnte_count_mean"][0]
                self.assertTrue((stock > 0).all(), stock)


if __name__ == "__main__":
    unittest.main()
