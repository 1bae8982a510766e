import { cpSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import type { Plugin } from "vite";

const FILES = ["swagger-ui.css", "swagger-ui-bundle.js"];

/** Copies Swagger UI beside the app, so that /docs works without any other host. Its page is public/api-docs/. */
export function apiDocs(): Plugin {
  let target = "";
  return {
    name: "api-docs",
    apply: "build",
    configResolved(config) {
      target = resolve(config.root, config.build.outDir, "api-docs");
    },
    closeBundle() {
      const source = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
      mkdirSync(target, { recursive: true });
      for (const file of FILES) cpSync(join(source, file), join(target, file));
    },
  };
}
