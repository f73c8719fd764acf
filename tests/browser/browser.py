"""What the tests of pages share: headless Chromium that drives a page as a reader would, and leaves screenshots.

CTest sets ZONECAST and ZONECAST_SOURCE as for the system tests, and SCREENSHOTS, the folder for the pictures."""

import json
import os
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))

from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from support import SystemTest, zonecast

SCREENSHOTS = pathlib.Path(os.environ["SCREENSHOTS"])
ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1280,1000")
# A name that would end the script it stands in, were it not escaped.
HOSTILE = "</script><script>document.body.id = 'broken'</script><!--"


def chromium(profile, downloads):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in (*ARGUMENTS, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)


class BrowserTest(SystemTest):
    """One browser for all tests of a class; each opens its page anew. `results` is a folder that they share."""

    @classmethod
    def setUpClass(cls):
        cls.results = pathlib.Path(tempfile.mkdtemp(prefix="zonecast-browser-"))
        cls.addClassCleanup(shutil.rmtree, cls.results, ignore_errors=True)
        cls.downloads = cls.results / "downloads"
        cls.downloads.mkdir()
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        cls.browser = chromium(cls.results / "profile", cls.downloads)
        cls.addClassCleanup(cls.browser.quit)
        cls.browser.get("about:blank")
        for log in ("browser", "performance"):  # what the browser's own first page did
            cls.browser.get_log(log)

    @classmethod
    def make(cls, *arguments):
        """Runs the program, which must succeed, for all tests of the class."""
        done = zonecast(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def setUp(self):
        super().setUp()
        self.look(1280)

    def tearDown(self):
        """Whatever a test did: nothing went wrong in the page, and nothing was asked of a network."""
        told = self.browser.get_log("browser")
        errors = [entry["message"] for entry in told if entry["level"] in ("SEVERE", "WARNING")]
        self.assertEqual(errors, [])
        messages = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        asked = [message["params"]["request"]["url"] for message in messages
                 if message["method"] == "Network.requestWillBeSent"]
        self.assertEqual([url for url in asked if not url.startswith(("file:", "data:", "blob:"))], [])

    def look(self, width, height=1000):
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                     {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})

    def open(self, page):
        self.browser.get(page.as_uri())
        self.data = json.loads(self.find("#data").get_attribute("textContent"))

    def find(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector):
        return [element.text for element in self.all(selector)]

    def until(self, what, message, seconds=30):
        try:
            return WebDriverWait(self.browser, seconds).until(lambda _: what())
        except TimeoutException:
            self.fail(message)

    def at_centre(self, element):
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        return element

    def picture(self, name):
        self.browser.save_screenshot(str(SCREENSHOTS / f"{name}.png"))

    def press(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()

    def focused(self):
        return self.browser.switch_to.active_element

    def tab_to(self, matches, most=400):
        """Presses Tab until the focused element matches, as a reader without a mouse would."""
        for _ in range(most):
            self.press(Keys.TAB)
            element = self.focused()
            if matches(element):
                return element
        self.fail("the keyboard does not get there")
