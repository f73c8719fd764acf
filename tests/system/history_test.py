"""Scoring and fitting against history, as a user meets them."""

import csv
import io
import json
import os
import unittest

import h5py

from support import HUNAN, SOURCE, SystemTest

PACK = SOURCE / "scenarios/packs/hunan"
LIBRARY = SOURCE / "scenarios/library"


class Backtest(SystemTest):
    def test_tables_json_and_csv_agree(self):
        out = self.good("backtest", PACK, "--origins", "2017:2018", "--horizon", 2, "-n", 16, "--json", "--csv", "cases.csv", "-q")
        result = json.loads(out)
        self.assertEqual((result["first_origin"], result["last_origin"], result["horizon"]), (2017, 2018, 2))
        cases = result["cases"]
        self.assertTrue({"hnte_count", "gdp", "rd_to_gdp", "tech_contract_value"} <= {one["series"] for one in cases})
        rows = list(csv.DictReader(io.StringIO((self.folder / "cases.csv").read_text(encoding="utf-8"))))
        who = ("model", "random_walk", "damped_trend", "as_nation")
        self.assertEqual(len(rows), sum(one[name] is not None for one in cases for name in who))
        # The rule of the nation is there for what the panel has of the nation.
        self.assertTrue(all(one["as_nation"] for one in cases if one["series"] == "gdp"))
        self.assertFalse([one for one in cases if one["series"] == "rd_to_gdp" and one["as_nation"]])
        by_model = [row for row in rows if row["forecaster"] == "model"]
        for one, row in zip(cases, by_model):
            self.assertEqual((one["series"], one["origin"], one["horizon"]), (row["series"], int(row["origin"]), int(row["horizon"])))
            self.assertAlmostEqual(one["model"]["crps"], float(row["crps"]))
        pooled = result["pooled"]
        mean = sum(one["model"]["crps"] for one in cases) / len(cases)
        self.assertAlmostEqual(pooled["model"]["crps"], mean)
        # Nothing of value added is scored across the change of its scope in 2020.
        self.assertFalse([one for one in cases if one["series"] == "hightech_value_added" and one["year"] >= 2020])
        self.assertTrue([note for note in result["inputs"] if note["treatment"] == "widened" and note["input"] == "prior renewal_rate"])

    def test_text_in_both_languages(self):
        arguments = ("backtest", PACK, "--origins", 2018, "--horizon", 1, "-n", 4, "-q")
        self.assertIn("nothing seen after the origin", self.good(*arguments))
        self.assertIn("只用起点年已知的数据", self.good(*arguments, "--lang", "zh"))

    def test_bad_years_are_refused(self):
        done = self.run_in("backtest", PACK, "--origins", "2020:2016")
        self.assertEqual(done.returncode, 2)
        self.assertIn("is no range of years", done.stderr)
        self.assertEqual(self.run_in("backtest", "nowhere", "--origins", "2016").returncode, 2)

    def test_provinces_of_the_panel(self):
        arguments = ("backtest", LIBRARY, "--origins", 2020, "--horizon", 2, "-n", 50, "-q", "--provinces", "hunan,贵州")
        result = json.loads(self.good(*arguments, "--json", "--csv", "cases.csv"))
        self.assertEqual(result["provinces"], ["guizhou", "hunan"])
        rows = list(csv.DictReader(io.StringIO((self.folder / "cases.csv").read_text(encoding="utf-8"))))
        self.assertEqual({row["place"] for row in rows}, {"guizhou", "hunan"})
        self.assertEqual(sum(row["forecaster"] == "model" for row in rows), len(result["cases"]))
        self.assertEqual([(one["series"], one["place"]) for one in result["aims"]], [("hnte_count", "hunan")])
        self.assertIn("learned anew at each origin", self.good(*arguments))
        self.assertIn("重新学习", self.good(*arguments, "--leave-out", "--verbose", "--lang", "zh"))
        done = self.run_in("backtest", LIBRARY, "--origins", 2020, "--provinces", "hunna")
        self.assertEqual(done.returncode, 2)
        self.assertIn('did you mean "hunan"?', done.stderr)
        done = self.run_in("backtest", PACK, "--origins", 2020, "--leave-out")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--leave-out", done.stderr)


class Learn(SystemTest):
    def test_what_was_learned_is_the_same_everywhere(self):
        arguments = ("learn", "--library", LIBRARY, "--until", 2019)
        result = json.loads(self.good(*arguments, "--json", "-o", "learned.csv"))
        self.assertEqual(result["until"], 2019)
        by_series = {one["series"]: one for one in result["headlines"]}
        self.assertEqual(by_series["gdp"]["nation"]["until"], 2019)
        self.assertNotIn("catching_up", by_series["gdp"]["provinces"])
        self.assertEqual(result["prior_only"], ["tech_sme_count"])
        rows = list(csv.DictReader(io.StringIO((self.folder / "learned.csv").read_text(encoding="utf-8"))))
        for row in rows[:-1]:
            number = by_series[row["series"]][row["of"]][row["parameter"]]
            self.assertAlmostEqual(float(row["mean"]), number["mean"])
            self.assertAlmostEqual(float(row["zero"]), number["zero"])
        self.assertEqual((rows[-1]["series"], rows[-1]["of"]), ("tech_sme_count", "prior only"))
        self.assertIn("prior only", self.good(*arguments))
        self.assertIn("只有先验", self.good(*arguments, "--lang", "zh"))
        self.assertEqual(self.run_in("learn", "--library", "nowhere").returncode, 2)
        self.assertEqual(self.run_in("learn", "--library", LIBRARY, "--until", 1990).returncode, 2)


class Calibrate(SystemTest):
    def test_the_posterior_feeds_a_run(self):
        out = self.good("calibrate", HUNAN, "--until", 2016, "--members", 20, "--candidates", 40, "-o", "p.h5", "--json", "-q")
        result = json.loads(out)
        self.assertEqual((result["from"], result["until"]), (2013, 2016))
        self.assertTrue({"hnte_count", "gdp", "rd_expenditure"} <= {one["series"] for one in result["figures"]})
        ids = [one["id"] for one in result["parameters"]]
        with h5py.File(self.folder / "p.h5") as file:
            posterior = file["posterior"][()]
            self.assertEqual(posterior.shape, (20, len(ids)))
            self.assertEqual([name.decode() for name in file["parameter"][()]], ids)
        done = self.run_in("run", HUNAN, "-n", 24, "--parameters", "p.h5", "-o", "run.h5")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("fitted to 2013-2016", done.stderr)
        with h5py.File(self.folder / "run.h5") as file:
            names = [name.decode() for name in file["parameter"][()]]
            drawn = file["parameter_value"][()]
        trend = drawn[:, names.index("load_trend")]
        fitted = posterior[:, ids.index("load_trend")]
        self.assertEqual(trend[:20].tolist(), fitted.tolist())
        self.assertEqual(trend[20:].tolist(), fitted[:4].tolist())  # rows are given in turn
        level = drawn[:20, names.index("rd_rest_share")]  # of another base year: drawn from the plan's prior
        self.assertNotEqual(level.tolist(), posterior[:, ids.index("rd_rest_share")].tolist())
        (self.folder / "p.h5").unlink()
        self.good("reproduce", "run.h5", "-q")  # a result keeps the parameters that it was given

    def test_a_result_is_no_posterior(self):
        self.good("run", HUNAN, "-n", 2, "-o", "run.h5", "-q")
        done = self.run_in("run", HUNAN, "-n", 2, "--parameters", "run.h5", "-o", "b.h5")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no posterior", done.stderr)
        self.assertEqual(self.files(), ["run.h5"])

    def test_a_pipe_is_no_place_for_a_posterior(self):
        os.mkfifo(self.folder / "pipe")
        done = self.run_in("calibrate", HUNAN, "--until", 2016, "--candidates", 1000000, "-o", "pipe")
        self.assertEqual(done.returncode, 2)
        self.assertIn("it can be no pipe", done.stderr)
        self.assertTrue((self.folder / "pipe").is_fifo())

    def test_ctrl_c_leaves_nothing(self):
        self.interrupt("calibrate", HUNAN, "--until", 2016, "--candidates", 1000000, "-o", "p.h5")
        self.interrupt("backtest", PACK, "--origins", "2017", "-n", 1000000, "--csv", "cases.csv")


if __name__ == "__main__":
    unittest.main()
