// Runs before the first paint, so that a dark page never flashes white. Mirrors src/features/settings/appearance.ts.
(() => {
  const root = document.documentElement;
  let saved = {};
  try {
    saved = JSON.parse(localStorage.getItem("mc.appearance") || "{}") || {};
  } catch {
    // Unreadable storage means the defaults.
  }
  const dark =
    saved.theme === "dark" || (saved.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "dark" : "light";
  root.dataset.density = saved.density === "compact" ? "compact" : "comfortable";
})();
