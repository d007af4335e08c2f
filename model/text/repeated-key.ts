/**
 * Returns a key that stands twice in one object of a JSON text; null: none does. Readers of JSON do not agree on which of the two counts
 * (RFC 8259, 4), so that what was hashed or signed could be shown to a person as something else. The text has been parsed before.
 * It goes from sign to sign: a regular expression for strings runs out of its stack where one has some million escapes.
 */
export function repeatedKey(json: string): string | null {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < json.length; at++) {
    const sign = json[at];
    if (sign === '{') open.push(new Set());
    else if (sign === '[') open.push(null);
    else if (sign === '}' || sign === ']') open.pop();
    if (sign !== '"') continue;
    const end = endOfString(json, at);
    const keys = open.at(-1);
    COLON.lastIndex = end;
    if (keys && COLON.test(json)) {
      const key: string = JSON.parse(json.slice(at, end));
      if (keys.has(key)) return key;
      keys.add(key);
    }
    at = end - 1;
  }
  return null;
}

const COLON = /\s*:/y;

/** Behind its closing quotation mark. */
function endOfString(json: string, from: number): number {
  for (let at = from + 1; at < json.length; at++) {
    if (json[at] === '\\') at++;
    else if (json[at] === '"') return at + 1;
  }
  return json.length;
}
