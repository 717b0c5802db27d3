"""castgraph in the harness of all peers: the same questions in our schema, the same answers.

The data are TVmaze's shows, one a line, which `castgraph import tvmaze` takes as they are. Ids in
the parameters are TVmaze's, and ours are made of them; of a network, the name is looked up in
networks.csv. $CASTGRAPH and $PERF_ADAPTERS are whole paths, since the harness works in a folder of its own.

What the harness measures is the request and the answer as they are here: `canon` only puts an
answer into the shape in which all are compared.
"""
import csv, re, time
from common import *

ROLE = "character { id name } series { name } seasons(first: 30) { nodes { number networks(first: 1) { nodes { name } } } }"
CO_STARS = "query Q4($slug: String!) { person(slug: $slug) { coStars(first: 20) { edges { seriesCount node { id name } } } } }"
number = lambda id: int(re.search(r"\d+$", id).group())
names = lambda connection: [thing["name"] for thing in connection["nodes"]]


class A(Common):
    name, port = "ours", 4200
    # No answer is kept; ours_kept.py keeps them.
    answers_bytes_max = "0"
    queries = {
        "Q1": "query Q1($slug: String!) { person(slug: $slug) { name birth } }",
        "Q2": "query Q2($slug: String!) { person(slug: $slug) { name roles(first: 30) { nodes { %s } } } }" % ROLE,
        # A page holds 100 at most; for those with more, all pages are one request, whose cursors were asked for before.
        "Q2x": """query Q2x($slug: String!, $b: String, $c: String, $d: String, $hasB: Boolean!, $hasC: Boolean!, $hasD: Boolean!) {
            person(slug: $slug) { name roles(first: 100) { ...Roles } b: roles(first: 100, after: $b) @include(if: $hasB) { ...Roles }
                c: roles(first: 100, after: $c) @include(if: $hasC) { ...Roles } d: roles(first: 100, after: $d) @include(if: $hasD) { ...Roles } } }
            fragment Roles on RoleConnection { nodes { %s } }""" % ROLE,
        "Q3": """query Q3($slug: String!) { series(slug: $slug) { name premiered
            seasons(first: 30) { nodes { number networks(first: 1) { nodes { name } } studios(first: 10) { nodes { id name } } } }
            cast(first: 20) { edges { node { name } character { name } } } } }""",
        "Q4": CO_STARS,
        "Q4x": CO_STARS,
        # Through characters, series and their seasons only: who shares a season shares its series.
        "Q5": """query Q5($from: ID!, $to: ID!) { path(from: $from, to: $to, through: [PLAYS, APPEARS_IN], maxSteps: 16) {
            reason path { steps { to { id name } } } } }""",
        # On the network as a whole series, its seasons aside.
        "Q6": """query Q6($network: String!, $span: DateSpan!) {
            allSeries(filter: { networks: { some: { name: $network } }, premiered: $span }, first: 20,
                orderBy: { by: RATING, direction: DESC, outlet: "tvmaze", measure: USER_RATING }) {
                totalCount nodes { id name premiered ratings(first: 1) { edges { value } } } } }""",
        # Names are sorted, and begin, as if they had no accents; twenty, so that the ten first by their code points are among them.
        "Q7": "query Q7($prefix: String!) { suggest(prefix: $prefix, kinds: [PERSON], first: 20) { name node { id } } }",
    }

    def __init__(s, size):
        super().__init__(size)
        s.cursors = {}
        s.snapshot = s.data + "/castgraph.snapshot"
        with open(s.data + "/networks.csv", encoding="utf-8", newline="") as lines:
            s.networks = {int(row["id"]): row["name"] for row in csv.DictReader(lines)}

    def load(s):
        """Imports anew; how many seconds that took."""
        if os.path.exists(s.snapshot): os.remove(s.snapshot)
        start = time.time()
        import_ = [os.environ["CASTGRAPH"], "import", "tvmaze", s.data + "/shows.jsonl", "--into", s.snapshot, "--report", s.data + "/castgraph.doubts.jsonl"]
        subprocess.run(import_, check=True, stdout=subprocess.DEVNULL)
        return time.time() - start

    def cmd(s):
        # A snapshot is read only by the program that wrote it.
        program = os.environ["CASTGRAPH"]
        if not os.path.exists(s.snapshot) or os.path.getmtime(s.snapshot) < os.path.getmtime(program): s.load()
        return [program, "serve", "--listen", f"127.0.0.1:{s.port}", "--data", s.snapshot]

    def env(s): return {"CASTGRAPH_ANSWERS_BYTES_MAX": s.answers_bytes_max}

    def variables(s, q, p):
        if q == "Q5": return {"from": f"person:tvmaze-{p['a']}", "to": f"person:tvmaze-{p['b']}"}
        if q == "Q6": return {"network": s.networks[p["id"]], "span": {"from": "2010", "to": "2020"}}
        if q == "Q7": return p
        slug = {"slug": f"tvmaze-{p['id']}"}
        return {**slug, **s.pages(slug["slug"])} if q == "Q2x" else slug

    def pages(s, slug):
        """Where the second, third and fourth hundred of the roles of a person begin; asked once."""
        if slug not in s.cursors:
            query = "query($slug: String!, $after: String) { person(slug: $slug) { roles(first: 100, after: $after) { pageInfo { hasNextPage endCursor } } } }"
            found, after, more = {}, None, True
            for page in "bcd":
                if more:
                    body = json.dumps({"query": query, "variables": {"slug": slug, "after": after}}).encode()
                    answer = urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{s.port}{s.path}", body, s.headers), timeout=60).read()
                    info = json.loads(answer)["data"]["person"]["roles"]["pageInfo"]
                    after, more = info["endCursor"], info["hasNextPage"]
                found |= {page: after if more else None, "has" + page.upper(): more}
            s.cursors[slug] = found
        return s.cursors[slug]

    def canon(s, q, d, p):
        if q == "Q1": return [d["person"]["name"], d["person"]["birth"]]
        if q in ("Q2", "Q2x"):
            pages = [d["person"][page]["nodes"] for page in ("roles", "b", "c", "d") if page in d["person"]]
            roles = sorted(sum(pages, []), key=lambda role: number(role["character"]["id"]))
            return [d["person"]["name"], [[role["character"]["name"], role["series"]["name"],
                [[season["number"], *names(season["networks"])] for season in role["seasons"]["nodes"]]] for role in roles]]
        if q == "Q3":
            x = d["series"]
            studios = lambda season: [t["name"] for t in sorted(season["studios"]["nodes"], key=lambda t: number(t["id"]))]
            return [x["name"], x["premiered"],
                [[season["number"], *names(season["networks"]), studios(season)] for season in x["seasons"]["nodes"]],
                [[line["node"]["name"], line["character"]["name"]] for line in x["cast"]["edges"]]]
        if q in ("Q4", "Q4x"):
            return [[number(e["node"]["id"]), e["node"]["name"], e["seriesCount"]] for e in d["person"]["coStars"]["edges"]]
        if q == "Q5": return s.hops(d["path"]["path"], p)
        if q == "Q6":
            rating = lambda t: next((e["value"] for e in t["ratings"]["edges"]), None)
            x = d["allSeries"]
            return [x["totalCount"], [[number(t["id"]), t["name"], rating(t), t["premiered"]] for t in x["nodes"]]]
        if q == "Q7":
            hits = [(hit["name"], number(hit["node"]["id"])) for hit in d["suggest"] if hit["name"].lower().startswith(p["prefix"])]
            return [[id, name] for name, id in sorted(hits, key=lambda hit: (hit[0].lower(), hit[1]))[:10]]

    def hops(s, path, p):
        """How many series a path takes from person to person; who plays a character after somebody else shares its series."""
        if path is None: return 0 if p["a"] == p["b"] else None
        return sum(step["to"]["id"].startswith("person:") for step in path["steps"])
