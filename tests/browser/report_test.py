"""The page of `zonecast report` in a real browser: tests/browser/browser.py."""

import base64
import json
import re
import unittest

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from browser import HOSTILE, SCREENSHOTS, BrowserTest
from support import HUNAN, zonecast

BASELINE = HUNAN.with_name("hunan-htz-2017-2019-baseline.toml")


class Page(BrowserTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, plan in (("plan", HUNAN), ("baseline", BASELINE)):
            cls.make("run", plan, "-n", 24, "-q", "-o", cls.results / f"{name}.h5")
        cls.page = cls.results / "plan.html"
        told = cls.make("report", cls.results / "plan.h5", cls.results / "baseline.h5", "-o", cls.page, "--lang", "zh")
        assert str(cls.page) in told

    def open(self, page=None):
        super().open(page or self.page)

    # --- tests

    def test_answer_stands_at_the_top_in_both_languages(self):
        self.open()
        self.assertEqual(self.find("html").get_attribute("lang"), "zh-CN")
        summary = self.data["scorecard"]["summary"]
        sentence = self.find(".sentence").text
        self.assertIn(f"{len(self.data['targets'])} 项目标", sentence)
        self.assertIn(f"{summary['out_of_reach']} 项难以达到", sentence)
        self.assertLess(self.find(".sentence").location["y"], 400)
        gaps = self.texts(".gap h3")
        self.assertEqual(gaps, [self.data["scorecard"]["targets"][i]["name"]["zh"] for i in self.data["gaps"]])
        self.assertEqual(len(gaps), 3)
        self.picture("answer-zh")
        self.find("#language").click()
        self.assertEqual(self.find("html").get_attribute("lang"), "en")
        self.assertIn(f"{summary['out_of_reach']} are out of reach", self.find(".sentence").text)
        self.assertEqual(self.focused().get_attribute("id"), "language")
        self.assertNotRegex(self.find("nav").text, r"[一-鿿]")
        self.picture("answer-en")

    def test_table_sorts_filters_and_opens_details(self):
        self.open()
        self.find("[data-sort=chance]").click()
        chances = [self.data["scorecard"]["targets"][int(row.get_attribute("id").split("-")[1])]["chance"] for row in self.all("tr.target")]
        self.assertEqual(chances, sorted(chances))
        self.assertEqual(self.find("[data-sort=chance]").find_element(By.XPATH, "..").get_attribute("aria-sort"), "ascending")
        self.find("[data-sort=chance]").click()
        chances = [self.data["scorecard"]["targets"][int(row.get_attribute("id").split("-")[1])]["chance"] for row in self.all("tr.target")]
        self.assertEqual(chances, sorted(chances, reverse=True))
        self.find(".chip.out_of_reach").click()
        self.assertEqual(len(self.all("tr.target")), self.data["scorecard"]["summary"]["out_of_reach"])
        self.find(".chip.out_of_reach").click()
        self.find("input[type=search]").send_keys("HN17-05")
        self.assertEqual(len(self.all("tr.target")), 1)
        self.find("tr.target button").click()
        self.assertIn("翻一番", self.find("tr.more blockquote").text)
        self.assertEqual(self.find("tr.target button").get_attribute("aria-expanded"), "true")

    def test_a_fan_chart_tells_its_numbers(self):
        self.open()
        chart = self.at_centre(self.find("#courses figure.chart"))
        plot = chart.find_element(By.CSS_SELECTOR, ".plot")
        self.until(lambda: plot.find_elements(By.TAG_NAME, "svg"), "the chart is not drawn when it comes into view")
        ActionChains(self.browser).move_to_element_with_offset(plot, plot.size["width"] // 2 - 30, 0).perform()
        tip = self.until(lambda: next((tip for tip in self.all(".tip") if tip.is_displayed() and tip.text), None), "no tooltip appears").text
        self.picture("fan-hovered")
        year = re.match(r"\d{4}", tip).group()
        median = re.search(r"中位数\s+([\d,.]+)", tip).group(1)
        chart.find_element(By.CSS_SELECTOR, "details.numbers summary").click()
        rows = {row.text.split()[0]: row.text.split() for row in chart.find_elements(By.CSS_SELECTOR, "details.numbers tbody tr")}
        self.assertEqual(rows[year][1], median)
        place = self.data["places"][0]
        band = place["bands"][self.data["headline_observables"][0]][self.data["years"].index(int(year))]
        self.assertEqual(median.replace(",", ""), f"{band[2]:.0f}")
        self.assertIn(median, plot.get_attribute("aria-label") if int(year) == self.data["years"][-1] else median)

    def test_every_chart_has_words_and_a_table(self):
        self.open()
        charts = self.all("figure.chart")
        self.assertGreater(len(charts), 10)
        for chart in charts:
            self.assertGreater(len(chart.find_element(By.CSS_SELECTOR, ".plot[role=img]").get_attribute("aria-label")), 10)
            chart.find_element(By.CSS_SELECTOR, "details.numbers summary")

    def test_a_zone_opens_from_the_heat_map(self):
        self.open()
        row = self.all("table.heatmap tbody tr")[1]
        name = row.find_element(By.TAG_NAME, "button").text
        self.at_centre(row).find_element(By.TAG_NAME, "button").click()
        self.assertEqual(self.find(".zone-name").text, name)
        for tab in ("cohorts", "certificates", "clusters", "index", "course"):
            self.find(f"#tab-{tab}").click()
            panel = self.find(f"#panel-{tab}")
            self.assertTrue(panel.is_displayed())
            self.assertGreater(len(panel.text), 10)
            for plot in panel.find_elements(By.CSS_SELECTOR, ".plot"):
                self.at_centre(plot)
                self.until(lambda plot=plot: plot.find_elements(By.TAG_NAME, "path"), "a chart of the zone is not drawn")
            self.at_centre(self.find(".zone-name"))
            self.picture(f"zone-{tab}")

    def test_chain_shows_what_is_missing_and_fragile(self):
        self.open()
        counted = {presence: 0 for presence in ("missing", "fragile")}
        chains = Select(self.find("[data-choose=chain]"))
        self.assertEqual(len(chains.options), len(self.data["chains"]))
        for number in range(len(chains.options)):
            Select(self.find("[data-choose=chain]")).select_by_index(number)
            counted["missing"] += len(self.all(".chain .segment.missing:not(.foreign)"))
            counted["fragile"] += len(self.all(".chain .segment.fragile:not(.foreign)"))
        segments = [segment for chain in self.data["chains"] for segment in chain["segments"] if not segment["from_outside_chain"]]
        self.assertEqual(counted["missing"], sum(segment["presence"] == "missing" for segment in segments))
        self.assertEqual(counted["fragile"], sum("fragile" in segment for segment in segments))
        self.assertGreater(counted["missing"], 0)
        self.assertGreater(counted["fragile"], 0)
        self.at_centre(self.find(".chain"))
        self.picture("chain")

    def test_compared_results_say_what_differs(self):
        self.open()
        self.assertIn("配对", self.find("#compare").text)
        other = self.data["compare"][0]
        self.assertTrue(other["paired"])
        for entry in other["targets"]:
            here = self.data["scorecard"]["targets"][entry["target"]]["chance"]
            self.assertAlmostEqual(entry["difference"], here - entry["chance"], places=3)
        self.assertEqual(len(self.all("table.compare tbody tr")), len(other["targets"]))
        self.at_centre(self.find("table.compare"))
        self.picture("compare")

    def test_what_it_takes_shows_the_bundle_and_its_curve(self):
        found = zonecast("seek", HUNAN, "--target", "HN17-05", "--budget", 20, "-n", 16, "--check", 16, "--polish", 0,
                         "--only", "cultivation", "--only", "finance_platform", "--json", "-q")
        self.assertEqual(found.returncode, 0, found.stderr)
        (self.folder / "seek.json").write_text(found.stdout, encoding="utf-8")
        page = self.folder / "seek.html"
        done = zonecast("report", self.results / "plan.h5", "--seek", self.folder / "seek.json", "-o", page, "--lang", "zh")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.open(page)
        found = json.loads(found.stdout)
        text = self.find("#seek").text
        self.assertIn("HN17-05", text)
        self.assertIn("复核", text)
        self.assertEqual(self.texts("#seek tbody tr th small"), [lever["id"] for lever in found["bundle"]["levers"]])
        self.at_centre(self.find("#seek figure"))
        self.until(lambda: self.all("#seek figure svg"), "the curve is not drawn")
        self.find("#seek details summary").click()
        self.assertEqual(len(self.all("#seek details tbody tr")), len(found["curve"]))
        self.picture("seek")
        self.open()
        self.assertEqual(self.all("#seek"), [])

    def test_keyboard_alone(self):
        self.open()
        self.press(Keys.TAB)
        self.assertEqual(self.focused().get_attribute("href").split("#")[1], "answer")
        self.tab_to(lambda element: element.get_attribute("id") == "language")
        self.press(Keys.ENTER)
        self.assertEqual(self.find("html").get_attribute("lang"), "en")
        self.tab_to(lambda element: element.get_attribute("data-sort") == "shortfall")
        self.press(Keys.SPACE)
        self.assertEqual(self.focused().get_attribute("data-sort"), "shortfall")
        shares = [self.data["targets"][int(row.get_attribute("id").split("-")[1])]["missing_share"] for row in self.all("tr.target")]
        self.assertEqual(shares, sorted(shares, reverse=True))
        self.tab_to(lambda element: element.get_attribute("aria-expanded") == "false")
        self.press(Keys.ENTER)
        self.assertEqual(self.focused().get_attribute("aria-expanded"), "true")
        self.tab_to(lambda element: element.get_attribute("data-choose") == "zone")
        before = self.find(".zone-name").text
        self.press(Keys.ARROW_DOWN)
        self.assertNotEqual(self.find(".zone-name").text, before)
        self.tab_to(lambda element: element.get_attribute("role") == "tab")
        self.press(Keys.ARROW_RIGHT)
        self.assertEqual(self.focused().get_attribute("id"), "tab-cohorts")
        self.assertTrue(self.find("#panel-cohorts").is_displayed())
        self.tab_to(lambda element: element.get_attribute("data-segment") is not None)
        self.assertTrue(self.all(".chain.choosing"))
        self.tab_to(lambda element: element.tag_name == "summary" and element.find_elements(By.XPATH, "ancestor::section[@id='method']"))
        self.press(Keys.ENTER)
        self.until(lambda: len(self.all("#method details[open] tbody tr")) > 10, "the opened table of sources has no rows")

    def test_narrow_screen(self):
        self.look(360, 740)
        self.open()
        for language in ("zh", "en"):
            width = self.browser.execute_script("return document.documentElement.scrollWidth")
            self.assertLessEqual(width, 360, f"the page is wider than the screen ({language})")
            self.picture(f"phone-{language}")
            self.find("#language").click()

    def test_prints(self):
        self.open()
        paper = base64.b64decode(self.browser.print_page())
        (SCREENSHOTS / "report.pdf").write_bytes(paper)
        self.assertTrue(paper.startswith(b"%PDF"))
        self.assertGreater(len(paper), 100_000)
        self.assertGreaterEqual(len(re.findall(rb"/Type\s*/Page\b", paper)), 5)
        self.assertEqual([plot for plot in self.all(".plot") if not plot.find_elements(By.TAG_NAME, "svg")], [], "charts were printed empty")

    def test_small_province_whose_texts_are_hostile(self):
        plan = self.example()
        text = plan.read_text(encoding="utf-8")
        name = re.search(r'name = \{ zh = "([^"]+)"', text).group(1)
        plan.write_text(text.replace(name, HOSTILE, 1), encoding="utf-8")
        self.good("run", plan, "-n", 12, "-q", "-o", "small.h5")
        self.good("report", "small.h5", "--lang", "zh")
        self.open(self.folder / "small.html")
        self.assertEqual(self.find("h1").text, HOSTILE)
        self.assertNotEqual(self.find("body").get_attribute("id"), "broken")
        self.assertEqual(len(self.all("tr.target")), len(self.data["targets"]))

    def test_small_enough_and_quick_to_show(self):
        self.assertLess(self.page.stat().st_size, 3_000_000)
        self.open()
        self.assertTrue(self.find(".sentence").is_displayed())
        scripts = self.browser.execute_script("return [...document.scripts].filter(s => !s.type).map(s => s.textContent.length)")
        self.assertEqual(len(scripts), 1)
        self.assertLess(scripts[0], 800_000)


if __name__ == "__main__":
    unittest.main()
