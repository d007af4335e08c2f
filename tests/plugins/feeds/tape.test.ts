import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { Pipeline } from '../../../src/plugins/feeds/tasks/pipeline.ts';
import { ReplayedFeed } from '../../../src/plugins/feeds/tasks/replay.ts';
import { openRecordingFile, type RecordedMessage } from '../../../src/plugins/feeds/tasks/tape.ts';

const NOON_MS = Date.UTC(2026, 6, 18, 12);
const iso = (ms: number) => new Date(ms).toISOString();
const text = (lines: string[]) => new TextEncoder().encode(lines.join('\r\n'));

const CSV = [
  'datastream,phenomenonTime,resultTime,receivedTime,result',
  `sn-pond-0001/1,${iso(NOON_MS + 1000)},,${iso(NOON_MS + 4000)},0.3`,
  `sn-pond-0001/1,${iso(NOON_MS)},${iso(NOON_MS + 500)},${iso(NOON_MS + 1000)},0.2`,
  `"sn-pond-0002/1",${iso(NOON_MS)},,${iso(NOON_MS + 2000)},"off"`,
  `sn-pond-0002/1,${iso(NOON_MS)},,${iso(NOON_MS + 2000)},7`,
];

/** As the hub exports it. */
function parquet(): Uint8Array {
  const date = (ms: number) => new Date(ms);
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'datastream', data: ['sn-pond-0001/1', 'sn-pond-0001/1', 'sn-pond-0002/1'], type: 'STRING' },
        { name: 'phenomenonTime', data: [NOON_MS + 1000, NOON_MS, NOON_MS].map(date), type: 'TIMESTAMP' },
        { name: 'resultTime', data: [null, date(NOON_MS + 500), null], type: 'TIMESTAMP', nullable: true },
        { name: 'receivedTime', data: [NOON_MS + 4000, NOON_MS + 1000, NOON_MS + 2000].map(date), type: 'TIMESTAMP' },
        { name: 'result', data: [0.3, 0.2, 7], type: 'DOUBLE', nullable: true },
        { name: 'otherResult', data: [null, null, null], type: 'STRING', nullable: true },
      ],
    }),
  );
}

async function all(bytes: Uint8Array): Promise<RecordedMessage[]> {
  const messages = (await openRecordingFile(bytes)).messages();
  const out: RecordedMessage[] = [];
  for (let next = await messages.next(); !next.done; next = await messages.next()) out.push(next.value);
  return out;
}

test('a table of readings is told in the order in which they came, CSV as Parquet', async () => {
  const reading = (timeMs: number, resultMs: number, value: number) => ({ timeMs, resultMs, value });
  const expected = [
    [NOON_MS + 1000, 'sn-pond-0001/1', reading(NOON_MS, NOON_MS + 500, 0.2)],
    [NOON_MS + 2000, 'sn-pond-0002/1', reading(NOON_MS, NOON_MS, 7)],
    [NOON_MS + 4000, 'sn-pond-0001/1', reading(NOON_MS + 1000, NOON_MS + 1000, 0.3)],
  ].map(([logMs, stream, told]) => ({ kind: 'reading', logMs, stream, reading: told }));
  expect(await all(text(CSV))).toEqual(expected);
  expect(await all(parquet())).toEqual(expected);
});

test('it is replayed as a recording is', async () => {
  const codes = ['sn-pond-0001/1', 'sn-pond-0002/1'];
  const make = () =>
    new Pipeline(
      codes.map((id) => ({ id, source: 0, cadenceMs: null, rules: [] })),
      10,
    );
  for (const bytes of [text(CSV), parquet()]) {
    const replay = await ReplayedFeed.open(bytes, make, (code) => codes.indexOf(code));
    const at = async (ms: number) => {
      await replay.goTo(ms);
      return codes.map((_, i) => replay.pipeline.samplesOf(i).lastValue);
    };
    expect([replay.fromMs, replay.toMs]).toEqual([NOON_MS + 1000, NOON_MS + 4000]);
    expect(await at(NOON_MS + 1500)).toEqual([0.2, Number.NaN]);
    expect(await at(NOON_MS + 4000)).toEqual([0.3, 7]);
  }
});

test('short names do too, and a table of the city alone is long enough', async () => {
  const [message] = await all(text(['stream,value,time', `a,1e-3,${iso(NOON_MS)}`]));
  expect(message).toEqual({
    kind: 'reading',
    logMs: NOON_MS,
    stream: 'a',
    reading: { timeMs: NOON_MS, resultMs: NOON_MS, value: 0.001 },
  });
});

test.each([
  [text(['a,b', '1,2']), 'a column datastream or stream; got the columns a, b'],
  [text(['stream,time,value', 'a,yesterday,1']), 'table: line 2: expected an ISO time'],
  [text(['stream,time,value', `,${iso(NOON_MS)},1`]), 'line 2: expected the name of a stream'],
  [text(['stream,time,value']), 'expected readings, got none'],
  [text(['stream,time,value', '"a,b']), 'expected CSV with a head'],
  [new Uint8Array([0xff, 0xfd, 0x80]), 'expected MCAP, Parquet or CSV'],
  // By its mark UTF-16, whose one character is torn.
  [new Uint8Array([0xff, 0xfe, 0x00]), 'got the columns □'],
  [new TextEncoder().encode(`PAR1${'x'.repeat(40)}PAR1`), 'expected Parquet'],
  [new Uint8Array([0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a, 1, 2, 3]), 'expected a complete MCAP file'],
])('what is no recording is refused in words: case %#', async (bytes, message) => {
  await expect(openRecordingFile(bytes)).rejects.toThrow(message);
});
