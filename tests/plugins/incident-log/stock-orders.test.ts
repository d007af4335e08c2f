import { expect, test } from 'vitest';
import type { IncidentAct } from '../../../model/incidents/incident-entry.ts';
import type { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';
import { stockOrders } from '../../../src/plugins/incident-log/stock-orders.ts';
import { handLog, MIN, OPENED_MS, opening, order } from '../../model/incidents/log.ts';

const log = (id: string, first: IncidentAct, acts: Parameters<typeof handLog>[0] = []) =>
  handLog([[0, first], [1, order(id, `truck-${id}`)], ...acts], id).timeline;

test('stores are shared by the incidents that are open at the moment; an exercise, a branch and a closed one stand apart', () => {
  const flood = log('flood-incident', opening());
  const gas = log('gas-incident', opening(), [[5, { kind: 'closed', text: '' }]]);
  const drill = log('drill-incident', { ...opening(), exercise: 'rainstorm' } as IncidentAct);
  const logs = [flood, gas, drill];
  const unitsOf = (timeline: IncidentTimeline, min: number) => {
    const ms = OPENED_MS + min * MIN;
    return stockOrders({ timeline, state: timeline.seek(ms), ms }, logs).map(({ act }) => act.resource);
  };
  expect(unitsOf(flood, 3)).toEqual(['truck-flood-incident', 'truck-gas-incident']);
  expect(unitsOf(flood, 6)).toEqual(['truck-flood-incident']);
  expect(unitsOf(flood, 0.5)).toEqual([]);
  expect(unitsOf(drill, 3)).toEqual(['truck-drill-incident']);
  expect(unitsOf(flood.branch(OPENED_MS + 2 * MIN), 3)).toEqual(['truck-flood-incident']);
});
