/** "Größe & Form 2" becomes "grosse-form-2": readable, lower case, without accents. */
export function slugify(name: string): string {
  const plain = name.replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "board";
}
