// Asks a running server everything that graphql-http's audit asks: node audit.mjs URL
//
// Prints one line an audit. Exits with 0 only when all pass; a "SHOULD" or "MAY" that
// fails counts as much as a "MUST".
import { serverAudits } from "graphql-http";

const [url] = process.argv.slice(2);
if (!url) {
  console.error("usage: node audit.mjs http://127.0.0.1:8080/graphql");
  process.exit(2);
}

// As many as graphql-http 1.23.1 has: a release that asks less must not pass unnoticed.
const EXPECTED = 61;

const audits = serverAudits({ url, fetchFn: fetch });
let passed = 0;
for (const audit of audits) {
  const result = await audit.fn();
  if (result.status === "ok") {
    passed += 1;
    console.log(`ok     ${result.id} ${result.name}`);
  } else {
    const { status } = result.response;
    console.log(`FAILED ${result.id} ${result.name}: ${result.reason} (status ${status})`);
  }
}
console.log(`graphql-http: ${passed} of ${audits.length} audits passed`);
process.exit(passed === audits.length && audits.length === EXPECTED ? 0 : 1);
