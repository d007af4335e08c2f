import type { Link } from './link-rules.ts';

/** What a new revision of model, schedule or rules does to links that were confirmed. */
interface LinkChanges {
  kept: number;
  /** Confirmed, and not found any more: the element is gone, or no rule links it. */
  lost: (Link & { isGone: boolean })[];
  added: Link[];
  changed: (Link & { before: string })[];
}

/** Links of `after` against the confirmed ones, by element and by what is done to it. `elements` are those of the new revision. */
export function compareLinks(
  before: readonly Link[],
  after: readonly Link[],
  elements: ReadonlySet<string>,
): LinkChanges {
  const keyOf = ({ globalId, does }: Link) => `${does} ${globalId}`;
  const old = new Map(before.map((link) => [keyOf(link), link]));
  const now = new Set(after.map(keyOf));
  const changes: LinkChanges = { kept: 0, lost: [], added: [], changed: [] };
  for (const link of after) {
    const known = old.get(keyOf(link));
    if (!known) changes.added.push(link);
    else if (known.task !== link.task) changes.changed.push({ ...link, before: known.task });
    else changes.kept++;
  }
  for (const link of before)
    if (!now.has(keyOf(link))) changes.lost.push({ ...link, isGone: !elements.has(link.globalId) });
  return changes;
}
