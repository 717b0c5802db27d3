"""Mixed load on a server for a while, and a verdict: python3 benches/harness/soak.py --seconds 600

Starts the program with --reuse-port and has it answer, all at once: queries on connections that are kept, requests that
are wrong, clients that go away in the middle of a request or answer, clients that are slow, a crowd of 1,000 connections
now and then, reloads of good and of bad data, and a scraper of /metrics and /readyz. At the end a second server takes over
at the same address while queries go on.

Prints what was answered, and ends with 0 only if no answer was outside of what the requests ask for and of the closed list
of codes, nothing was INTERNAL, no client that asks again lost a request, and memory did not grow after the first minute
(or quarter, if that is shorter). Needs Python 3.11 and nothing else; it takes minutes, so it is no part of `make test`.
"""
import argparse, asyncio, collections, json, os, pathlib, random, re, resource, shutil, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODES = set(re.findall(r'=> "([A-Z_]+)"', (ROOT / "src/graphql/error.rs").read_text()))
TOKEN = "soak-soak-soak-soak"
TRIES = 5

GOOD = [
    '{ person(slug: "jeff-daniels") { name characters { nodes { title name } } } }',
    '{ people(first: 50) { totalCount nodes { name claims(first: 5) { nodes { value references { source { id } } } } } } }',
    '{ allSeries { nodes { name seasons { nodes { number episodes { nodes { name airDate } } } } } } }',
    '{ search(text: "rust") { nodes { node { label } } } }',
    '{ knownAt(date: "2022-01-01") { statistics { claims } } }',
    '{ disputes { nodes { question claims { nodes { value } } } } }',
]
# Bodies with the statuses that they may have.
BAD = [
    ('{"query":"{ nothing }"}', {200}),
    ('{"query":"{ person(slug: "}', {200}),
    ('{"query":"{ person"}', {200}),
    ("not JSON", {400}),
    ("[]", {400}),
    (json.dumps({"query": "{ " + "node(id: \"x\") { id " * 100 + "}" * 101}), {200}),
    (json.dumps({"query": "query($a: Int!) { people(first: $a) { totalCount } }", "variables": {"a": "x"}}), {200}),
    ("x" * 300_000, {413}),
]

answered, codes, problems = collections.Counter(), collections.Counter(), collections.Counter()


class Lost(Exception):
    """The connection broke before any of the answer came."""


class Client:
    """One connection at a time, kept as long as the server keeps it."""

    def __init__(self, port):
        self.port, self.reader, self.writer = port, None, None

    def close(self):
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None

    async def once(self, head, body):
        try:
            if not self.writer:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            self.writer.write(f"{head}\r\nhost: soak\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body)
            line = await self.reader.readline()
        except OSError:
            line = b""
        if not line:
            self.close()
            raise Lost
        status, headers = int(line.split()[1]), {}
        while (line := await self.reader.readline()).strip():
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        answer = await self.reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection") == "close" or status == 413:
            self.close()
        return status, headers, answer

    async def ask(self, kind, head, body=b"", expected=frozenset({200})):
        """One request, sent again where nothing of its answer came."""
        for _ in range(TRIES):
            try:
                status, headers, answer = await self.once(head, body)
                break
            except Lost:
                answered["sent again"] += 1
            except (asyncio.IncompleteReadError, OSError) as error:
                self.close()
                problems[f"{kind}: an answer broke off: {error!r}"] += 1
                return
        else:
            problems[f"{kind}: lost"] += 1
            return
        answered[f"{kind} {status}"] += 1
        json_body = "json" in headers.get("content-type", "")
        errors = json.loads(answer).get("errors", []) if json_body else []
        for error in errors:
            code = error["extensions"]["code"]
            codes[code] += 1
            if code not in CODES or code == "INTERNAL":
                problems[f"{kind}: {code}: {error['message']}"] += 1
        shed = status == 503 and any(error["extensions"]["code"] in ("OVERLOADED", "TIMEOUT", "CANCELLED") for error in errors)
        if status not in expected and not shed:
            problems[f"{kind}: status {status}"] += 1
        if status == 503 and errors and errors[0]["extensions"]["code"] == "OVERLOADED":
            await asyncio.sleep(int(headers["retry-after"]))


POST = "POST /graphql HTTP/1.1\r\ncontent-type: application/json"


async def queries(port, end):
    client = Client(port)
    while time.time() < end():
        if random.random() < 0.1:
            body, expected = random.choice(BAD)
            await client.ask("wrong", POST, body.encode(), expected)
        else:
            await client.ask("query", POST, json.dumps({"query": random.choice(GOOD)}).encode())
        await asyncio.sleep(random.random() * 0.02)
    client.close()


async def aborts(port, end):
    """Goes away in the middle of the head, of the body, of the execution or of the answer."""
    while time.time() < end():
        body = json.dumps({"query": GOOD[1]}).encode()
        whole = f"{POST}\r\nhost: soak\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(whole[: random.randrange(1, len(whole) + 1)])
            if random.random() < 0.5:
                await asyncio.wait_for(reader.read(100), 0.01)
            writer.transport.abort() if random.random() < 0.5 else writer.close()
        except (OSError, asyncio.TimeoutError):
            pass
        answered["abort"] += 1
        await asyncio.sleep(0.02)


async def slow(port, end):
    """Sends a byte a second, and reads none."""
    while time.time() < end():
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            for byte in b"GET / HTTP/1.1\r\nx-slow: " + b"y" * 1_000:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(1)
                if time.time() >= end():
                    break
            writer.close()
        except OSError:
            answered["slow, cut off"] += 1


async def crowd(port, end, size):
    """Opens that many connections, and then has all of them ask at once."""
    while time.time() < end():
        clients = [Client(port) for _ in range(size)]
        await asyncio.gather(*(client.ask("crowd", "GET /healthz HTTP/1.1") for client in clients))
        body = json.dumps({"query": GOOD[0]}).encode()
        await asyncio.gather(*(client.ask("crowd", POST, body) for client in clients))
        for client in clients:
            client.close()
        await asyncio.sleep(20)


async def reloads(port, end, data):
    """Has good data loaded, and bad ones now and then."""
    films, client = data / "people.jsonl", Client(port)
    good = films.read_text()
    head = f"POST /admin/reload HTTP/1.1\r\nauthorization: Bearer {TOKEN}"
    while time.time() < end():
        bad = random.random() < 0.25
        films.write_text(good + "nonsense\n" if bad else good)
        await client.ask("bad reload" if bad else "reload", head, b"", {500} if bad else {200})
        await asyncio.sleep(1)
    films.write_text(good)


async def scrapes(port, end, process, sizes):
    client = Client(port)
    while time.time() < end():
        await client.ask("metrics", "GET /metrics HTTP/1.1", b"")
        await client.ask("readyz", "GET /readyz HTTP/1.1")
        status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        sizes.append((time.time(), int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024))
        await asyncio.sleep(0.5)


def start(binary, data, listen, log):
    options = ["serve", "--metrics", "--data", str(data), "--listen", listen, "--reuse-port", "--drain-delay-ms", "500", "--connections-max", "1200"]
    environment = {**os.environ, "CASTGRAPH_ADMIN_TOKEN": TOKEN, "CASTGRAPH_LOG": "warn"}
    process = subprocess.Popen([binary, *options], stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
    return process, int(re.search(r":(\d+)/", process.stdout.readline())[1])


async def soak(options, data, log):
    process, port = start(options.binary, data, "127.0.0.1:0", log)
    began, stop = time.time(), [time.time() + options.seconds]
    end, over = (lambda: stop[0]), began + options.seconds
    sizes, main_end = [], (lambda: over)
    stop[0] = float("inf")
    try:
        asking = [asyncio.create_task(queries(port, end)) for _ in range(options.clients)]
        others = [aborts(port, main_end), reloads(port, main_end, data), scrapes(port, main_end, process, sizes), crowd(port, main_end, options.crowd)]
        await asyncio.gather(*others, *(slow(port, main_end) for _ in range(8)))
        second, _ = start(options.binary, data, f"127.0.0.1:{port}", log)
        try:
            process.terminate()
            status = await asyncio.to_thread(process.wait, 60)
            if status:
                problems[f"the first server ended with {status}"] += 1
            await asyncio.sleep(2)
            stop[0] = 0
            await asyncio.gather(*asking)
        finally:
            second.terminate()
            second.wait(60)
    finally:
        if process.poll() is None:
            process.kill()
    warm = began + min(60, options.seconds / 4)
    later = [(at, size) for at, size in sizes if at >= warm]
    third = len(later) // 3
    first, last = (statistics.median(size for _, size in part) for part in (later[:third], later[-third:]))
    print(f"memory: {first:.0f} MiB after the start, {last:.0f} MiB at the end, {max(size for _, size in sizes):.0f} MiB at most")
    if last > first * 1.1 + 4:
        problems[f"memory grew from {first:.0f} to {last:.0f} MiB"] += 1


def main():
    parser = argparse.ArgumentParser(description="Mixed load on a server, and a verdict.")
    parser.add_argument("--binary", default=str(ROOT / "target/release/castgraph"))
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--crowd", type=int, default=1_000)
    options = parser.parse_args()
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(files, 4_096), most), most))
    with tempfile.TemporaryDirectory() as folder, open(f"{folder}/log", "w+") as log:
        data = pathlib.Path(folder) / "data"
        shutil.copytree(ROOT / "seed", data, ignore=lambda _, names: [name for name in names if not name.endswith(".jsonl")])
        asyncio.run(soak(options, data, log))
        log.seek(0)
        panics = [line for line in log if "panic" in line]
    problems.update({"panics in the log": len(panics)} if panics else {})
    for name, counts in [("answered", answered), ("codes", codes), ("problems", problems)]:
        print(f"{name}: " + (", ".join(f"{what}: {count}" for what, count in sorted(counts.items())) or "none"))
    print("passed" if not problems else "FAILED")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
