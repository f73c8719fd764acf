"""The page of `zonecast lab` in a real browser: tests/browser/browser.py. The engine that the page carries is held
against the command: where digests differ, the shipped engine is older than the laws; `make lab-engine` mends that."""

import base64
import csv
import json
import re
import shutil
import unittest

from selenium.webdriver.common.keys import Keys

from browser import HOSTILE, SCREENSHOTS, BrowserTest
from support import HUNAN, SOURCE

REPLICATES = 64
PLANS = sorted(path for path in (SOURCE / "scenarios/plans").glob("*.toml")
               if not re.search("-(baseline|stress)$", path.stem))


class Lab(BrowserTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for part in ("plans", "packs", "library"):
            shutil.copytree(SOURCE / "scenarios" / part, cls.results / part)
        cls.plan = cls.results / "plans" / HUNAN.name
        cls.page = cls.results / "lab.html"
        told = cls.make("lab", cls.plan, "-n", REPLICATES, "-q", "-o", cls.page)
        assert str(cls.page) in told
        assert cls.page.stat().st_size < 4_000_000

    # --- helpers

    def open(self, page=None):
        super().open(page or self.page)
        self.until(lambda: self.state("digest"), "the engine does not start", 120)
        self.settled()

    def state(self, name):
        return self.find("#page").get_attribute(f"data-{name}")

    def settled(self):
        """Waits until all replicates of the scenario at hand are there."""
        self.until(lambda: self.state("settled"), "the page does not come to an end", 120)
        return self.chances()

    def chances(self):
        """By target: the chance and how it differs from the plan, as the table shows them."""
        return self.browser.execute_script("""
            const said = (row) => [row.querySelector('.value b').textContent, row.lastElementChild.textContent];
            const rows = [...document.querySelectorAll('tr[data-target]')];
            return Object.fromEntries(rows.map((row) => [row.dataset.target, said(row)]))""")

    def set(self, lever, dose):
        """Sets a lever by its field, opening the theme that it stands in."""
        field = self.find(f'[data-focus="number-{lever}"]')
        self.browser.execute_script("arguments[0].closest('details.theme').open = true", field)
        self.at_centre(field).clear()
        self.find(f'[data-focus="number-{lever}"]').send_keys(str(dose), Keys.ENTER)
        return self.settled()

    def what_if(self, focus, value):
        """Sets a field below the levers: a shock, a change of the chain, a parameter."""
        field = self.find(f'[data-focus="{focus}"]')
        self.browser.execute_script("""const [field, value] = arguments;
            field.value = value;
            field.dispatchEvent(new Event('change'))""", field, str(value))
        return self.settled()

    def downloaded(self, button, ending):
        """What a button of the page saves."""
        before = set(self.downloads.iterdir())
        self.find(button).click()
        def new():
            return [path for path in set(self.downloads.iterdir()) - before if path.suffix == ending]
        return self.until(new, f"{button} saves nothing")[0]

    # --- tests

    def test_engine_of_the_page_and_command_agree_to_the_bit_for_every_plan(self):
        self.assertGreater(len(PLANS), 3)
        for plan in PLANS:
            with self.subTest(plan.stem):
                page = self.results / f"{plan.stem}.html"
                self.make("lab", plan, "-n", 32, "-q", "-o", page)
                super().open(page)
                digest = self.until(lambda: self.state("digest"), self.find("#status").text, 120)
                self.assertEqual(digest, self.make("lab", plan, "--digest").strip(),
                                 "run `make lab-engine` and commit what it writes")
                self.assertEqual(self.find("#proof").get_attribute("class"), "faint")

    def test_lever_moves_chances_and_the_command_says_the_same(self):
        self.open()
        written = self.chances()
        self.assertEqual({difference for _, difference in written.values()}, {"no change"})
        moved = self.set("cultivation", 2)
        self.assertTrue(self.all(".lever-row.changed[data-lever=cultivation]"))
        self.assertNotEqual(moved["HN17-05"], written["HN17-05"])
        self.assertIn("points", moved["HN17-05"][1])
        self.picture("lab-moved")

        table = self.downloaded("#downloadCsv", ".csv").read_text(encoding="utf-8-sig")
        shown = {row["id"]: float(row["chance"]) for row in csv.DictReader(table.splitlines())}
        file = self.downloaded("#downloadPlan", ".toml")
        plan = self.plan.with_name("from-the-page.toml")
        shutil.copy(file, plan)
        self.make("check", plan)
        result = json.loads(self.make("run", plan, "-n", REPLICATES, "-q", "--json", "-o", self.folder / "moved.h5"))
        told = {target["id"]: target["chance"] for target in result["targets"]}
        self.assertEqual(set(shown), set(told))
        for target, chance in told.items():
            self.assertEqual(round(chance * REPLICATES), round(shown[target] * REPLICATES), target)
        digest = re.search(r"--digest: ([0-9a-f]{16})$", file.read_text(encoding="utf-8"), re.MULTILINE).group(1)
        self.assertEqual(digest, self.make("lab", plan, "--digest").strip())
        self.assertNotEqual(digest, self.make("lab", self.plan, "--digest").strip())

    def test_every_kind_of_lever_becomes_a_plan_that_the_command_runs_to_the_same_bits(self):
        self.open()
        segment = next(one["id"] for one in self.data["segments"] if one["presence"] == "yes")
        parameter = self.data["parameters"][0]
        self.set("lab_public_procurement", 1)
        self.what_if("segment-remove", segment)
        self.what_if(f"parameter-{parameter['id']}", parameter["mean"])
        moved = self.what_if("shock-demand", -0.1)
        self.assertNotIn("bad", self.find("#status").get_attribute("class"), self.find("#status").text)
        self.assertIn("points", "".join(difference for _, difference in moved.values()))
        plan = self.plan.with_name("every-kind.toml")
        shutil.copy(self.downloaded("#downloadPlan", ".toml"), plan)
        text = plan.read_text(encoding="utf-8")
        for part in ("lab_public_procurement", f'segment = "{segment}"', f"[parameters.{parameter['id']}]",
                     "size = -0.1"):
            self.assertIn(part, text)
        self.make("check", plan)
        digest = re.search(r"--digest: ([0-9a-f]{16})$", text, re.MULTILINE).group(1)
        self.assertEqual(digest, self.make("lab", plan, "--digest").strip())

    def test_undo_redo_and_back_to_the_plan(self):
        self.open()
        written = self.chances()
        moved = self.set("cultivation", 2)
        self.find("#undo").click()
        self.assertEqual(self.settled(), written)
        self.find("#redo").click()
        self.assertEqual(self.settled(), moved)
        self.find("#reset").click()
        self.assertEqual(self.settled(), written)

    def test_both_languages(self):
        self.open()
        self.assertIn(f"of {len(self.data['targets'])} targets", self.find(".sentence").text)
        self.picture("lab-en")
        self.find("#language").click()
        self.assertEqual(self.find("html").get_attribute("lang"), "zh-CN")
        self.assertIn(f"{len(self.data['targets'])} 项目标", self.find(".sentence").text)
        self.assertEqual(self.focused().get_attribute("id"), "language")
        self.assertIn("已核对", self.find("#proof").text)
        self.picture("lab-zh")

    def test_keyboard_alone(self):
        self.open()
        before = self.chances()
        self.tab_to(lambda element: element.get_attribute("data-focus") == "range-cultivation")
        for _ in range(10):
            self.press(Keys.ARROW_RIGHT)
        self.assertEqual(self.focused().get_attribute("data-focus"), "range-cultivation")
        after = self.settled()
        self.assertNotEqual(after, before)
        self.tab_to(lambda element: element.get_attribute("data-focus") == "target-3")
        self.press(Keys.ENTER)
        self.assertEqual(self.focused().get_attribute("data-focus"), "target-3")
        self.assertIn(self.data["scorecard"]["targets"][3]["name"]["en"], self.find("#detail").text)

    def test_scenarios_side_by_side_and_the_page_saved_with_them(self):
        self.open()
        self.find("#add-scenario").click()
        self.settled()
        self.find("#scenario-name").send_keys(Keys.CONTROL, "a", Keys.NULL, "bolder", Keys.ENTER)
        moved = self.set("cultivation", 2)
        self.until(lambda: self.all("#side-by-side tbody tr"), "scenarios are not compared")
        name = next(target["name"]["en"] for target in self.data["scorecard"]["targets"] if target["id"] == "HN17-05")
        row = next(row for row in self.all("#side-by-side tbody tr") if name in row.text)
        self.assertEqual(len(row.text.split("%")), 4)  # the plan and two scenarios
        saved = self.downloaded("#saveAs", ".html")
        page = self.folder / "saved.html"
        shutil.copy(saved, page)
        self.open(page)
        self.assertEqual(self.texts("[data-scenario]"), ["A", "bolder"])
        self.assertEqual(self.chances(), moved)

    def test_it_is_found_what_a_target_would_take(self):
        """A target of three incubators in Guiyang, where each dose builds one."""
        plan = self.example()
        text = plan.read_text(encoding="utf-8").replace("success = 0.8", "success = 1")
        plan.write_text(text + """
[[target]]
id = "three"
name = { zh = "三家孵化器", en = "Three incubators" }
scope = "guiyang_htz"
metric = "facilities[national_incubator]"
statistic = "increase"
op = ">="
value = 3
unit = "家"
year = 2025
base_year = 2020
""", encoding="utf-8")
        page = self.folder / "small.html"
        self.make("lab", plan, "-n", REPLICATES, "-q", "-o", page)
        self.open(page)
        self.assertEqual(self.chances()["three"][0], "0%")
        self.find("tr[data-target=three] button").click()
        self.find("#seek-start").click()
        result = self.until(lambda: next(iter(self.texts("#seek-result")), ""), "the search does not end", 120)
        self.assertRegex(result, r"incubat.*dose 3 reaches 100%")
        self.assertRegex(result, r"Checked on 512 fresh replicates: 100%")
        self.find("#seek-take").click()
        self.assertEqual(self.settled()["three"][0], "100%")
        self.picture("lab-seek")

    def test_names_that_are_hostile(self):
        plan = self.example()
        text = plan.read_text(encoding="utf-8")
        name = re.search(r'name = \{ zh = "([^"]+)"', text).group(1)
        plan.write_text(text.replace(name, HOSTILE, 1), encoding="utf-8")
        page = self.folder / "small.html"
        self.make("lab", plan, "-n", REPLICATES, "-q", "--lang", "zh", "-o", page)
        self.open(page)
        self.assertEqual(self.find("h1").text, HOSTILE)
        self.assertNotEqual(self.find("body").get_attribute("id"), "broken")

    def test_narrow_screen(self):
        self.look(360, 740)
        self.open()
        for tab in range(3):
            self.all(".narrow-tabs button")[tab].click()
            self.assertLessEqual(self.browser.execute_script("return document.documentElement.scrollWidth"), 360)
            self.picture(f"lab-phone-{tab}")

    def test_an_old_browser_gets_a_sentence(self):
        lacking = self.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument",
                                               {"source": "delete window.DecompressionStream"})
        super().open(self.page)
        self.assertIn("lacks DecompressionStream", self.find("[role=alert]").text)
        self.browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", lacking)

    def test_a_plan_too_large_for_the_browser_gets_a_sentence(self):
        """A worker in which there is no memory for the engine."""
        script = """window.Blob = class extends Blob {
            constructor(parts, options) {
                const full = "WebAssembly.instantiate = () => Promise.reject(new RangeError('out of memory'));";
                super(options?.type === "text/javascript" ? [full, ...parts] : parts, options);
            }
        };"""
        full = self.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
        super().open(self.page)
        self.until(lambda: "too large" in self.find("#status").text, "the page says nothing")
        self.assertIn("out of memory", self.find("#status").text)
        self.browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", full)

    def test_prints_on_two_pages(self):
        self.open()
        self.set("cultivation", 2)
        for _ in range(2):
            language = self.find("html").get_attribute("lang")
            paper = base64.b64decode(self.browser.print_page())
            (SCREENSHOTS / f"lab-{language}.pdf").write_bytes(paper)
            self.assertEqual(len(re.findall(rb"/Type\s*/Page\b", paper)), 2, language)
            self.find("#language").click()

    def test_a_search_can_be_stopped(self):
        self.open()
        before = self.chances()
        self.find("#seek-start").click()
        self.until(lambda: self.all("#seek-stop"), "the search does not start")
        self.find("#seek-stop").click()
        self.until(lambda: "Stopped." in self.find("#detail").text, "the search does not stop")
        self.assertEqual(self.settled(), before)


if __name__ == "__main__":
    unittest.main()
