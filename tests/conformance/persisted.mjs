// Asks a running server by Apollo Client's link for persisted queries: node persisted.mjs URL MODE
//
// MODE is what the server does: automatic (as it starts by itself), off (--persisted-bytes-max 0)
// or trusted (--documents with the list of LISTED below). Prints one line a check; exits with 0
// only when all pass.
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { createHash } from "node:crypto";

const [url, mode] = process.argv.slice(2);
if (!["automatic", "off", "trusted"].includes(mode)) {
  console.error("usage: node persisted.mjs http://127.0.0.1:8080/graphql automatic|off|trusted");
  process.exit(2);
}

const NAME = gql`query Name($slug: String!) { person(slug: $slug) { name } }`;
const COUNT = gql`query Count { people { totalCount } }`;
// As in the list that the test gives to the server.
const LISTED = "name-of-a-person";

const variables = { slug: "jeff-daniels" };
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
let failed = 0;

function check(what, found, expected) {
  const [one, other] = [found, expected].map((value) => JSON.stringify(value));
  const good = one === other;
  failed += good ? 0 : 1;
  console.log(good ? `ok     ${what}` : `FAILED ${what}: expected ${other}, found ${one}`);
}

// A client that knows nothing yet, and what it sends: the method, and what names the document.
function client(options) {
  const sent = [];
  const watched = async (target, init) => {
    const asked = init.body
      ? JSON.parse(init.body)
      : Object.fromEntries(new URL(target).searchParams);
    const by = ["query", "extensions"].filter((name) => asked[name]?.includes?.("persistedQuery")
      || asked[name]?.persistedQuery || (name === "query" && asked.query));
    const response = await fetch(target, init);
    sent.push([init.method, ...by, response.headers.get("cache-control")].join(" "));
    return response;
  };
  const link = new PersistedQueryLink(options).concat(new HttpLink({ uri: url, fetch: watched }));
  return { apollo: new ApolloClient({ link, cache: new InMemoryCache() }), sent };
}

async function ask({ apollo }, query, variables) {
  const asked = { query, variables, fetchPolicy: "network-only", errorPolicy: "all" };
  const { data, error } = await apollo.query(asked);
  const codes = error?.errors?.map((entry) => entry.extensions.code);
  return codes ?? error?.message ?? data;
}

const named = { person: { __typename: "Person", name: "Jeff Daniels" } };
const counted = { people: { __typename: "PersonConnection", totalCount: 30 } };
const POST = { hash: "POST extensions no-store", both: "POST query extensions no-store" };
const KEPT = "must-revalidate, public, max-age=0";

if (mode === "automatic") {
  const first = client({ sha256 });
  check("an unknown hash", await ask(first, NAME, variables), named);
  check("is sent again with its text", first.sent, [POST.hash, POST.both]);
  const second = client({ sha256 });
  check("a known hash", await ask(second, NAME, variables), named);
  check("is enough", second.sent, [POST.hash]);

  const get = { sha256, useGETForHashedQueries: true };
  const third = client(get);
  check("an unknown hash by GET", await ask(third, COUNT), counted);
  check("may not be kept", third.sent[0], "GET extensions no-store");
  const fourth = client(get);
  check("a known hash by GET", await ask(fourth, COUNT), counted);
  check("may be kept", fourth.sent, [`GET extensions ${KEPT}`]);

  const wrong = client({ sha256: (text) => sha256(`${text} `) });
  check("a wrong hash", await ask(wrong, COUNT), ["BAD_REQUEST"]);
} else if (mode === "off") {
  const only = client({ sha256 });
  check("a hash", await ask(only, NAME, variables), named);
  check("is given up", only.sent, [POST.hash, "POST query no-store"]);
  check("another document", await ask(only, COUNT), counted);
  check("is sent as it is", only.sent.slice(2), ["POST query no-store"]);
} else {
  const listed = client({ generateHash: () => LISTED, useGETForHashedQueries: true });
  check("an id of the list", await ask(listed, NAME, variables), named);
  check("may be kept", listed.sent, [`GET extensions ${KEPT}`]);
  const other = client({ sha256 });
  check("another document", await ask(other, COUNT), ["UNTRUSTED_DOCUMENT"]);
  check("is refused once", other.sent, [POST.hash]);
}
process.exit(failed === 0 ? 0 : 1);
