// Swagger UI before this server's own document; it asks nobody else. The bundle is a script before this one.

import { key } from "./api.js";

const chosen = localStorage.getItem("vitascope.theme") ?? "auto";
const dark = chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.dataset.theme = chosen;
document.documentElement.classList.toggle("dark-mode", dark);

const shown = globalThis.SwaggerUIBundle({
  url: "/openapi.json", dom_id: "#swagger", validatorUrl: null, deepLinking: true, docExpansion: "none", filter: true,
  tryItOutEnabled: true, displayRequestDuration: true, syntaxHighlight: { activated: false },
  onComplete: () => {
    if (key.get()) shown.preauthorizeApiKey("bearer", key.get());
    document.body.classList.add("ready");
  },
});
