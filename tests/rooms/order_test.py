"""A room includes only itself and the rooms that it stands on. What these are stands in the zonecast_room() (or
zonecast_room_order()) of the room's CMakeLists.txt and nowhere else; CMake writes it to the file that the variable ZONECAST_ROOMS names."""

import os
import pathlib
import re
import unittest

SOURCE = pathlib.Path(os.environ["ZONECAST_SOURCE"])
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"')
SOURCES = (".cpp", ".hpp", ".inc")


def rooms():
    """Of each room its folder and the names of the rooms that it may include: itself and all below it."""
    folder, allowed = {}, {}
    for line in pathlib.Path(os.environ["ZONECAST_ROOMS"]).read_text(encoding="utf-8").splitlines():
        name, where, *below = line.split()
        folder[name] = where
        allowed[name] = {name}.union(*(allowed[room] for room in below))
    return folder, allowed


def room_of(path, folder):
    """The room that a file belongs to, or None."""
    return next((name for name, where in folder.items() if path.startswith(where + "/")), None)


def violations(lines, room, folder, allowed):
    """The includes among the lines of a file of a room that are against the order: (line number, path, why)."""
    found = []
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        other = room_of(match[1], folder)
        if other is None:
            found.append((number, match[1], "is in no room; write the path from the project's root"))
        elif other not in allowed[room]:
            found.append((number, match[1], f"is in the room {other}, which {room} does not stand on"))
    return found


class Order(unittest.TestCase):
    def test_every_include_follows_the_order_of_rooms(self):
        folder, allowed = rooms()
        wrong, seen = [], 0
        for room, where in folder.items():
            for path in sorted(file for file in (SOURCE / where).rglob("*") if file.suffix in SOURCES):
                seen += 1
                for number, other, why in violations(path.read_text(encoding="utf-8").splitlines(), room, folder, allowed):
                    wrong.append(f"{path.relative_to(SOURCE)}:{number}: {other} {why}")
        self.assertGreater(seen, 200)
        self.assertEqual(wrong, [], "\n" + "\n".join(wrong) + "\nMove what is shared down, or let the room stand on "
                                    "the other: ON in its CMakeLists.txt, and docs/architecture.md.")

    def test_every_folder_of_the_model_is_a_room(self):
        folder, _ = rooms()
        self.assertEqual({f"model/{path.name}" for path in (SOURCE / "model").iterdir() if path.is_dir()}
                         | {"outputs", "lab", "command", "python"}, set(folder.values()))

    def test_the_page_on_architecture_names_every_room(self):
        folder, _ = rooms()
        page = (SOURCE / "docs/architecture.md").read_text(encoding="utf-8").split("```")[1]
        self.assertEqual({where for where in folder.values()},
                         set(re.findall(r"^ *(model/\w+|outputs|lab|command|python)\b", page, re.MULTILINE)))

    def test_an_include_upwards_is_found(self):
        folder, allowed = rooms()
        lines = ['#include "model/laws/chain.hpp"', '  # include "model/engine/world.hpp"', "#include <vector>", '#include "chain.hpp"']
        self.assertEqual([number for number, _, _ in violations(lines, "laws", folder, allowed)], [2, 4])
        self.assertEqual(violations(lines[:3], "engine", folder, allowed), [])


if __name__ == "__main__":
    unittest.main()
