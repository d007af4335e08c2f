import { describe, expect, test } from 'vitest';
import { readTable } from '../../../readers/readings-table/readings-table.ts';

const read = (...lines: string[]) => readTable(new TextEncoder().encode(lines.join('\n')));
const at = (minute: number) => Date.UTC(2026, 6, 18, 4, minute);
const iso = (minute: number) => new Date(at(minute)).toISOString();

describe('a table of readings', () => {
  test('has a row for each number, under its stream and time', async () => {
    expect(await read('stream,time,value', `level,${iso(0)},3.5`)).toEqual([
      {
        kind: 'reading',
        logMs: at(0),
        stream: 'level',
        reading: { timeMs: at(0), resultMs: at(0), value: 3.5 },
      },
    ]);
  });

  test("is read by the hub's own columns in any order, with when each came", async () => {
    const head = 'receivedTime,result,datastream,resultTime,phenomenonTime';
    const [row] = await read(head, `${iso(9)},1,rain,${iso(2)},${iso(1)}`);
    expect(row).toMatchObject({ logMs: at(9), stream: 'rain', reading: { timeMs: at(1), resultMs: at(2), value: 1 } });
  });

  test('comes in the order in which it was received, and of one instant by its own time and stream', async () => {
    const rows = await read(
      'stream,time,value,receivedTime',
      `b,${iso(1)},1,${iso(5)}`,
      `a,${iso(1)},2,${iso(5)}`,
      `a,${iso(0)},3,${iso(5)}`,
      `c,${iso(4)},4,${iso(4)}`,
    );
    expect(rows.map(({ reading }) => reading.value)).toEqual([4, 3, 2, 1]);
  });

  test('passes over words and empty cells: they are no readings', async () => {
    const rows = await read(
      'stream,time,value',
      `a,${iso(0)},open`,
      `a,${iso(1)},`,
      `a,${iso(2)},NaN`,
      `a,${iso(3)},0`,
    );
    expect(rows.map(({ reading }) => reading.value)).toEqual([0]);
  });

  test.each([
    ['no column of times', ['stream,value', 'a,1'], /phenomenonTime/],
    ['a row without a stream', ['stream,time,value', `,${iso(0)},1`], /2/],
    ['a time without a zone', ['stream,time,value', 'a,2026-07-18 04:00,1'], /line 2/],
    ['a quote that is not closed', ['stream,time,value', '"a,1,2'], /./],
  ])('is refused with %s', async (_, lines, place) => {
    await expect(read(...lines)).rejects.toThrow(place);
  });

  test('is refused where it is neither CSV nor Parquet', async () => {
    await expect(readTable(Uint8Array.of(0xff, 0xfe, 0x00, 0x80))).rejects.toThrow();
    const broken = new TextEncoder().encode('PAR1 is not all that a table is PAR1');
    await expect(readTable(broken)).rejects.toThrow();
  });
});
