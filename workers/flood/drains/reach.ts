import { drainMessage } from './messages.ts';
import type { DrainPlan } from './plan.ts';
import { DrainError } from './plan.ts';

/**
 * A network whose water can go nowhere is refused: a node from which no outfall can be reached, against the flow or with it –
 * a ring without an outlet as much as a single node that nothing joins. Loops with an outlet are sound: the dynamic wave
 * needs no order. A pump or a gate leads one way only. Wells that only store (no link at all, water of their own) are
 * refused too: nothing could be said about them here.
 */
export function checkReach({ nodes, links }: DrainPlan, place: (id: string) => string): void {
  if (!nodes.some(({ kind }) => kind === 'outfall')) {
    throw new DrainError(drainMessage('no-outfall', { place: place(nodes[0]?.id ?? ''), nodes: nodes.length }));
  }
  const into = new Map<string, string[]>();
  const lead = (from: string, to: string) => into.set(to, [...(into.get(to) ?? []), from]);
  for (const link of links) {
    lead(link.from, link.to);
    if (link.kind !== 'pump' && !link.flapGate) lead(link.to, link.from);
  }
  const reached = new Set(nodes.filter(({ kind }) => kind === 'outfall').map(({ id }) => id));
  const open = [...reached];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const next of into.get(id) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      open.push(next);
    }
  }
  const lost = nodes.find(({ id }) => !reached.has(id));
  if (!lost) return;
  const count = nodes.filter(({ id }) => !reached.has(id)).length;
  const joined = links.some(({ from, to }) => from === lost.id || to === lost.id);
  const got = joined
    ? { zh: `${count} 个节点的一部分管网没有出路`, en: `a part of ${count} nodes with no way out` }
    : { zh: '没有任何管段与它相连', en: 'a node that no link joins' };
  throw new DrainError(drainMessage('no-way-out', { place: place(lost.id), id: lost.id, got }));
}
