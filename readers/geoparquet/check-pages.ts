import type { FileMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getSchemaPath } from 'hyparquet/src/schema.js';
import { compressors } from 'hyparquet-compressors';
import { inflateLimit } from '../../model/inflate-limit.ts';
import { checkRuns } from './check-runs.ts';

type ColumnMeta = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>;
type PageHeader = ReturnType<typeof parquetHeader>;

/** Greatest number of values of a column that repeats within a row. */
const MAX_VALUES = 100_000_000;

/** How many bits the levels of a column take; none where it has no such levels. */
interface Levels {
  repetitionBits: number;
  definitionBits: number;
}

/**
 * Looks at every page before hyparquet 1.31 decodes it, which goes where the numbers say: a negative size turns it back for ever, a spoilt
 * count or run fills the memory. Throws an Error that says which number is out of bounds.
 */
export function checkPages(file: ArrayBuffer, metadata: FileMetaData): void {
  let unpacked = 0;
  for (const { columns, num_rows } of metadata.row_groups) {
    for (const { meta_data: column } of columns) {
      if (!column) continue;
      const most = inflateLimit(file.byteLength, 2 ** 32) - unpacked;
      unpacked += checkColumn(file, metadata, column, Number(num_rows), most);
    }
  }
}

/** How many bytes its pages unpack to. */
function checkColumn(
  file: ArrayBuffer,
  metadata: FileMetaData,
  column: ColumnMeta,
  rows: number,
  mostBytes: number,
): number {
  const from = Number(column.dictionary_page_offset || column.data_page_offset);
  const bytes = Number(column.total_compressed_size);
  if (!(from >= 0 && bytes >= 0 && from + bytes <= file.byteLength))
    throw new Error(`${bytes} bytes at ${from} of ${file.byteLength}`);
  const path = getSchemaPath(metadata.schema, column.path_in_schema);
  const levels: Levels = {
    repetitionBits: bitsOf(getMaxRepetitionLevel(path)),
    definitionBits: bitsOf(getMaxDefinitionLevel(path)),
  };
  const most = levels.repetitionBits > 0 ? MAX_VALUES : rows;
  const reader = { view: new DataView(file, from, bytes), offset: 0 };
  let values = 0;
  let unpacked = 0;
  while (values < Number(column.num_values) && reader.offset < bytes - 1) {
    const header = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: size } = header;
    const page = header.data_page_header ?? header.data_page_header_v2;
    const count = page?.num_values ?? header.dictionary_page_header?.num_values ?? 0;
    unpacked += size;
    if (!(packed >= 0 && size >= 0 && unpacked <= mostBytes && reader.offset + packed <= bytes))
      throw new Error(`a page of ${packed} bytes, ${size} unpacked, at ${from + reader.offset}`);
    if (!(count >= 0 && count <= most)) throw new Error(`a page of ${count} values in ${rows} rows`);
    const body = new Uint8Array(file, from + reader.offset, packed);
    if (header.data_page_header) checkPage(body, header, column, levels);
    else if (header.data_page_header_v2) checkPageV2(body, header, column, levels);
    if (page) values += count;
    reader.offset += packed;
  }
  if (values > most) throw new Error(`${values} values in ${rows} rows`);
  return unpacked;
}

const bitsOf = (most: number): number => 32 - Math.clz32(most);
const isByDictionary = (encoding: string): boolean => encoding.endsWith('_DICTIONARY');

/** Levels lie packed with the values, each behind its length. */
function checkPage(packed: Uint8Array, header: PageHeader, { codec, type }: ColumnMeta, levels: Levels): void {
  const page = header.data_page_header;
  if (!page) return;
  const bytes = decompressPage(packed, header.uncompressed_page_size, codec, compressors);
  const count = page.num_values;
  let at = 0;
  for (const bits of [levels.repetitionBits, levels.definitionBits]) {
    if (bits === 0) continue;
    const length = lengthAt(bytes, at);
    checkRuns(bytes.subarray(at + 4, at + 4 + length), bits, count);
    at += 4 + length;
  }
  if (isByDictionary(page.encoding)) checkRuns(bytes.subarray(at + 1), bytes[at] ?? 0, count, 'at-most');
  else if (page.encoding === 'RLE' && type === 'BOOLEAN') checkRuns(bytes.subarray(at + 4), 1, count, 'at-most');
}

/** Levels lie before the packed values, and the head says how long they are. */
function checkPageV2(packed: Uint8Array, header: PageHeader, { codec }: ColumnMeta, levels: Levels): void {
  const page = header.data_page_header_v2;
  if (!page) return;
  const { repetition_levels_byte_length: first, definition_levels_byte_length: second, num_values: count } = page;
  if (!(first >= 0 && second >= 0 && first + second <= packed.length && page.num_nulls >= 0 && page.num_nulls <= count))
    throw new Error(`levels of ${first} and ${second} bytes in a page of ${packed.length}, ${page.num_nulls} nulls`);
  if (levels.repetitionBits > 0) checkRuns(packed.subarray(0, first), levels.repetitionBits, count);
  if (levels.definitionBits > 0) checkRuns(packed.subarray(first, first + second), levels.definitionBits, count);
  const body = packed.subarray(first + second);
  const size = header.uncompressed_page_size - first - second;
  const bytes = page.is_compressed === false ? body : decompressPage(body, size, codec, compressors);
  if (isByDictionary(page.encoding)) checkRuns(bytes.subarray(1), bytes[0] ?? 0, count - page.num_nulls);
  else if (page.encoding === 'RLE') checkRuns(bytes.subarray(4), 1, count - page.num_nulls);
}

function lengthAt(bytes: Uint8Array, at: number): number {
  if (at + 4 > bytes.length) throw new Error(`levels at ${at} of ${bytes.length}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
  if (at + 4 + length > bytes.length) throw new Error(`${length} bytes of levels at ${at} of ${bytes.length}`);
  return length;
}
