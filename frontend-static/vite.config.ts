import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, gzipSync, constants } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const WORTH_PACKING = /\.(html|js|css|svg|json|txt)$/;
const FEWEST_BYTES = 1000;

// Writes `name.br` and `name.gz` beside every file that gets smaller by it; infra/pages.py sends them.
function packed(): Plugin {
  let folder = "";
  return {
    name: "rotacc-packed",
    apply: "build",
    configResolved: (config) => void (folder = resolve(config.root, config.build.outDir)),
    closeBundle: () => {
      for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        if (WORTH_PACKING.test(name)) pack(join(folder, name));
      }
    },
  };
}

function pack(file: string): void {
  const body = readFileSync(file);
  if (body.length < FEWEST_BYTES) return;
  const params = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  };
  for (const [suffix, small] of [
    [".br", brotliCompressSync(body, { params })],
    [".gz", gzipSync(body, { level: 9 })],
  ] as const) {
    if (small.length < body.length) writeFileSync(file + suffix, small);
  }
}

// One HTML file a page. Nothing is inlined, because the pages run under `default-src 'self'`.
export default defineConfig({
  plugins: [packed()],
  build: {
    target: ["chrome123", "edge123", "firefox121", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: readdirSync(import.meta.dirname).filter((name) => name.endsWith(".html")),
    },
  },
});
