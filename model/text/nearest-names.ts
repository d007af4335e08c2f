/** Names that somebody may have meant by one that is none: those that hold it or lie in it before those with the fewest letters amiss. */
export function nearestNames(got: string, names: readonly string[], most: number): string[] {
  const wanted = got.toLowerCase();
  const farness = (name: string) =>
    wanted.length > 2 && (name.includes(wanted) || wanted.includes(name)) ? 0 : lettersAmiss(wanted, name);
  return names
    .map((name) => ({ name, far: farness(name) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ name }) => name);
}

/** Letters to put in, take out or change until one word is the other (Levenshtein 1966). */
function lettersAmiss(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++)
      row.push(Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + Number(one[i - 1] !== other[j - 1])));
    above = row;
  }
  return above[other.length];
}
