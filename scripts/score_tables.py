#!/usr/bin/python3
"""Tables of docs/validation.md from a backtest's JSON, in Markdown.

zonecast backtest scenarios/library --origins 2016:2022 --json > panel.json
scripts/score_tables.py panel.json            # all provinces, and the aims
scripts/score_tables.py panel.json hunan      # one province of a panel
"""
import json
import math
import sys

NAMES = {
    "gdp": "GDP", "hightech_value_added": "high-tech value added", "hnte_count": "certified enterprises",
    "hnte_recognised": "recognitions of the year", "rd_expenditure": "R&D", "rd_to_gdp": "R&D over GDP",
    "invention_patents_valid": "valid invention patents", "invention_patents_granted": "invention patents granted",
    "tech_contract_value": "technology contracts",
}
BENCHMARKS = {"random_walk": "against walk", "damped_trend": "against trend", "as_nation": 'against "as the nation did"'}


def decimal(value, digits, sign=""):
    """A number without a leading zero, with a real minus; a dash for none."""
    if value is None:
        return "–"
    text = f"{value:{sign}.{digits}f}".replace("-", "−")
    return text.replace("0.", ".", 1) if abs(value) < 1 else text


def skill(score, cases):
    if score["skill"] is None:
        return "–"
    text = decimal(score["skill"], 3, "+")
    if score["skill_low"] is not None:
        text += f" [{decimal(score['skill_low'], 2, '+')}, {decimal(score['skill_high'], 2, '+')}]"
    return text + (f" ({score['cases']})" if score.get("cases", cases) != cases else "")


def table(title, rows):
    print(f"| {title} | cases | CRPS | " + " | ".join(BENCHMARKS.values()) + " | bias | in the bands, % |")
    print("|---|---|---|" + "---|" * (len(BENCHMARKS) + 2))
    for row in rows:
        model = row["model"]
        cells = [NAMES.get(row["series"], "**all**"), f"{row['cases']:,}", decimal(model["crps"], 4)]
        cells += [skill(row[name], row["cases"]) for name in BENCHMARKS]
        cells.append(decimal(model["bias"], 2, "+"))
        cells.append(", ".join(f"{100 * model[f'coverage_{level}']:.0f}" for level in (50, 80, 90, 95)))
        print("| " + " | ".join(cells) + " |")


def aims(rows):
    print("\n| | against walk | against trend | against nation | in the 80 % band | |\n|---|---|---|---|---|---|")
    word = {True: "met", False: "**missed**"}
    for aim in rows:
        name = NAMES.get(aim["series"], "the six, equal weight") + {None: "", "hunan": ", Hunan"}.get(aim["place"], ", " + str(aim["place"]))
        cells = [name]
        for benchmark in BENCHMARKS:
            one = aim[benchmark]
            reached = math.floor(1e4 * one["reached"]) / 1e4  # never rounded in its own favour
            cells.append(f"{decimal(reached, 4, '+')} ({decimal(one['asked'], 2)}) {word[one['met']]}")
        band = aim["coverage_80"]
        cells.append(f"{100 * band['reached']:.1f} % ({100 * band['low']:.0f}–{100 * band['high']:.0f}) {word[band['met']]}")
        print("| " + " | ".join(cells + ["met" if aim["met"] else "missed"]) + " |")


def main(path, place=None):
    with open(path, encoding="utf-8") as file:
        backtest = json.load(file)
    if place:
        table(place, [row for row in backtest["by_place_and_series"] if row["place"] == place])
    else:
        table(backtest.get("pack", "all provinces"), backtest["by_series"] + [backtest["pooled"]])
        aims(backtest["aims"])


if __name__ == "__main__":
    main(*sys.argv[1:])
