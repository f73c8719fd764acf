"""What the tests of the documents read of Markdown: prose, headings, links, code blocks and tables."""

import re

FENCE = re.compile(r"^\s*(```+|~~~+)\s*(\S*)")
HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
CODE = re.compile(r"`([^`]+)`")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def split(text):
    """The prose as lines (blank where a code block stood) and the code blocks as (language, text, line number)."""
    prose, blocks, fence, block, language, start = [], [], None, [], "", 0
    for number, line in enumerate(text.splitlines(), 1):
        match = FENCE.match(line)
        if fence:
            if match and match[1].startswith(fence):
                blocks.append((language, "\n".join(block), start))
                fence, block = None, []
            else:
                block.append(line)
            prose.append("")
        elif match:
            fence, language, start = match[1], match[2], number
            prose.append("")
        else:
            prose.append(line)
    return prose, blocks


def headings(text):
    """(level, text, line number) of every heading."""
    found = []
    for number, line in enumerate(split(text)[0], 1):
        match = HEADING.match(line)
        if match:
            found.append((len(match[1]), match[2], number))
    return found


def anchors(text):
    """The anchors of the headings: lower case, no punctuation, hyphens for spaces, -1 for the second of a name."""
    seen, found = {}, set()
    for _, title, _ in headings(text):
        title = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).replace("`", "")
        name = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        count = seen.get(name, 0)
        seen[name] = count + 1
        found.add(f"{name}-{count}" if count else name)
    return found


def links(text):
    """(target, line number) of every link and picture outside code."""
    prose = "\n".join(re.sub(r"`[^`]*`", "", line) for line in split(text)[0])
    return [(match[1], prose.count("\n", 0, match.start()) + 1) for match in LINK.finditer(prose)]


def tables(text):
    """Every table as a list of rows, a row as a list of cells; the line below the header is left out."""
    found, rows = [], []
    for line in [*split(text)[0], ""]:
        if line.lstrip().startswith("|"):
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                rows.append(cells)
        elif rows:
            found.append(rows)
            rows = []
    return found


def sections(text):
    """The text of each section without code blocks and tables; the first section stands before any heading."""
    found = [[]]
    for line in split(text)[0]:
        if HEADING.match(line):
            found.append([])
        if not line.lstrip().startswith("|"):
            found[-1].append(line)
    return ["\n".join(lines) for lines in found]
