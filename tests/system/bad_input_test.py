"""Bad input: exit status 2, the file, line and column of every problem with what to do about it, and nothing written."""

import json
import unittest

from support import SystemTest

PACK = "packs/guizhou-four/"
PLAN = "plans/guizhou-example.toml"


class BadInput(SystemTest):
    def setUp(self):
        super().setUp()
        self.plan = self.example()

    def refused(self, *expected, arguments=()):
        """The run is refused; each expected text stands in what it says. Nothing is written."""
        before = self.files()
        done = self.run_in("run", self.plan, "-n", "2", "-o", "out.h5", *arguments)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertEqual(self.files(), before)
        self.assertEqual(done.stdout, "")
        for text in expected:
            self.assertIn(text, done.stderr)
        self.assertRegex(done.stderr, r"(?m)^\d+ errors?; nothing was written\.$")
        checked = self.run_in("check", self.plan, *arguments)
        self.assertEqual(checked.returncode, 2)
        self.assertLessEqual(set(done.stderr.splitlines()), set(checked.stderr.splitlines()))  # it lists warnings of the start too
        return done.stderr

    def test_unknown_key(self):
        self.edit(PLAN, "success = 0.8", "succes = 0.8")
        self.refused("guizhou-example.toml:", "succes", "success")

    def test_misspelt_zone(self):
        self.edit(PLAN, 'scope = "guiyang_htz"', 'scope = "guiyang_hzt"')
        self.assertRegex(self.refused('did you mean "guiyang_htz"'), r"guizhou-example\.toml:\d+:\d+: error: ")

    def test_missing_column(self):
        self.edit(PACK + "cities.csv", "id,name_zh,name_en,latitude,longitude", "id,name_zh,name_en,latitude,height")
        self.refused("cities.csv:1", "longitude", "height")

    def test_text_where_a_number_belongs(self):
        self.edit(PACK + "history.csv", "gdp,guiyang,2020,4505.23,", "gdp,guiyang,2020,many,")
        self.refused("history.csv:17:18: error", "many")

    def test_share_above_one(self):
        self.edit(PLAN, "success = 0.8", "success = 1.8")
        self.refused("guizhou-example.toml:", "1.8")

    def test_shares_that_do_not_sum(self):
        text = (self.folder / "scenarios/library/industries.csv").read_text(encoding="utf-8")
        weights = next(cell for line in text.splitlines()[1:] for cell in line.split(",") if ";" in cell and ":" in cell)
        first, rest = weights.split(";", 1)
        wrong = first.split(":")[0] + ":0.05;" + rest
        (self.folder / "scenarios/library/industries.csv").write_text(text.replace(weights, wrong, 1), encoding="utf-8")
        self.refused("industries.csv:", "sum")

    def test_negative_revenue(self):
        self.edit(PACK + "history.csv", "cluster_revenue,guiyang_htz.nev,2020,60,", "cluster_revenue,guiyang_htz.nev,2020,-60,")
        self.refused("history.csv:", "-60")

    def test_year_outside_the_history(self):
        self.edit(PLAN, "base_year = 2020\nend_year", "base_year = 2000\nend_year")
        self.refused("2000")

    def test_metric_that_does_not_exist(self):
        self.edit(PLAN, 'metric = "hnte_count"', 'metric = "hnte_cuont"')
        self.refused("guizhou-example.toml:", "hnte_cuont", '"hnte_count"')

    def test_cycle_in_extends(self):
        self.edit(PLAN, 'id = "guizhou-example"', 'id = "guizhou-example"\nextends = "other.toml"')
        (self.folder / "scenarios/plans/other.toml").write_text('[plan]\nextends = "guizhou-example.toml"\n', encoding="utf-8")
        self.refused("extends", "other.toml")

    def test_empty_file(self):
        (self.folder / "scenarios" / (PACK + "zones.csv")).write_bytes(b"")
        self.refused("zones.csv:1:1: error", "empty")

    def test_line_of_100_megabytes(self):
        with open(self.folder / "scenarios" / (PACK + "zones.csv"), "ab") as file:
            for _ in range(100):
                file.write(b"x" * 1_000_000)
        self.refused("zones.csv")

    def test_invalid_utf8(self):
        with open(self.folder / "scenarios" / (PACK + "cities.csv"), "ab") as file:
            file.write(b"here,\xff\xfe\xfd,Here,1,2\n")
        self.refused("cities.csv:6:6: error", "UTF-8")

    def test_gbk_is_named(self):
        path = self.folder / "scenarios" / (PACK + "cities.csv")
        path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
        self.refused("cities.csv:", "GBK")

    def test_duplicate_id(self):
        self.edit(PACK + "cities.csv", "zunyi,遵义市", "guiyang,遵义市")
        self.refused("cities.csv:3:1: error", "guiyang")

    def test_edge_to_nowhere(self):
        folder = self.folder / "scenarios" / PACK
        folder.joinpath("segments.csv").write_text(
            "id,chain,name_zh,name_en,position,sector\nrock,phosphate,磷矿石,Phosphate rock,upstream,chemicals\n", encoding="utf-8")
        folder.joinpath("supply.csv").write_text("from,to,input_share,local_share\nrock,acid,0.4,0.5\n", encoding="utf-8")
        self.refused("supply.csv:2:6: error", "acid")

    def test_all_problems_at_once(self):
        self.edit(PACK + "history.csv", "gdp,guiyang,2020,4505.23,", "gdp,guiyang,2020,many,")
        self.edit(PACK + "zones.csv", "黔南高新区,Qiannan HTZ,qiannan", "黔南高新区,Qiannan HTZ,qianan")
        self.edit(PLAN, "success = 0.8", "succes = 0.8")
        self.refused("history.csv:17", "zones.csv:5", "guizhou-example.toml:", "3 errors")

    def test_missing_plan(self):
        self.plan = self.folder / "scenarios/plans/guizhou-exampel.toml"
        self.refused("guizhou-exampel.toml")

    def test_bad_override(self):
        self.refused("renewal_rat", "renewal_rate", arguments=("--set", "parameter.renewal_rat=0.5"))
        self.refused("--set", arguments=("--set", "nonsense"))

    def test_bad_series_to_keep(self):
        done = self.run_in("run", self.plan, "--keep", "zone:guiyang_hzt:gdp", "-o", "out.h5")
        self.assertEqual(done.returncode, 2)
        self.assertIn('did you mean "guiyang_htz"?', done.stderr)

    def test_problems_as_json(self):
        self.edit(PLAN, "success = 0.8", "succes = 0.8")
        done = self.run_in("check", self.plan, "--json")
        self.assertEqual(done.returncode, 2)
        problem = json.loads(done.stdout)["problems"][0]
        self.assertEqual(problem["severity"], "error")
        self.assertTrue(problem["file"].endswith("guizhou-example.toml"))
        self.assertGreater(problem["line"], 50)
        self.assertGreater(problem["column"], 0)
        self.assertIn("succes", problem["what"])
        self.assertIn("success", problem["hint"])


class ExcelFiles(SystemTest):
    def test_byte_order_marks_and_windows_line_ends_are_read(self):
        plan = self.example()
        plain = self.good("check", plan, "--json")
        for path in (self.folder / "scenarios").rglob("*.csv"):
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
        self.assertEqual(self.good("check", plan, "--json"), plain)


if __name__ == "__main__":
    unittest.main()
