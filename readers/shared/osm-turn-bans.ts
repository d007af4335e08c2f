import { type TurnBan, turnBanText } from '../../model/roads/turn-bans.ts';
import type { NodePlaces } from './osm-areas.ts';
import type { Member, Relation, Way } from './osm-model.ts';
import type { Problems } from './problems.ts';

/**
 * Relations of type restriction as words of the way that is left (see `model/roads/turn-bans.ts`). Those that run over a way in place of a
 * node, hold at some hours or for some vehicles only, or lack a member are not taken, and counted; those of ways that are not wanted are passed over.
 */
export function turnBansOf(
  file: string,
  relations: readonly Relation[],
  ways: ReadonlyMap<number, Way>,
  nodes: NodePlaces,
  problems: Problems,
): Map<number, string> {
  const words = new Map<number, string[]>();
  for (const { id, members, tags } of relations) {
    const rule = tags.find(([key]) => key === 'restriction')?.[1] ?? '';
    const kind = /^(no|only)_/.exec(rule)?.[1] as TurnBan['kind'] | undefined;
    const refsOf = (role: string, type: Member['type']) =>
      members.filter((member) => member.role === role && member.type === type).map(({ ref }) => ref);
    const from = refsOf('from', 'way');
    const via = refsOf('via', 'node');
    const to = refsOf('to', 'way');
    if (!from.some((ref) => ways.get(ref)?.tags)) continue;
    const place = via.length === 1 ? nodes.placeOf(via[0]) : null;
    if (!kind || !place || to.length === 0) {
      problems.leaveOut(
        'turn-left-out',
        () =>
          `${file}#relation/${id}: expected no_… or only_… from a way over a node of it to a way, got ${rule || 'no plain rule'}`,
      );
      continue;
    }
    for (const way of from) {
      const known = words.get(way) ?? [];
      words.set(way, known);
      for (const ref of to) known.push(turnBanText({ kind, to: `way/${ref}`, lonDeg: place[0], latDeg: place[1] }));
    }
  }
  return new Map([...words].map(([way, bans]) => [way, bans.join(';')]));
}
