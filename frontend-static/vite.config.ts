import { defineConfig } from "vite";

// One HTML file a page. Nothing is inlined, because the pages run under `default-src 'self'`.
export default defineConfig({
  build: {
    target: ["chrome123", "edge123", "firefox121", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ["index.html", "sign-in.html", "rota.html", "generate.html"],
    },
  },
});
