/** From this value on a token's colour (a name of tokens.css without dashes), or nothing. Pictures and legends take the same list. */
export interface ColourStop {
  from: number;
  token: string | null;
}
