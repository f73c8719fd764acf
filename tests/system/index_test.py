"""The ranking of zones, targets that contradict each other or are judged together, and what doubling an instrument does."""

import json
import unittest

import xarray

from support import HUNAN, SOURCE, SystemTest

PLANS = SOURCE / "scenarios/plans"


class Ranking(SystemTest):
    def test_chances_of_ranks_are_those_of_the_file(self):
        self.good("run", HUNAN, "-n", 32, "-o", "a.h5", "-q")
        shown = json.loads(self.good("index", "a.h5", "--year", 2018, "--json"))
        self.assertEqual((shown["year"], shown["replicates"]), (2018, 32))
        self.assertEqual({zone["set"] for zone in shown["zones"]}, {"provincial_zones", "national_zones"})
        with xarray.open_dataset(self.folder / "a.h5") as result:
            # As many zones as there are ranks to give, in the mean over the replicates.
            given = result.zone_index_rank_chance.sel(year=2018).sum().item()
            zones = result.perimeter_zones_national_mean.sel(perimeter="all_zones", year=2018).item() \
                + result.perimeter_zones_provincial_mean.sel(perimeter="all_zones", year=2018).item()
            self.assertGreater(zones, 20)
            self.assertLessEqual(given, zones + 1e-9)
            self.assertGreater(given, 0.9 * zones)  # zones are counted in the perimeter where they are most often
            for zone in shown["zones"]:
                chances = result.zone_index_rank_chance.sel(zone=zone["id"], year=2018)
                self.assertAlmostEqual(sum(zone["rank_chance"].values()), zone["ranked_chance"], places=12)
                for rank, chance in zone["rank_chance"].items():
                    self.assertEqual(chances.sel(index_rank=int(rank)).item(), chance)
                score = result.zone_index_score_mean.sel(zone=zone["id"], year=2018).item()
                self.assertEqual(score, zone["score_mean"])
                self.assertTrue(0 <= score <= 100)
            # The score is the weighted mean of the mean points, where every replicate has all points.
            weight = dict(zip(result.index_group.values, result.index_group_weight.values))
            zone = next(zone for zone in shown["zones"] if zone["ranked_chance"] == 1)
            points = result.zone_index_item_mean.sel(zone=zone["id"], year=2018)
            total = 0
            for group in weight:
                of_group = [i for i in result.index_item.values if result.index_item_group.sel(index_item=i).item() == group]
                weights = result.index_item_weight.sel(index_item=of_group)
                total += weight[group] * (weights * points.sel(index_item=of_group)).sum().item() / weights.sum().item()
            self.assertAlmostEqual(total / sum(weight.values()), zone["score_mean"], places=9)
        text = self.good("index", "a.h5", "--lang", "zh")
        self.assertIn("省级高新区", text)
        self.assertIn("2019", text)
        late = self.run_in("index", "a.h5", "--year", 2030)
        self.assertEqual(late.returncode, 2)
        self.assertIn("2016 to 2019", late.stderr)

    def test_weights_can_be_changed_and_the_index_left_out(self):
        self.good("run", HUNAN, "-n", 8, "-o", "a.h5", "-q")
        self.good("run", HUNAN, "-n", 8, "-o", "b.h5", "-q", "--set", "index.sustainability.weight=0", "--set", "index.2.3.weight=9")
        self.good("run", HUNAN, "-n", 8, "-o", "c.h5", "-q", "--set", "plan.index=0")
        with xarray.open_dataset(self.folder / "a.h5") as a, xarray.open_dataset(self.folder / "b.h5") as b, \
                xarray.open_dataset(self.folder / "c.h5") as c:
            self.assertEqual(a.sizes["index_group"], 4)
            self.assertEqual(b.sizes["index_group"], 3)
            self.assertEqual(b.index_item_weight.sel(index_item="2.3").item(), 9)
            self.assertFalse((a.zone_index_score_mean == b.zone_index_score_mean).all())
            self.assertFalse(any("index" in name for name in c.variables))
            self.assertTrue((a.target_value.fillna(0) == c.target_value.fillna(0)).all(), "the index moves nothing")
        without = self.run_in("index", "c.h5")
        self.assertEqual(without.returncode, 2)
        self.assertIn("no zone index", without.stderr)

    def test_guizhou_is_ranked_by_the_same_weights(self):
        self.good("run", PLANS / "guizhou-htz-2021-2025.toml", "-n", 4, "-o", "a.h5", "-q")
        shown = json.loads(self.good("index", "a.h5", "--json"))
        self.assertEqual(shown["index"]["id"], "hunan-2017")
        self.assertGreater(len(shown["zones"]), 8)


class Contradictions(SystemTest):
    def test_12000_and_7800_are_noted_with_both_places(self):
        plan = PLANS / "hunan-htz-2026-2028.toml"
        answer = json.loads(self.good("check", plan, "--json"))
        notes = [problem for problem in answer["problems"] if problem["severity"] == "note" and "overlap" in problem["what"]]
        note = next(problem for problem in notes if "HN26-08" in problem["what"])
        self.assertIn("12000", note["what"])
        self.assertIn("7800", note["what"])
        lines = plan.read_text(encoding="utf-8").splitlines()
        self.assertEqual(lines[note["line"]], 'id = "HN26-08"')  # the table begins on the line before
        first = int(note["hint"].split(":")[-2])
        self.assertEqual(lines[first], 'id = "HN26-04"')


class Together(SystemTest):
    def test_groups_of_a_clause_are_judged_at_once(self):
        card = json.loads(self.good("run", HUNAN, "-n", 32, "-o", "a.h5", "-q", "--json"))
        chance = {target["id"]: target["chance"] for target in card["targets"]}
        self.assertTrue(card["groups"])
        with xarray.open_dataset(self.folder / "a.h5") as result:
            for group in card["groups"]:
                members = [member["id"] for member in group["members"]]
                together = result.target_met.sel(target=members).all("target").mean().item()
                self.assertAlmostEqual(group["chance"], together, places=12)
                self.assertLessEqual(group["chance"], min(chance[member] for member in members))
                low, high = group["chance_interval"]
                self.assertTrue(low <= group["chance"] <= high)


class Doubling(SystemTest):
    """Every instrument with a channel, in every plan: doubling its doses moves what it aims at in the declared direction, within two standard errors."""

    def test_signs(self):
        seen = set()
        for plan in ("hunan-htz-2017-2019", "czt-action-2017-2019", "hunan-htz-2026-2028", "guizhou-htz-2021-2025", "czt-outline-2015-2025"):
            answer = json.loads(self.good("doubling", PLANS / f"{plan}.toml", "-n", 24, "--json"))
            for row in answer["instruments"]:
                seen.add(row["instrument"])
                with self.subTest(plan=plan, instrument=row["instrument"], lever=row["lever"]):
                    self.assertTrue(row["as_declared"], row)
        self.assertGreater(len(seen), 25)

    def test_more_entry_here_is_less_elsewhere(self):
        answer = json.loads(self.good("doubling", HUNAN, "-n", 16, "--json"))
        entry = [row for row in answer["instruments"] if row["lever"] == "entry" and row["clear"]]
        self.assertTrue(entry)
        for row in entry:
            self.assertGreater(row["entries"]["mean"], 0)
            self.assertLess(row["entries_elsewhere"]["mean"], 0)


if __name__ == "__main__":
    unittest.main()
