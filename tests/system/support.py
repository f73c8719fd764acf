"""What the system tests share: running the program, and scenarios to run it on.

CTest sets ZONECAST (the program), ZONECAST_SOURCE (the project's root) and H5DIFF (the tool)."""

import fcntl
import os
import pathlib
import pty
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import time
import unittest

ZONECAST = os.environ["ZONECAST"]
SOURCE = pathlib.Path(os.environ["ZONECAST_SOURCE"])
HUNAN = SOURCE / "scenarios/plans/hunan-htz-2017-2019.toml"


def zonecast(*arguments, **options):
    """Runs the program in English without colour, and returns what came out of it."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "", "TERM": "dumb", **options.pop("environment", {})}
    options.setdefault("stdout", subprocess.PIPE)
    return subprocess.run(
        [ZONECAST, *map(str, arguments)],
        env=environment, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, encoding="utf-8", check=False, **options)


def on_terminal(arguments, columns=100, errors=False, folder=None, **environment):
    """Runs the program with standard output (or standard error) on a terminal of that width; returns what a person gets to see."""
    main, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    surroundings = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    surroundings |= {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **environment}
    streams = {"stdout": subprocess.DEVNULL, "stderr": terminal} if errors else {"stdout": terminal, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([ZONECAST, *map(str, arguments)], env=surroundings, stdin=subprocess.DEVNULL, cwd=folder, **streams) as process:
        os.close(terminal)
        seen = b""
        while True:
            try:
                part = os.read(main, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not part:
                break
            seen += part
        process.wait(timeout=300)
    os.close(main)
    return seen.decode().replace("\r\n", "\n")


def catches_interrupts(process):
    """Whether the process has put its own handler on SIGINT."""
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("SigCgt:"):
            return bool(int(line.split()[1], 16) & (1 << (signal.SIGINT - 1)))
    return False


def examples():
    """The pack and the plan that docs/formats write out by hand: {path: text}."""
    files = {}
    for page in ("pack.md", "plan.md"):
        text = (SOURCE / "docs/formats" / page).read_text(encoding="utf-8")
        for name, block in re.findall(r"^`(scenarios/[^`]+)`[^\n]*\n\n```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            files[name] = block
    return files


class SystemTest(unittest.TestCase):
    """Each test has an empty folder of its own, in which it runs."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zonecast-system-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def run_in(self, *arguments, **options):
        return zonecast(*arguments, cwd=self.folder, **options)

    def good(self, *arguments, **options):
        """Runs the program, which must succeed, and returns its standard output."""
        done = self.run_in(*arguments, **options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def interrupt(self, *arguments):
        """Presses Ctrl-C once the command hears it: it must exit with 130, say so, and show and leave nothing."""
        with subprocess.Popen([ZONECAST, *map(str, arguments)], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env={**os.environ, "LC_ALL": "C.UTF-8"}) as process:
            for _ in range(1200):
                if catches_interrupts(process):
                    break
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            output, error = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 130, error)
        self.assertIn(b"Stopped; nothing was written.", error)
        self.assertEqual(output, b"")
        self.assertEqual(self.files(), [])

    def example(self):
        """Writes the hand-written example into the folder, beside the project's library, and returns the path of its plan."""
        files = examples()
        self.assertEqual(len(files), 6, "the pages in docs/formats hold another number of example files")
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        shutil.copytree(SOURCE / "scenarios/library", self.folder / "scenarios/library")
        return self.folder / "scenarios/plans/guizhou-example.toml"

    def edit(self, name, before, after):
        """Replaces the only occurrence of a text in a file of the example's scenarios."""
        path = self.folder / "scenarios" / name
        text = path.read_text(encoding="utf-8")
        self.assertEqual(text.count(before), 1, f"{name} holds {before!r} another number of times than once")
        path.write_text(text.replace(before, after), encoding="utf-8")

    def files(self):
        """All files in the folder, relative to it."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())
