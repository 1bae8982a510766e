/** Beside blanks, what only joins, marks, directs or fills: the API takes blank titles, and some came from elsewhere. */
const SEEN = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Mn}\p{Me}\p{Co}\u2800]/u;

/** A title or name as people read it, with something to press and to speak of where nothing of it can be seen. */
export function named(text: string): string {
  return SEEN.test(text) ? text.trim() : "Untitled";
}
