"""Reproduce: what a result keeps is enough to make it again, bit for bit, and a change is found and named."""

import hashlib
import json
import pathlib
import shutil
import struct
import unittest

import h5py
import numpy

from support import HUNAN, SystemTest


def put_attributes(total, thing):
    """Texts and single numbers that are said of a variable or of the file, as text."""
    for name in sorted(thing.attrs):
        value = thing.attrs[name]
        if isinstance(value, numpy.ndarray) and value.size == 1 and value.dtype.kind in "iuf":
            value = value.ravel()[0]
        if name == "digest" or not (isinstance(value, (str, bytes)) or isinstance(value, numpy.number)):
            continue
        if isinstance(value, numpy.floating):
            value = repr(float(value)).removesuffix(".0")
        text = value if isinstance(value, bytes) else str(value).encode()
        total.update(name.encode() + b"\0" + text + b"\0")


def digest(path):
    """The digest of a result as docs/formats/results.md defines it, computed here without zonecast."""
    total = hashlib.sha256()
    words = {"<f8": "float64", "<i8": "int64", "<i4": "int32", "|i1": "int8"}
    with h5py.File(path) as file:
        put_attributes(total, file)
        for name in sorted(file, key=str.encode):
            data = file[name]
            text = h5py.check_string_dtype(data.dtype) is not None
            word = "text" if text else words[data.dtype.str]
            total.update(name.encode() + b"\0" + word.encode() + b"\0")
            put_attributes(total, data)
            total.update(struct.pack(f"<{1 + data.ndim}Q", data.ndim, *data.shape))
            values = data[()]
            if text:
                for value in numpy.ravel(values):
                    total.update(value + b"\0")
            else:
                total.update(numpy.ascontiguousarray(values).tobytes())
    return "sha256/2:" + total.hexdigest()


class Reproduce(SystemTest):
    @classmethod
    def setUpClass(cls):
        import tempfile

        from support import zonecast
        cls.place = tempfile.TemporaryDirectory(prefix="zonecast-reproduce-")
        cls.result = pathlib.Path(cls.place.name) / "a.h5"
        done = zonecast("run", HUNAN, "-n", 40, "--replicates-from", 32, "--seed", 5, "--set", "parameter.renewal_rate=0.8",
                        "--set", "plan.end_year=2020", "--keep", "zone:changsha_htz:hnte_count", "--uncertainty", "parameters,chance",
                        "-o", cls.result, "-q")
        assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def changed(self, change):
        """A copy of the result after `change` had its way with the open file."""
        shutil.copy(self.result, self.folder / "b.h5")
        with h5py.File(self.folder / "b.h5", "r+") as file:
            change(file)
        return self.folder / "b.h5"

    def test_equal_from_the_file_alone(self):
        shutil.copy(self.result, self.folder / "moved.h5")
        done = self.run_in("reproduce", "moved.h5")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("Equal: all", done.stdout)
        self.assertIn(digest(self.result), done.stdout)
        self.assertEqual(self.files(), ["moved.h5"])

    def test_the_digest_is_the_documented_one(self):
        with h5py.File(self.result) as file:
            self.assertEqual(file.attrs["digest"].decode(), digest(self.result))

    def test_the_new_run_can_be_kept(self):
        self.good("reproduce", self.result, "-o", "again.h5", "-q")
        self.assertEqual(digest(self.folder / "again.h5"), digest(self.result))

    def test_a_changed_value_is_named_with_its_size(self):
        def change(file):
            file["target_chance"][3] += 0.25
            file["province_gdp_mean"][0, 1] *= 2

        done = self.run_in("reproduce", self.changed(change), "--json", "-q")
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        answer = json.loads(done.stdout)
        self.assertFalse(answer["equal"])
        self.assertTrue(answer["changed"])
        self.assertEqual(answer["digest_again"], answer["digest_written"])
        self.assertEqual([one["variable"] for one in answer["differences"]], ["province_gdp_mean", "target_chance"])
        second, first = answer["differences"]
        self.assertEqual((first["differing"], first["first_at"], first["largest"]), (1, 3, 0.25))
        self.assertEqual((second["differing"], second["first_at"], second["largest_relative"]), (1, 1, 0.5))

        text = self.run_in("reproduce", self.folder / "b.h5", "-q").stdout
        self.assertIn("changed after it was written", text)
        self.assertIn("Not equal: 2 of", text)
        self.assertIn("province_gdp_mean", text)

    def test_another_input_text_gives_another_result(self):
        def change(file):
            names = list(file["input_file"].asstr())
            at = names.index("../packs/hunan/history.csv")
            text = file["input_text"].asstr()[at]
            line = next(line for line in text.splitlines() if line.startswith("hnte_count,hunan,2016,"))
            cells = line.split(",")
            cells[3] = str(float(cells[3]) * 1.5)
            file["input_text"][at] = text.replace(line, ",".join(cells))

        done = self.run_in("reproduce", self.changed(change), "--json", "-q")
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        differing = {one["variable"] for one in json.loads(done.stdout)["differences"]}
        self.assertIn("province_hnte_count_mean", differing)
        self.assertIn("figure_value", differing)

    def test_what_cannot_be_run_again_is_refused_with_a_reason(self):
        def refused(change, *expected):
            done = self.run_in("reproduce", self.changed(change), "-q")
            self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
            for text in expected:
                self.assertIn(text, done.stderr)

        refused(lambda file: file.attrs.__delitem__("plan_file"), "an older zonecast wrote it")
        refused(lambda file: file.attrs.__setitem__("format_version", 0), "has result format 0")
        refused(lambda file: file.attrs.__setitem__("block_size", 64), "blocks of 64")
        refused(lambda file: file["input_text"].__setitem__(0, "id\n"), "b.h5:../library/", "error")
        done = self.run_in("reproduce", "none.h5")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no such file", done.stderr)


if __name__ == "__main__":
    unittest.main()
