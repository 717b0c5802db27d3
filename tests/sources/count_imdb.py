"""Counts what an import of a folder of IMDb's files must find.

Usage: count_imdb.py FOLDER tv|all

Reads the seven files with Python's standard library alone and prints counts as JSON. It
knows nothing of castgraph's code and keeps everything in memory: it is for small folders.
"""

import csv
import json
import os
import re
import sys
import unicodedata
from collections import Counter

NULL = "\\N"
TELEVISION = {"tvSeries", "tvMiniSeries", "tvEpisode", "tvMovie", "tvShort", "tvSpecial"}
SERIES = {"tvSeries", "tvMiniSeries"}
FILMS = {"movie", "short", "video"}
CAST = {"actor", "actress", "self", "archive_footage", "archive_sound"}


def rows(folder, name):
    path = os.path.join(folder, name + ".tsv")
    with open(path, encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def by_id(found):
    """Rows by what their first cell names; of several of one id, the first."""
    known = {}
    for row in found:
        known.setdefault(next(iter(row.values())), row)
    return known


def plain(cell):
    """A cell as it was before somebody quoted it; None where it is null."""
    if cell == NULL:
        return None
    if re.fullmatch(r'"(?:[^"]|"")*""(?:[^"]|"")*"', cell):
        cell = cell[1:-1].replace('""', '"')
    return " ".join(cell.split()) or None


def fold(name):
    """A name without case, diacritics and punctuation."""
    letters = unicodedata.normalize("NFKD", name)
    letters = "".join(x for x in letters if not unicodedata.category(x).startswith("M")).lower()
    return " ".join(re.findall(r"[^\W_]+", letters)) or letters


def roles(cell):
    """The names of the roles in a cell; those who play themselves are all called self."""
    if cell == NULL:
        return []
    found = []
    try:
        listed = json.loads(plain(cell))
    except json.JSONDecodeError:
        return []
    for name in listed:
        own = re.match(r"(Self|Himself|Herself|Themselves|Themself)($| - | \(|,)", name)
        for role in [name] if own else name.split(" / "):
            role = re.sub(r"(\s*\((voice|voice only|uncredited)(, *(voice|voice only|uncredited))*\))+$", "", role)
            found.append("self" if own else fold(role.strip()))
    return found


def job(row):
    """What somebody did, in small letters."""
    return (plain(row["job"]) or row["category"].replace("_", " ")).lower()


def main(folder, mode):
    kept_types = TELEVISION | FILMS if mode == "all" else TELEVISION
    titles = by_id(r for r in rows(folder, "title.basics") if r["titleType"] in kept_types)
    names = by_id(rows(folder, "name.basics"))
    episodes = by_id(rows(folder, "title.episode"))

    def series_of(title):
        if titles[title]["titleType"] != "tvEpisode" or title not in episodes:
            return None
        parent = episodes[title]["parentTconst"]
        return parent if parent in titles and titles[parent]["titleType"] in SERIES else None

    seasons = {
        (series_of(t), episodes[t]["seasonNumber"])
        for t in titles
        if series_of(t) and episodes[t]["seasonNumber"] != NULL
    }

    characters, appearances, credits, covered, wanted = set(), set(), set(), set(), set()
    read, left_out, crew_rows = Counter(), Counter(), Counter()
    for row in rows(folder, "title.principals"):
        title, person, category = row["tconst"], row["nconst"], row["category"]
        read["title.principals"] += 1
        crew = category not in CAST or category.startswith("archive")
        crew_rows["all"] += crew
        if title not in titles or person not in names:
            left_out["title.principals"] += 1
            crew_rows["stray"] += crew
            continue
        wanted.add(person)
        owner = series_of(title) or title
        found = roles(row["characters"]) if category in CAST else []
        if category in CAST and not found and not category.startswith("archive"):
            found = ["self" if category == "self" else None]
        for role in found:
            characters.add((owner, person, role))
            if titles[title]["titleType"] not in SERIES:
                appearances.add((owner, person, role, title))
        if crew:
            crew_rows["again"] += (title, person, job(row)) in credits
            credits.add((title, person, job(row)))
            covered.add((title, person, category))
    for row in rows(folder, "title.crew"):
        title = row["tconst"]
        read["title.crew"] += 1
        left_out["title.crew"] += title not in titles
        for column, category in [("directors", "director"), ("writers", "writer")]:
            for person in row[column].split(","):
                if person == NULL:
                    continue
                crew_rows["all"] += 1
                if title not in titles or person not in names:
                    left_out["title.crew"] += title in titles
                    crew_rows["stray"] += 1
                    continue
                wanted.add(person)
                if (title, person, category) in covered or (title, person, category) in credits:
                    crew_rows["again"] += 1
                else:
                    credits.add((title, person, category))

    others = set()
    for title, row in titles.items():
        original = plain(row["originalTitle"])
        if original and original != plain(row["primaryTitle"]):
            others.add((title, original, None, None))
    for row in rows(folder, "title.akas"):
        title, name = row["titleId"], plain(row["title"])
        if title not in titles or not name:
            continue
        region, language = row["region"], row["language"]
        if not re.fullmatch(r"[A-WY-Z][A-Z]([A-Z]{2})?", region):
            region = None
        if not re.fullmatch(r"[a-z]{2,3}", language) or re.fullmatch(r"q[a-t][a-z]", language):
            language = None
        if name != plain(titles[title]["primaryTitle"]) or region or language:
            others.add((title, name, language, region))

    people = {
        n for n, row in names.items()
        if mode == "all" or n in wanted or any(t in titles for t in row["knownForTitles"].split(","))
    }
    kinds = [row["titleType"] for row in titles.values()]
    counts = {
        "people": len(people),
        "characters": len(characters),
        "series": sum(k in SERIES for k in kinds),
        "seasons": len(seasons),
        "episodes": kinds.count("tvEpisode"),
        "specials": sum(r["titleType"] == "tvEpisode" and t in episodes and episodes[t]["episodeNumber"] == "0"
                        for t, r in titles.items()),
        "films": sum(k not in SERIES and k != "tvEpisode" for k in kinds),
        "alternate titles": len(others),
        "RATED_BY": len({r["tconst"] for r in rows(folder, "title.ratings")
                         if r["tconst"] in titles and re.fullmatch(r"[0-9.]+", r["averageRating"])}),
        # A character here is one person's part, so each is played once.
        "PLAYS": len(characters),
        "CREDITED": len(credits),
        "crew rows": crew_rows["all"],
        "crew rows said before": crew_rows["again"],
        "crew rows of unknown things": crew_rows["stray"],
        "appearances in episodes and films": len(appearances),
        "title.principals": read["title.principals"],
        "title.principals left out": left_out["title.principals"],
        "title.crew": read["title.crew"],
        "title.crew left out": left_out["title.crew"],
    }
    print(json.dumps(counts, indent=1))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
