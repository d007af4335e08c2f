import { readerOfStart, readersOf } from '../../../../readers/listed-readers.ts';
import { readingsTableReader } from '../../../../readers/readings-table/reader.ts';
import type { TableRow } from '../../../../readers/readings-table/readings-table.ts';
import { bytesSource } from '../../../../readers/shared/byte-source.ts';
import { Problems } from '../../../../readers/shared/problems.ts';
import { handedOver } from '../../../../workers/shared/engine.ts';

/** Rows of a table of readings by columns: millions of them cross from a worker without a copy. */
export interface TableColumns {
  names: string[];
  /** Place in `names`. */
  stream: Uint32Array;
  logMs: Float64Array;
  timeMs: Float64Array;
  resultMs: Float64Array;
  value: Float64Array;
}

/** Reads a table in any format that a listed reader makes readings of. The reader of tables says best what a file lacks that no reader knows. */
export async function readTableColumns(bytes: Uint8Array): Promise<TableColumns> {
  const source = bytesSource(bytes, '');
  const reader = readerOfStart(await source.start(), '', readersOf('readings')) ?? readingsTableReader;
  const read = await reader.read(source, { gives: 'readings' }, new Problems());
  const columns = columnsOf(read.gives === 'readings' ? read.rows : []);
  const { stream, logMs, timeMs, resultMs, value } = columns;
  return handedOver(columns, [stream, logMs, timeMs, resultMs, value]);
}

function columnsOf(rows: readonly TableRow[]): TableColumns {
  const places = new Map<string, number>();
  const column = (of: (row: TableRow) => number) => Float64Array.from(rows, of);
  const stream = Uint32Array.from(rows, (row) => {
    const place = places.get(row.stream) ?? places.size;
    places.set(row.stream, place);
    return place;
  });
  return {
    names: [...places.keys()],
    stream,
    logMs: column(({ logMs }) => logMs),
    timeMs: column(({ reading }) => reading.timeMs),
    resultMs: column(({ reading }) => reading.resultMs),
    value: column(({ reading }) => reading.value),
  };
}

/** The rows one after the other, in their order. */
export function* rowsOf({ names, stream, logMs, timeMs, resultMs, value }: TableColumns): Generator<TableRow> {
  for (let i = 0; i < stream.length; i++)
    yield {
      kind: 'reading',
      logMs: logMs[i],
      stream: names[stream[i]],
      reading: { timeMs: timeMs[i], resultMs: resultMs[i], value: value[i] },
    };
}
