/** Where to go after sign-in: a path of this app, or home. Anything that could lead to another site is refused. */
export function safeReturn(path: string | undefined): string {
  if (!path?.startsWith("/") || path.startsWith("//") || path.includes("\\") || path.startsWith("/sign-in")) return "/";
  return path;
}
