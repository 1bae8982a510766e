import type { Plugin } from "vite";

const CALL = /^__insertCSS\(".*"\);?$/m;

/**
 * Sonner writes a <style> element when it is loaded, which our content security policy refuses. Its style sheet is
 * imported as a file instead (src/ui/styles.css), so the call is dropped; a release that changes it fails the build.
 */
export function sonnerWithoutStyleElement(): Plugin {
  return {
    name: "sonner-without-style-element",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("/sonner/dist/index.mjs")) return null;
      if (!CALL.test(code)) this.error("sonner no longer inserts its styles the way this plugin removes");
      return { code: code.replace(CALL, ""), map: null };
    },
  };
}
