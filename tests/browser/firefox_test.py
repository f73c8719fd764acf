"""The page of `zonecast lab` in headless Firefox, which Debian ships without a driver: WebDriver BiDi, spoken to the
browser itself."""

import itertools
import json
import pathlib
import re
import shutil
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))

import trio
from trio_websocket import open_websocket_url

from support import HUNAN, SystemTest, zonecast

SECONDS = 120


class Firefox:
    """A page that is open in Firefox. `events` are what was subscribed to, as they came."""

    def __init__(self, socket):
        self.socket, self.numbers, self.events = socket, itertools.count(1), []

    async def call(self, method, **parameters):
        number = next(self.numbers)
        await self.socket.send_message(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(await self.socket.get_message())
            if message.get("id") == number:
                assert message["type"] == "success", message
                return message["result"]
            self.events.append(message)

    async def open(self, url):
        await self.call("session.new", capabilities={})
        await self.call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.page = (await self.call("browsingContext.getTree"))["contexts"][0]["context"]
        await self.call("browsingContext.navigate", context=self.page, url=url, wait="complete")

    async def value(self, expression):
        answer = await self.call("script.evaluate", expression=expression, target={"context": self.page},
                                 awaitPromise=True)
        assert answer["type"] == "success", answer
        return answer["result"].get("value")

    async def until(self, expression):
        with trio.fail_after(SECONDS):
            while not await self.value(expression):
                await trio.sleep(0.2)


class Lab(SystemTest):
    async def look(self, page, endpoint):
        async with open_websocket_url(f"{endpoint}/session") as socket:
            firefox = Firefox(socket)
            await firefox.open(page.as_uri())
            await firefox.until("document.getElementById('page').dataset.digest")
            self.assertEqual(await firefox.value("document.getElementById('page').dataset.digest"),
                             zonecast("lab", HUNAN, "--digest").stdout.strip())
            done = "document.getElementById('page').dataset.settled"
            moved = "document.querySelector('tr[data-target=HN17-05]').lastElementChild.textContent"
            await firefox.until(done)
            self.assertEqual(await firefox.value(moved), "no change")
            await firefox.value("""(() => {
                const field = document.querySelector('[data-focus=number-cultivation]');
                field.value = 2;
                field.dispatchEvent(new Event('change'));
            })()""")
            await firefox.until(f"{done} && /points/.test({moved})")
            await firefox.value("document.getElementById('language').click()")
            self.assertEqual(await firefox.value("document.documentElement.lang"), "zh-CN")
            errors = [event["params"] for event in firefox.events
                      if event["method"] == "log.entryAdded" and event["params"]["level"] in ("error", "warn")]
            self.assertEqual(errors, [])
            asked = [event["params"]["request"]["url"] for event in firefox.events
                     if event["method"] == "network.beforeRequestSent"]
            self.assertEqual([url for url in asked if not url.startswith(("file:", "data:", "blob:"))], [])

    def test_page_agrees_with_the_command_and_moves(self):
        page = self.folder / "lab.html"
        done = zonecast("lab", HUNAN, "-n", 32, "-q", "-o", page)
        self.assertEqual(done.returncode, 0, done.stderr)
        profile, log = self.folder / "profile", self.folder / "firefox.log"
        profile.mkdir()
        command = [shutil.which("firefox-esr"), "--headless", "--no-remote", "--profile", profile,
                   "--remote-debugging-port", "0"]
        with open(log, "w", encoding="utf-8") as told, subprocess.Popen(command, stderr=told, stdout=told) as firefox:
            try:
                for _ in range(10 * SECONDS):
                    said = log.read_text(encoding="utf-8", errors="replace")
                    endpoint = re.search(r"BiDi listening on (ws://\S+)", said)
                    if endpoint:
                        break
                    time.sleep(0.1)
                trio.run(self.look, page, endpoint.group(1))
            finally:
                firefox.terminate()


if __name__ == "__main__":
    unittest.main()
