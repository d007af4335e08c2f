/** The byte of `{`, with which the text of a JSON object begins in UTF-8 and every other superset of ASCII. */
export const OPEN_BRACE = 0x7b;

/** The byte that ends a line, alone or after a carriage return. */
export const LINE_FEED = 10;
