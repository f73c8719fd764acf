"""The five plans as they stand: every target that their documents set is judged, every instrument that they name is there, and the page of
the plans agrees with their files."""

import importlib.util
import json
import tomllib
import unittest

import h5py
import numpy

from support import SOURCE, SystemTest

# The targets of the five documents, by number; a gap would be a target that nobody judges.
DOCUMENTS = {
    "hunan-htz-2017-2019": ("HN17", 25, 25),
    "czt-action-2017-2019": ("CZT17", 23, 23),
    "hunan-htz-2026-2028": ("HN26", 11, 11),
    "guizhou-htz-2021-2025": ("GZ25", 29, 29),
    "czt-outline-2015-2025": ("CZT15", 22, 25),  # with the three multiples that stand beside the sums of income
}

# What the documents say they will do, by instrument, and the plans that must use it.
INSTRUMENTS = {
    "hnte_cultivation": "HN17 HN26 GZ25 CZT17", "rd_super_deduction": "HN17 GZ25", "hnte_tax_rate": "HN17 GZ25",
    "rd_subsidy": "HN17 HN26 CZT17", "rd_institution_coverage": "HN26", "incubation": "HN17 HN26 GZ25 CZT15",
    "gazelle_programme": "HN17 HN26 GZ25 CZT15", "leading_enterprises": "HN17 GZ25 CZT15", "listing_support": "HN26 GZ25",
    "talent_teams": "CZT17 CZT15 GZ25 HN26", "innovation_platforms": "HN26 GZ25 CZT15 CZT17", "new_rd_institutions": "CZT17 GZ25 CZT15",
    "proof_and_pilot": "HN26 CZT17", "technology_transfer": "HN17 CZT17 CZT15 GZ25 HN26", "st_finance": "HN17 CZT17 CZT15 HN26 GZ25",
    "innovation_vouchers": "CZT17 CZT15", "chain_completion": "GZ25 CZT17 HN26", "investment_attraction": "GZ25 CZT17",
    "cluster_recognition": "HN17 HN26 GZ25", "new_tracks": "HN26 HN17 CZT15", "common_technology": "HN26 HN17 GZ25",
    "digital_green": "HN26 CZT15 GZ25", "civil_military": "HN17 CZT17 CZT15", "zone_promotion": "HN17 HN26 GZ25",
    "zone_expansion": "GZ25 HN26 CZT17", "enclave": "HN26 GZ25 CZT15", "open_cooperation": "HN26 CZT17 CZT15 GZ25",
    "administrative_reform": "HN17 GZ25 CZT15 HN26", "land_intensification": "CZT15 GZ25 HN26", "performance_evaluation": "HN17 GZ25 CZT17",
    "fiscal_input": "HN17 GZ25 CZT17 CZT15", "ip_protection": "CZT15 HN17", "industry_research_alliance": "CZT15 HN26 GZ25",
    # named in the text besides
    "zone_approval": "HN17 HN26", "major_projects_20": "GZ25", "major_projects_50": "GZ25", "public_procurement": "CZT15 GZ25 HN26",
    "staff_spin_offs": "CZT15",
}


def ids(plan):
    prefix, _, count = DOCUMENTS[plan]
    return {f"{prefix}-{number:02d}" for number in range(1, count + 1)}


def plan_file(plan):
    return tomllib.loads((SOURCE / f"scenarios/plans/{plan}.toml").read_text(encoding="utf-8"))


def observed(file, target):
    """The yearly values of a target's quantity over its scope, or None where it is no observable of a place or not a total."""
    metric = {"rd_to_sales[above_scale_industrial]": "above_scale_rd_to_sales",
              "attracted_projects[investment >= 20]": "attracted_projects_ge_20",
              "attracted_projects[investment >= 50]": "attracted_projects_ge_50"}.get(target["metric"], target["metric"])
    if target["quantifier"] != "total" or target["perimeter"] != "current":
        return None
    for kind in ("perimeter", "province", "city"):
        places = [place.decode() for place in file[kind][:]]
        if target["scope"] in places and f"{kind}_{metric}_mean" in file:
            return numpy.asarray(file[f"{kind}_{metric}_mean"])[places.index(target["scope"])]
    return None


class Plans(SystemTest):
    def test_every_target_of_the_documents_is_judged(self):
        self.assertEqual(sum(count for _, count, _ in DOCUMENTS.values()), 110)
        for plan in DOCUMENTS:
            with self.subTest(plan):
                self.good("run", SOURCE / f"scenarios/plans/{plan}.toml", "-n", 8, "-o", "result.h5")
                judged = json.loads(self.good("targets", "--json", "result.h5"))["targets"]
                self.assertEqual({target["id"] for target in judged}, ids(plan))
                for target in judged:
                    self.assertIsNotNone(target["chance"], target["id"])
                    self.assertTrue(0 <= target["chance"] <= 1, target["id"])
                    self.assertTrue(target["clause"] and target["quote"] and target["document"], target["id"])
                    if target["metric"] == "st_progress_contribution":
                        continue  # a share of growth since the base year, which has none
                    # Some zones have no national rank yet: what improves is then nobody's.
                    if target["scope"] == "other_national_zones":
                        continue
                    self.assertIsNotNone(target["base"], target["id"])
                    self.assertIsNotNone(target["median"], target["id"])

    def test_values_can_be_worked_out_from_the_result_file(self):
        """One replicate, so that the means of the file are its values: totals of the zones of the year, by every statistic of observables."""
        checked = set()
        for plan in DOCUMENTS:
            self.good("run", SOURCE / f"scenarios/plans/{plan}.toml", "-n", 1, "-o", "one.h5")
            judged = json.loads(self.good("targets", "--json", "one.h5"))["targets"]
            with h5py.File(self.folder / "one.h5") as file:
                years = list(file["year"][:])
                for target in judged:
                    values = observed(file, target)
                    if values is None:
                        continue
                    last, base = years.index(target["year"]), years.index(target["base_year"] or years[0])
                    now, before = values[last], values[base]
                    work_out = {
                        "level": lambda: now,
                        "ratio_to_base": lambda: now / before,
                        "increase": lambda: now - before,
                        "mean_annual_growth": lambda: (now / before) ** (1 / (last - base)) - 1,
                        "cumulative": lambda: sum(values[base + 1:last + 1]),
                        "share": lambda: now / sum(file[f"city_{target['metric']}_mean"][:, last]),
                    }
                    self.assertIn(target["statistic"], work_out, target["id"])
                    expected = work_out[target["statistic"]]()
                    self.assertAlmostEqual(target["median"], expected, delta=0.005 * abs(expected) + 1e-9, msg=target["id"])
                    checked.add(target["id"])
        self.assertGreater(len(checked), 45, checked)
        for id in ("CZT17-06", "GZ25-04", "GZ25-09", "GZ25-13", "GZ25-27", "GZ25-28", "HN26-03", "HN26-10", "CZT15-21", "CZT15-25"):
            self.assertIn(id, checked)

    def test_every_instrument_of_the_documents_is_used_where_they_name_it(self):
        library = tomllib.loads((SOURCE / "scenarios/library/instruments.toml").read_text(encoding="utf-8"))
        used = {DOCUMENTS[plan][0]: {m["instrument"] for m in plan_file(plan)["measure"]} for plan in DOCUMENTS}
        for instrument, plans in INSTRUMENTS.items():
            self.assertIn(instrument, library)
            for plan in plans.split():
                self.assertIn(instrument, used[plan])
        self.assertEqual(set(library) - set(INSTRUMENTS), {"facility_building"})
        for name, instrument in library.items():
            for key in ("unit_cost", "unit_cost_spread", "delay", "ramp", "fade", "channel"):
                self.assertIn(key, instrument, name)
        for plan in DOCUMENTS:
            for measure in plan_file(plan)["measure"]:
                self.assertTrue(measure["scope"] and measure["dose"] and measure["clause"], measure["id"])

    def test_the_page_of_the_plans_says_what_their_files_say(self):
        spec = importlib.util.spec_from_file_location("plans_page", SOURCE / "scripts/plans_page.py")
        page = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(page)
        self.assertEqual(set(page.PLANS), set(DOCUMENTS))
        self.assertEqual(page.problems(), [])


if __name__ == "__main__":
    unittest.main()
