import { expect, test } from 'vitest';
import { leftCsv, peopleCsv } from '../../../src/plugins/crowd/crowd-csv.ts';
import type { CrowdEnd } from '../../../src/plugins/crowd/run-controller.ts';
import type { CrowdGround } from '../../../src/plugins/crowd/slice.ts';

/** Four people: the second never left, the third was first out; 255 is no way out. */
const end = {
  leftS: Float32Array.of(12.5, Number.NaN, 3, 12.5),
  queueS: Float32Array.of(1, 60, 0, 2.25),
  exit: Uint8Array.of(0, 255, 1, 0),
  crossings: [{ id: 'north' }, { id: 'south' }],
} as unknown as CrowdEnd;

test('who left stands in the order of leaving, two at once by number', () => {
  expect(leftCsv(end)).toBe('time_s,left,exit\r\n3.00,1,south\r\n12.50,2,north\r\n12.50,3,north\r\n');
});

test('everybody has a row, also who never left, with what they waited', () => {
  const ground = {
    populations: [
      { id: 'stand', profile: 'adults' },
      { id: 'residents', profile: 'elderly' },
    ],
    populationOf: Uint16Array.of(0, 1, 0, 1),
  } as unknown as CrowdGround;
  expect(peopleCsv(end, ground).split('\r\n')).toEqual([
    'id,population,profile,left_s,queue_s,exit',
    '0,stand,adults,12.50,1.00,north',
    '1,residents,elderly,,60.00,',
    '2,stand,adults,3.00,0.00,south',
    '3,residents,elderly,12.50,2.25,north',
    '',
  ]);
});
