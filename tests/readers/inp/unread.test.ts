import { expect, test } from 'vitest';
import { readInp } from '../../../readers/inp/network.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { Problems } from '../../../readers/shared/problems.ts';

const NETWORK = `[JUNCTIONS]
J1 10
J2 9
[PIPES]
P1 J1 J2 300 200 130
[COORDINATES]
J1 0 0
J2 1 1
[DEMANDS]
J1 5 day
[PATTERNS]
day 0.5 1.5
day 1
`;

test('demands of EPANET and their patterns, which a drawn network does not hold, are named', async () => {
  const problems = new Problems();
  const raw = await readInp(bytesSource(new TextEncoder().encode(NETWORK), 'water.inp'), 'epanet', 'line', problems);
  expect(raw.count).toBe(1);
  expect(problems.list()).toEqual([expect.objectContaining({ code: 'inp-unread', count: 3 })]);
});
