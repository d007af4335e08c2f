import { expect, test } from 'vitest';
import { readSchedule } from '../../../readers/schedule/schedule-file.ts';
import { isoOf } from '../../../readers/schedule/text.ts';
import { writeSchedule } from '../../../workers/construction/write/schedule-file.ts';
import { readCase } from '../../validation/construction-network.ts';

const { schedule } = readCase('data=Tu8 | A16@W{Mo8 r8}, B8@H, C12@W | A FS B, A SS+4 C | A 0-1');
const text = (format: 'mspdi' | 'ifc' | 'csv') => new TextDecoder().decode(writeSchedule(format, schedule).bytes);
const read = (file: string, name: string) => readSchedule(new TextEncoder().encode(file), name);

test.each([
  ['plan.xml', text('mspdi').replaceAll(/<Duration>PT\d+H/g, '<Duration>PT999999999999H')],
  ['plan.xml', text('mspdi').replaceAll(/<LinkLag>[1-9]\d*/g, '<LinkLag>99999999999999')],
  ['plan.ifc', text('ifc').replaceAll(/'P\d*D?T?[0-9A-Z]+'/g, "'P99999999999999D'")],
  ['plan.csv', 'id,name,duration\nA,dig,999999999999h\n'],
])('a length that no calendar counts through is refused with file and activity: %s', async (name, file) => {
  await expect(read(file, name)).rejects.toThrow(
    new RegExp(`^${name}: .+: expected lengths of at most 200 years, got -?\\d+ days$`),
  );
});

test('an instant beyond the years 1 to 9999 is said in words', () => {
  expect(isoOf(0)).toBe('1970-01-01T00:00:00');
  for (const min of [1e10, -1e10, 1e300, Number.NaN]) expect(() => isoOf(min)).toThrow('years 1 to 9999');
});
