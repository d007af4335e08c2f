import type { IncidentEntry } from '../../../model/incidents/incident-entry.ts';

/** A row of the log: one line, and where it is an order the states that came to it, in their order. */
export interface LogRow {
  first: IncidentEntry;
  states: readonly IncidentEntry[];
}

/** Groups the lines of a log by order, the row of which something came last on top. A state without its order, or one that was refused, is a row of its own. */
export function logRows(entries: readonly IncidentEntry[]): LogRow[] {
  const rows: { first: IncidentEntry; states: IncidentEntry[] }[] = [];
  const byOrder = new Map<string, (typeof rows)[number]>();
  for (const entry of entries) {
    const { act, refused } = entry;
    const order = act.kind === 'order-state' && refused === null ? byOrder.get(act.order) : undefined;
    if (order) {
      order.states.push(entry);
      continue;
    }
    const row = { first: entry, states: [] };
    rows.push(row);
    if (act.kind === 'order' && refused === null) byOrder.set(act.order, row);
  }
  const lastSeq = ({ first, states }: LogRow) => (states.at(-1) ?? first).seq;
  return rows.sort((a, b) => lastSeq(b) - lastSeq(a));
}
