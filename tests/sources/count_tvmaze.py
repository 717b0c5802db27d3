#!/usr/bin/env python3
"""Counts what is in answers of the TVmaze API. usage: count_tvmaze.py PATH...

Knows nothing of castgraph. Looks at every object, however deep, and tells what it is by its
keys; prints a JSON object of counts, each of different ids or of different things said of
them, but for the rows of cast and crew.
"""
import json
import os
import sys

found = {name: set() for name in [
    "series", "seasons", "regular episodes", "specials", "people", "characters", "networks",
    "web channels", "air days", "air times", "PLAYS", "APPEARS_IN", "CREDITED", "PART_OF"]}
rows = {"cast": 0, "crew": 0}


def look(value, show=None):
    if isinstance(value, list):
        for item in value:
            look(item, show)
    if not isinstance(value, dict):
        return
    if "genres" in value:
        show = value["id"]
        found["series"].add(show)
        schedule = value.get("schedule") or {"time": "", "days": []}
        found["air days"].update((show, day) for day in schedule["days"])
        if schedule["time"]:
            found["air times"].add((show, schedule["time"]))
    if "episodeOrder" in value:
        found["seasons"].add(value["id"])
        found["PART_OF"].add(("season", value["id"]))
    if "airdate" in value:
        special = value.get("type", "special" if value["number"] is None else "regular") != "regular"
        found["specials" if special else "regular episodes"].add(value["id"])
        found["PART_OF"].add(("episode", value["id"]))
    for key, kind in [("person", "people"), ("character", "characters"),
                      ("network", "networks"), ("webChannel", "web channels")]:
        if value.get(key):
            found[kind].add(value[key]["id"])
    if value.get("person") and value.get("character"):
        rows["cast"] += 1
        person, character = value["person"]["id"], value["character"]["id"]
        found["PLAYS"].add((person, character))
        for season in [None, *value.get("seasons", [])]:
            found["APPEARS_IN"].add((person, character, show, season))
    if value.get("person") and "type" in value:
        rows["crew"] += 1
        found["CREDITED"].add((value["person"]["id"], value["type"], show))
    for part in value.values():
        look(part, show)


def read(path):
    with open(path, encoding="utf-8-sig") as file:
        if path.endswith("l"):
            for line in file:
                look(json.loads(line))
        else:
            look(json.load(file))


for path in sys.argv[1:]:
    if os.path.isdir(path):
        for folder, _, names in os.walk(path):
            for name in names:
                if name.endswith((".json", ".jsonl")):
                    read(os.path.join(folder, name))
    else:
        read(path)
print(json.dumps({name: len(ids) for name, ids in found.items()} | rows))
