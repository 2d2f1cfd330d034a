import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

// One HTML file a page. Nothing is inlined, because the pages run under `default-src 'self'`.
export default defineConfig({
  build: {
    target: ["chrome123", "edge123", "firefox121", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: readdirSync(import.meta.dirname).filter((name) => name.endsWith(".html")),
    },
  },
});
