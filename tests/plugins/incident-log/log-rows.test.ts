import { expect, test } from 'vitest';
import { logRows } from '../../../src/plugins/incident-log/log-rows.ts';
import { handLog, opening, order, orderState } from '../../model/incidents/log.ts';

test('an order and its states are one row, where its last state was; what was refused is a row of its own', () => {
  const { entries } = handLog([
    [0, opening()],
    [1, order('a', 'pump-1')],
    [2, order('b', 'boat-1')],
    [3, orderState('a', 'on-way')],
    [4, { kind: 'comment', text: 'dry' }],
    [5, orderState('a', 'accepted')],
    [6, orderState('b', 'done')],
  ]);
  expect(entries[5].refused).not.toBeNull();
  expect(logRows(entries).map(({ first, states }) => [first.seq, ...states.map(({ seq }) => seq)])).toEqual([
    [3, 7],
    [6],
    [5],
    [2, 4],
    [1],
  ]);
});
