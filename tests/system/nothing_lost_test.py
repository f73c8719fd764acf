"""What the user has and what a run has made is never lost, and what the program says helps: outputs over inputs, closed streams, signals,
disks without locks, terminals of another encoding, words in the language that was asked for."""

import os
import signal
import subprocess
import time
import unittest

import h5py

from support import ZONECAST, SystemTest, catches_interrupts

# A signal arrives in the middle of making a file: after a folder was made, before a file gets its name.
SIGNALS_IN_THE_MIDDLE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <sys/stat.h>
int mkdir(const char* path, mode_t mode) {
    int result = ((int (*)(const char*, mode_t))dlsym(RTLD_NEXT, "mkdir"))(path, mode);
    raise(SIGUSR1);
    return result;
}
int rename(const char* from, const char* to) {
    raise(SIGUSR1);
    return ((int (*)(const char*, const char*))dlsym(RTLD_NEXT, "rename"))(from, to);
}
"""
NO_LOCKS = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>

int flock(int file, int operation) { (void)file; (void)operation; errno = ENOLCK; return -1; }

static int without_locks(const char* name, int file, int command, void* argument) {
    if (command == F_OFD_SETLK) { errno = ENOLCK; return -1; }
    int (*plain)(int, int, ...) = (int (*)(int, int, ...))dlsym(RTLD_NEXT, name);
    return plain(file, command, argument);
}
#define REPLACED(name) \\
    int name(int file, int command, ...) { \\
        va_list list; va_start(list, command); void* argument = va_arg(list, void*); va_end(list); \\
        return without_locks(#name, file, command, argument); \\
    }
REPLACED(fcntl)
REPLACED(fcntl64)
"""


class NothingLost(SystemTest):
    def setUp(self):
        super().setUp()
        self.plan = self.example()
        self.pack = self.folder / "scenarios/packs/guizhou-four"

    def project(self, *arguments, **options):
        return self.run_in("run", self.plan, "-n", 4, "--threads", 1, "-q", *arguments, **options)

    def refused(self, *arguments, says):
        done = self.run_in(*arguments)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn(says, done.stderr)
        self.assertEqual([name for name in self.files() if "partial" in name], [])

    def test_an_output_never_replaces_what_was_read(self):
        self.assertEqual(self.project("-o", "a.h5").returncode, 0)
        result = self.folder / "a.h5"
        (self.folder / "link.csv").symlink_to(self.pack / "history.csv")
        table = self.folder / "scenarios/library/industries.csv"
        before = {path: path.read_bytes() for path in (self.plan, self.pack / "history.csv", table, result)}
        for arguments in (("run", self.plan, "-n", 4, "-o", self.plan), ("run", self.plan, "-n", 4, "-o", "link.csv"),
                          ("run", self.plan, "-n", 4, "-o", table), ("report", result, "-o", result), ("reproduce", result, "-o", result),
                          ("graph", self.plan, "--dot", self.plan), ("graph", self.plan, "--graphml", self.pack / "history.csv"),
                          ("calibrate", self.plan, "--until", 2020, "-o", self.plan)):
            self.refused(*arguments, says="it was not replaced")
        for path, text in before.items():
            self.assertEqual(path.read_bytes(), text, path)

    def test_tables_that_were_learned_from_stay(self):
        library = self.folder / "scenarios/library"
        before = {path: path.read_bytes() for path in library.iterdir()}
        self.refused("learn", "--library", library, "-o", library / "panel.csv", says="it was not replaced")
        self.refused("backtest", library, "--origins", 2015, "-n", 2, "--csv", library / "panel.toml", says="it was not replaced")
        self.refused("backtest", self.pack, "--origins", 2020, "-n", 2, "--csv", self.pack / "pack.toml", says="it was not replaced")
        self.assertEqual(self.project("-o", "a.h5").returncode, 0)
        before[self.plan] = self.plan.read_bytes()
        self.refused("report", "a.h5", "-o", self.plan, says="it was not replaced")
        self.refused("graph", self.plan, "--dot", "net.txt", "--graphml", "net.txt", says="both --dot and --graphml")
        for path, text in before.items():
            self.assertEqual(path.read_bytes(), text, path)

    def test_a_result_replaces_nothing_but_a_result(self):
        (self.folder / "notes.md").write_text("my notes")
        self.refused("run", self.plan, "-n", 4, "-o", "notes.md", says="is no result")
        self.assertEqual((self.folder / "notes.md").read_text(), "my notes")
        for _ in range(2):
            self.assertEqual(self.project("-o", "again.h5").returncode, 0)

    def test_an_output_replaces_nothing_but_what_zonecast_wrote(self):
        self.assertEqual(self.project("-o", "a.h5").returncode, 0)
        library = self.folder / "scenarios/library"
        mine = [self.pack / "history.csv", self.pack / "cities.csv", library / "panel.csv", self.folder / "notes.html",
                self.folder / "my.h5"]
        mine[3].write_text("<!doctype html>\n<title>my page</title>\n")
        with h5py.File(mine[4], "w") as file:
            file["measured"] = [1.0, 2.0]
        before = {path: path.read_bytes() for path in mine}
        for path in mine:
            self.refused("report", "a.h5", "-o", path, says="was not replaced")
            self.refused("learn", "--library", library, "-o", path, says="was not replaced")
            self.refused("graph", self.plan, "--dot", path, says="was not replaced")
            self.refused("graph", self.plan, "--graphml", path, says="was not replaced")
        self.refused("run", self.plan, "-n", 4, "-o", "my.h5", says="was not replaced")
        for path, content in before.items():
            self.assertEqual(path.read_bytes(), content, path)
        own = (("report", "a.h5", "-o", "a.html"), ("learn", "--library", library, "-o", "learned.csv"),
               ("graph", self.plan, "--dot", "net.dot"), ("graph", self.plan, "--graphml", "net.graphml"))
        for arguments in own:
            for _ in range(2):  # the second replaces what the first wrote
                done = self.run_in(*arguments)
                self.assertEqual(done.returncode, 0, done.stderr)
        for one in own:  # but not what another command wrote
            for other in own:
                if one[-1] != other[-1]:
                    self.refused(*one[:-1], other[-1], says="was not replaced")

    def test_an_empty_argument_is_an_error(self):
        self.refused("run", self.plan, "-n", 4, "-o", "", says="argument 6 is empty")
        self.assertFalse((self.folder / "guizhou-example.h5").exists())

    def test_a_dash_is_standard_output_and_no_file(self):
        self.refused("run", self.plan, "-n", 4, "-o", "-", says="standard output")
        self.assertEqual(self.project("-o", "a.h5").returncode, 0)
        self.refused("export", "a.h5", "--csv", "-", says="standard output")
        self.assertFalse((self.folder / "-").exists())

    def test_streams_that_cannot_be_written(self):
        arguments = [ZONECAST, "run", str(self.plan), "-n", "64", "--threads", "1"]
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([*arguments, "-o", "a.h5"], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=full, check=False)
            self.assertEqual(done.returncode, 0)
            done = subprocess.run([*arguments, "-o", "b.h5"], cwd=self.folder, stdout=full, stderr=subprocess.PIPE, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn(b"standard output", done.stderr)
        shell = f'"{ZONECAST}" run "{self.plan}" -n 4 --threads 1 -o c.h5'
        for closed, status in (("2>&-", 0), (">&-", 1), (">&- 2>&- <&-", 1)):
            done = subprocess.run(["sh", "-c", f"{shell} {closed}"], cwd=self.folder, capture_output=True, check=False)
            self.assertEqual(done.returncode, status, closed)
            with h5py.File(self.folder / "c.h5") as file:  # whole, and nothing that was meant for a stream stands in it
                self.assertEqual(int(file.attrs["replicates"][0]), 4)
        for name in ("a.h5", "b.h5"):
            with h5py.File(self.folder / name) as file:
                self.assertEqual(int(file.attrs["replicates"][0]), 64)

    def test_a_reader_that_goes_away_ends_nothing(self):
        shell = f'"{ZONECAST}" run "{self.plan}" -n 64 --threads 1 -o a.h5 2>&1 | head -n 1'
        subprocess.run(["sh", "-c", shell], cwd=self.folder, capture_output=True, check=True)
        for _ in range(1200):
            if (self.folder / "a.h5").exists():
                break
            time.sleep(0.05)
        with h5py.File(self.folder / "a.h5") as file:
            self.assertEqual(int(file.attrs["replicates"][0]), 64)
        self.assertEqual([name for name in self.files() if "partial" in name], [])

    def test_every_signal_leaves_nothing_half_written(self):
        for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU, signal.SIGQUIT, signal.SIGALRM, signal.SIGTERM):
            with subprocess.Popen([ZONECAST, "run", str(self.plan), "-n", "200000", "-o", "a.h5"], cwd=self.folder, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8"}) as process:
                for _ in range(1200):
                    if catches_interrupts(process):
                        break
                    time.sleep(0.05)
                process.send_signal(number)
                _, error = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 128 + number, error)
            self.assertIn(b"Stopped; nothing was written.", error)
            self.assertEqual([name for name in self.files() if name.startswith("a.h5")], [])

    def preloaded(self, code):
        """The environment of a program that calls the functions of this C instead of those of the system."""
        (self.folder / "instead.c").write_text(code)
        subprocess.run(["gcc", "-shared", "-fPIC", "-o", "instead.so", "instead.c", "-ldl"], cwd=self.folder, check=True)
        options = os.environ.get("ASAN_OPTIONS", "")
        return {"LD_PRELOAD": str(self.folder / "instead.so"), "ASAN_OPTIONS": f"{options}:verify_asan_link_order=0".lstrip(":")}

    def test_a_signal_while_a_file_is_made(self):
        self.assertEqual(self.project("-o", "a.h5").returncode, 0)
        middle = self.preloaded(SIGNALS_IN_THE_MIDDLE)
        before = self.files()
        done = self.run_in("export", "a.h5", "--csv", "tables", environment=middle)
        self.assertEqual(done.returncode, 128 + signal.SIGUSR1, done.stderr)
        self.assertIn("Stopped; nothing was written.", done.stderr)
        self.assertEqual(self.files(), before)
        self.assertEqual(list(self.folder.glob("tables*")), [])
        done = self.run_in("report", "a.h5", "-o", "a.html", environment=middle)
        self.assertEqual(done.returncode, -signal.SIGUSR1, done.stderr)
        self.assertEqual(self.files(), sorted([*before, "a.html"]))
        self.assertTrue((self.folder / "a.html").read_text(encoding="utf-8").rstrip().endswith("</html>"))

    def test_numbers_mean_what_they_say(self):
        for seed, meant in (("010", 10), ("1e6", 1000000), ("18446744073709551615", 2**64 - 1)):
            self.assertEqual(self.project("--seed", seed, "-o", "a.h5").returncode, 0)
            with h5py.File(self.folder / "a.h5") as file:
                self.assertEqual(int(file.attrs["seed"][0]), meant)
        for option in ("--seed=-1", "--seed=18446744073709551616", "--seed=1.5", "--seed=0x10", "--replicates=-1", "--replicates=1,000",
                       "--replicates=0", "--replicates=1e3x", "--threads=-1", "--replicates-from=-1"):
            self.refused("run", self.plan, option, "-o", "b.h5", says=option.split("=")[1])
        self.assertFalse((self.folder / "b.h5").exists())

    def test_a_disk_without_locks(self):
        without = self.preloaded(NO_LOCKS)
        self.assertEqual(self.project("-o", "a.h5", environment=without).returncode, 0)
        self.assertIn("targets", self.good("targets", "a.h5", environment=without))
        self.assertEqual([name for name in self.files() if name.endswith(".lock")], [])

    def test_a_result_that_another_program_writes(self):
        self.assertEqual(self.project("-o", "a.h5").returncode, 0)
        with h5py.File(self.folder / "a.h5", "r+"):
            self.refused("targets", "a.h5", says="is being written by another program")
        self.good("targets", "a.h5")

    def test_texts_that_are_not_utf8_are_refused(self):
        done = subprocess.run([ZONECAST.encode(), b"run", str(self.plan).encode(), b"--institution", "贵州省".encode("gbk"), b"-o", b"a.h5"],
                              cwd=self.folder, capture_output=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"is not UTF-8; it looks like GBK", done.stderr)
        self.assertFalse((self.folder / "a.h5").exists())

    def test_an_export_holds_no_formula(self):
        self.edit("plans/guizhou-example.toml", 'zh = "高新技术企业数"', 'zh = "=1+1"')
        self.assertEqual(self.project("-o", "a.h5").returncode, 0)
        self.good("export", "a.h5", "--csv", "tables")
        text = (self.folder / "tables/target.csv").read_text(encoding="utf-8-sig")
        self.assertIn("\"'=1+1\"", text)
        self.assertNotIn('"=1+1"', text)


class WordsThatHelp(SystemTest):
    def setUp(self):
        super().setUp()
        self.plan = self.example()
        self.history = self.folder / "scenarios/packs/guizhou-four/history.csv"

    def check(self, *arguments):
        done = self.run_in("check", self.plan, *arguments)
        self.assertEqual(done.returncode, 2, done.stdout)
        return done.stderr

    def test_problems_are_told_in_the_language(self):
        text = self.plan.read_text(encoding="utf-8")
        self.plan.write_text(text.replace('scope = "', 'scope = "x', 1) + "\n[nothing]\n", encoding="utf-8")
        words = self.check("--lang", "zh")
        self.assertIn("错误：", words)
        self.assertIn("处错误；未写出任何文件。", words)
        for line in words.splitlines():
            self.assertTrue(any("\u4e00" <= character <= "\u9fff" for character in line), line)
        self.assertIn("需要一个命令", self.run_in("--lang", "zh").stderr)

    def test_plan_and_pack_are_checked_together(self):
        text = self.plan.read_text(encoding="utf-8")
        first = text.index('metric = "') + len('metric = "')
        text = text[:first] + "no_such_" + text[first:]
        self.plan.write_text(text.replace('scope = "', 'scope = "x', 1), encoding="utf-8")
        words = self.check()
        self.assertIn("is not modelled", words)
        self.assertIn("there is no perimeter or place", words)
        self.assertEqual(words.count("error:"), 2, words)
        # What only the engine needs is listed beside them, and a row that cannot be read hides neither.
        history = self.history.read_text(encoding="utf-8")
        self.history.write_text("".join(line for line in history.splitlines(True) if not line.startswith("gdp,guizhou,")), encoding="utf-8")
        words = self.check()
        self.assertIn('has no figure "gdp"', words)
        self.assertEqual(words.count("error:"), 3, words)
        self.history.write_text(history + "gdp,guizhou,soon,1,亿元,,reported,made up,\n", encoding="utf-8")
        words = self.check()
        self.assertIn("is not modelled", words)
        self.assertEqual(words.count("error:"), 3, words)

    def test_one_cause_is_one_error(self):
        before = self.history.read_text(encoding="utf-8")
        cases = {
            "sep=,\n" + before: "tells a spreadsheet the separator",
            "贵州省历史数据,,,,,,,,\n" + before: "the header is in line 2",
            before.replace(",", ";"): "separated by semicolons",
            before.replace(",", "\t"): "separated by tabs",
            before.replace(",", "，"): "full-width comma",
            "\u200b" + before: "zero-width space (U+200B)",
            before.split("\n", 1)[1]: "it is no header",
        }
        for text, cause in cases.items():
            self.history.write_text(text, encoding="utf-8")
            words = self.check()
            self.assertEqual(words.count("error:"), 1, words)
            self.assertIn(cause, words)

    def test_a_series_that_nothing_reads_is_named_with_the_nearest(self):
        text = self.history.read_text(encoding="utf-8")
        row = text.split("\n")[1].split(",")
        self.history.write_text(text + ",".join(["gross_product", *row[1:]]) + "\n", encoding="utf-8")
        done = self.run_in("check", self.plan)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, r'nothing reads the series "gross_product" \(the nearest that is read: "\w+"\)')

    def test_no_help_for_a_command_that_is_none(self):
        for arguments in (("check-all", "--help"), ("--lang", "zh", "bericht", "--help"), ("--help", "nothing")):
            done = self.run_in(*arguments)
            self.assertEqual(done.returncode, 2)
            self.assertEqual(done.stdout, "")
        self.assertIn('there is no command "check-all"', self.run_in("check-all", "--help").stderr)

    def test_quiet_says_nothing(self):
        done = self.run_in("run", self.plan, "-n", 4, "-q", "-o", "a.h5")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_a_folder_and_a_locked_file_are_not_offered_again(self):
        (self.folder / "plan").mkdir()
        done = self.run_in("check", "plan")
        self.assertIn("it is a folder", done.stderr)
        self.assertNotIn("did you mean", done.stderr)


if __name__ == "__main__":
    unittest.main()
