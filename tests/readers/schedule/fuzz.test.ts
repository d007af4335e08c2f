import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ScheduleError } from '../../../model/schedule/schedule.ts';
import { readSchedule } from '../../../readers/schedule/schedule-file.ts';
import { compileNetwork } from '../../../workers/construction/network.ts';
import { writeCsv } from '../../../workers/construction/write/csv.ts';
import { writeMspdi } from '../../../workers/construction/write/mspdi.ts';
import { writeXer } from '../../../workers/construction/write/xer.ts';
import { readCase } from '../../validation/construction-network.ts';

const { schedule } = readCase(
  'data=Tu8 | A16@W{Mo8 r8}, B8@H[SNE We0], C12@W[FNL 2Fr16], D0fm@W | A FS B, A SS+4 C, B FF-2 C, C SF+3 D | A 0-1',
);
const FILES = [writeMspdi(schedule), writeXer(schedule), writeCsv(schedule)].map((text) =>
  new TextEncoder().encode(text),
);

/** A file with a stretch cut out, and some bytes other than they were. */
const spoilt = fc
  .record({
    file: fc.constantFrom(...FILES),
    cut: fc.tuple(fc.nat(9999), fc.nat(60)),
    changes: fc.array(fc.tuple(fc.nat(9999), fc.nat(255)), { maxLength: 6 }),
  })
  .map(({ file, cut: [from, length], changes }) => {
    const at = from % file.length;
    const bytes = Uint8Array.from([...file.subarray(0, at), ...file.subarray(at + length)]);
    for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
    return bytes;
  });

test('a spoilt file is read or refused in a sentence, never anything else', async () => {
  let [read, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(spoilt, async (bytes) => {
      try {
        compileNetwork(await readSchedule(bytes, 'spoilt'));
        read++;
      } catch (error) {
        if (!(error instanceof ScheduleError)) throw error;
        refused++;
      }
    }),
    { seed: 6, numRuns: 400 },
  );
  expect(Math.min(read, refused)).toBeGreaterThan(10);
});
