import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { apiDocs } from "./build/apiDocs.ts";
import { sonnerWithoutStyleElement } from "./build/cspSafe.ts";

const src = fileURLToPath(new URL("./src", import.meta.url));
const api = process.env.API_URL ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [sonnerWithoutStyleElement(), react(), tailwindcss(), apiDocs()],
  resolve: {
    alias: {
      "@": src,
      // Radix's scroll lock writes <style> elements through this package; ours uses constructed sheets instead.
      "react-style-singleton": `${src}/lib/csp/styleSingleton.ts`,
    },
  },
  // Inlined assets would be data: URLs, and an inlined preload polyfill an inline script: the policy allows neither.
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700 },
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(["/api", "/healthz", "/readyz", "/openapi.json"].map((path) => [path, api])),
  },
  test: { include: ["src/**/*.test.ts"], environment: "node", isolate: false },
});
