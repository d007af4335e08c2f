/** A part is known by its title: parts of one title move together. */
interface Titled {
  readonly title: string;
}

/** Parts in the order of these titles; those that it does not name stay behind them as they were. */
export function inOrder<Part extends Titled>(parts: readonly Part[], order: readonly string[]): Part[] {
  const placeOf = ({ title }: Titled) => (order.includes(title) ? order.indexOf(title) : order.length);
  return [...parts].sort((a, b) => placeOf(a) - placeOf(b));
}

/** The titles with one of them put where another stands: before it on the way up, behind it on the way down. */
export function movedTo(titles: readonly string[], moved: string, target: string): string[] {
  const to = titles.indexOf(target);
  const others = titles.filter((title) => title !== moved);
  return to < 0 || others.length === titles.length ? [...titles] : others.toSpliced(to, 0, moved);
}
