"""A run with checkpoints: killed as often as one likes, it ends with the file of a run that nothing disturbed.

ZONECAST_KILLS says how often it is killed (5; `make check-long`: 100)."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
import unittest

from support import HUNAN, ZONECAST, SystemTest

KILLS = int(os.environ.get("ZONECAST_KILLS", "5"))


class Resume(SystemTest):
    ARGUMENTS = ("run", HUNAN, "-n", 200, "--replicates-from", 7, "-q", "--keep", "province:hunan:gdp")
    LONGER = tuple(1000 if word == 200 else word for word in ARGUMENTS)  # long enough for several checkpoints

    def start(self, *words):
        return self.start_anything(*self.ARGUMENTS, *words)

    def start_anything(self, *words):
        return subprocess.Popen([ZONECAST, *map(str, words)], cwd=self.folder, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8"})

    def checkpoint(self):
        """When the checkpoint was written; 0 without one."""
        try:
            return (self.folder / "again.h5.checkpoint").stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def wait_for(self, name, process):
        for _ in range(12000):
            if (self.folder / name).exists() or process.poll() is not None:
                return
            time.sleep(0.01)

    def test_a_run_that_is_killed_goes_on_to_the_same_file(self):
        begun = time.monotonic()
        self.good(*self.LONGER, "-o", "one.h5")
        alone = time.monotonic() - begun
        randomness = random.Random(1)
        killed = went_on = 0
        for _ in range(20 * KILLS):
            process = self.start_anything(*self.LONGER, "--threads", 2, "--checkpoint", 0.05, "--resume", "-o", "again.h5")
            went_on += self.checkpoint() > 0
            # Half of the kills come some time after the start, half after a new checkpoint: in the next stage or the
            # next checkpoint.
            if randomness.random() < 0.5:
                before = self.checkpoint()
                while self.checkpoint() == before and process.poll() is None:
                    time.sleep(0.01)
            time.sleep(randomness.uniform(0, alone / 4))
            ended = process.poll() is not None
            if not ended:
                process.kill()
                killed += 1
            _, error = process.communicate()
            if ended:
                self.assertEqual(process.returncode, 0, error)
            if (self.folder / "again.h5").exists():  # it was faster
                self.assertEqual((self.folder / "one.h5").read_bytes(), (self.folder / "again.h5").read_bytes(), error)
                (self.folder / "again.h5").unlink()
            if killed >= KILLS and went_on > 0:
                break
        self.assertGreaterEqual(killed, KILLS)
        self.assertGreater(went_on, 0, "no run went on from a checkpoint")
        print(f"\n{killed} kills, {went_on} runs went on from a checkpoint", file=sys.stderr)
        # What the last kill left goes on, and is gone at the end.
        self.good(*self.LONGER, "--resume", "-o", "again.h5", "--threads", 1)
        self.assertEqual((self.folder / "one.h5").read_bytes(), (self.folder / "again.h5").read_bytes())
        self.assertEqual(self.files(), ["again.h5", "one.h5"])

    @unittest.skipIf(os.environ.get("ZONECAST_SANITIZER") == "thread",
                     "the limit also stops a file that the thread sanitizer maps for itself")
    def test_on_a_full_disk_the_last_checkpoint_stands(self):
        def small_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000000, 1000000))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

        process = self.start_anything(*self.LONGER, "--threads", 1, "--checkpoint", 0.05, "-o", "run.h5")
        self.wait_for("run.h5.checkpoint", process)
        process.kill()
        process.communicate()
        before = (self.folder / "run.h5.checkpoint").read_bytes()
        full = self.run_in(*self.LONGER, "--checkpoint", 0.05, "--resume", "-o", "run.h5", preexec_fn=small_files)
        self.assertEqual(full.returncode, 2, full.stderr)
        self.assertIn("cannot be written", full.stderr)
        self.assertEqual((self.folder / "run.h5.checkpoint").read_bytes(), before)
        self.good(*self.LONGER, "--resume", "-o", "run.h5")
        self.good(*self.LONGER, "-o", "one.h5")
        self.assertEqual((self.folder / "one.h5").read_bytes(), (self.folder / "run.h5").read_bytes())
        self.assertEqual(self.files(), ["one.h5", "run.h5"])

    def test_ctrl_c_says_how_to_go_on_and_a_checkpoint_shortens_the_rest(self):
        process = self.start("--checkpoint", 0.05, "--threads", 1, "-o", "run.h5")
        self.wait_for("run.h5.checkpoint", process)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=120)
        if process.returncode == 0:
            self.skipTest("the run ended before it heard the signal")
        self.assertEqual(process.returncode, 130, error)
        self.assertIn(b"--resume goes on from the last checkpoint", error)
        # Another run is refused, by the name of what differs; the checkpoint stays.
        for words, what in ((("--seed", 3), "command"), (("--set", "parameter.renewal_rate=0.8"), "command")):
            other = self.run_in(*self.ARGUMENTS, *words, "--resume", "-o", "run.h5")
            self.assertEqual(other.returncode, 2)
            self.assertIn(f"is of another run: its {what} is not the same", other.stderr)
        text = (self.folder / "run.h5.checkpoint").read_bytes()
        (self.folder / "run.h5.checkpoint").write_bytes(text[:-1] + bytes([text[-1] ^ 1]))
        damaged = self.run_in(*self.ARGUMENTS, "--resume", "-o", "run.h5")
        self.assertEqual(damaged.returncode, 2)
        self.assertIn("is damaged", damaged.stderr)
        (self.folder / "run.h5.checkpoint").write_bytes(text)
        self.good(*self.ARGUMENTS, "--resume", "-o", "run.h5")
        self.good(*self.ARGUMENTS, "-o", "one.h5")
        self.assertEqual((self.folder / "one.h5").read_bytes(), (self.folder / "run.h5").read_bytes())

    def test_of_two_writers_of_one_result_the_second_is_refused(self):
        refusal = "is being written by another zonecast"
        self.good("run", HUNAN, "-n", 32, "--resumable", "-q", "-o", "run.h5")
        before = (self.folder / "run.h5").read_bytes()
        for words in (("run", HUNAN, "-n", 1000000, "-q", "-o", "run.h5"),
                      ("run", HUNAN, "-n", 1000000, "-q", "-o", "run.h5", "--checkpoint", 60),
                      ("append", "run.h5", "-n", 1000000, "-q")):
            first = self.start_anything(*words)
            self.wait_for("run.h5.rows" if "--checkpoint" in words else f"run.h5.partial-{first.pid}", first)
            for others in (("run", HUNAN, "-n", 32, "-q", "-o", "run.h5"),
                           ("run", HUNAN, "-n", 32, "-q", "-o", "run.h5", "--resume"),
                           ("append", "run.h5", "-n", 32, "-q")):
                second = self.run_in(*others)
                self.assertEqual((second.returncode, first.poll()), (2, None), second.stderr)
                self.assertIn(refusal, second.stderr)
            first.kill()
            first.communicate()
            self.assertEqual((self.folder / "run.h5").read_bytes(), before)
        # What the killed ones left hinders nobody, and is cleared up.
        self.good("append", "run.h5", "-n", 32, "-q")
        self.good("run", HUNAN, "-n", 64, "--resumable", "-q", "-o", "one.h5")
        self.assertEqual((self.folder / "run.h5").read_bytes(), (self.folder / "one.h5").read_bytes())
        self.assertFalse([name for name in self.files() if "partial" in name or "lock" in name])


if __name__ == "__main__":
    unittest.main()
