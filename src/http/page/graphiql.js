// Replaces the notice once everything has been loaded; otherwise the notice stays.
"use strict";

if (window.React && window.ReactDOM && window.GraphiQL) {
  const fetcher = window.GraphiQL.createFetcher({ url: "/graphql" });
  const element = window.React.createElement(window.GraphiQL, {
    fetcher,
    defaultQuery: '{\n  person(slug: "jeff-daniels") {\n    name\n    characters {\n      nodes { name }\n    }\n  }\n}\n',
  });
  window.ReactDOM.createRoot(document.getElementById("graphiql")).render(element);
}
