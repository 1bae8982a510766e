/** Markdown in the row of a list: without its marks, which are meant for where it is set. */

const FENCE = /^\s*(?:```|~~~)/;
/** Rules between parts, below headings, and below the head of a table. */
const DRAWN = /^\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|=+\s*|\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?)$/;
const BEGINNING = /^\s*(?:>\s?)*\s*(?:#{1,6}\s+|[-*+]\s+(?:\[[ xX]\]\s+)?)?/;
const LITERAL = /\\([!-/:-@[-`{-~])|(`+)(?!`)(.+?)(?<!`)\2(?!`)/g;
/** These stand for code, and for marks that are meant as themselves, while the other marks are taken away. */
const HELD = /[\uE000-\uF8FF]/g;

/** The words of a text, line by line as it has them; what is longer than `most` characters is cut off. */
export function plainText(markdown: string, most = 300): string {
  const lines: string[] = [];
  let literally = false;
  // Marks take room of their own, but what comes much later is not shown and need not be looked at.
  for (const line of markdown.slice(0, 10 * most).split(/\r?\n/)) {
    if (FENCE.test(line)) literally = !literally;
    else if (literally) lines.push(line.trim());
    else if (!DRAWN.test(line)) lines.push(wordsOf(line.replace(BEGINNING, "")));
  }
  const text = lines.filter(Boolean).join("\n");
  // What is nothing but marks is shown as it was written: a row has to say something.
  return cut(text || markdown.trim(), most);
}

function wordsOf(line: string): string {
  const literals: string[] = [];
  const held = line.replace(LITERAL, (_whole, mark?: string, _ticks?: string, code?: string) => {
    literals.push(mark ?? code?.trim() ?? "");
    return String.fromCharCode(0xdfff + literals.length);
  });
  return unmarked(held)
    .replace(HELD, (place) => literals[place.charCodeAt(0) - 0xe000] ?? place)
    .trim();
}

function unmarked(line: string): string {
  return line
    .replace(/!?\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, "$1")
    .replace(/<((?:https?:\/\/|mailto:)[^>\s]+)>/g, "$1")
    .replace(/(\*{1,3}|~~)(?=\S)(.+?)(?<=\S)\1/g, "$2")
    .replace(/(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)/g, "$2")
    .replace(/^\||\|\s*$/g, "");
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const short = text.slice(0, most);
  const end = short.search(/\s\S*$/);
  return `${short.slice(0, end > most / 2 ? end : most).trimEnd()}…`;
}
