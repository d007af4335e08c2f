import { parquetWriteBuffer } from 'hyparquet-writer';
import { boxOfGeometries, kindOf, type WrittenGeometry, wkbOf } from '../shared/write-wkb.ts';

type Value = string | number | null;

/** A column of a written table has a name and one type. */
export interface WrittenColumn {
  name: string;
  type: 'TEXT' | 'DOUBLE' | 'INTEGER';
}

const TYPES = { TEXT: 'STRING', DOUBLE: 'DOUBLE', INTEGER: 'INT64' } as const;

/** Writes GeoParquet 1.1 (OGC 2024) in longitude and latitude of WGS 84; the same contents are the same bytes. */
export function writeGeoParquet(
  columns: readonly WrittenColumn[],
  rows: readonly { values: readonly Value[]; geometry: WrittenGeometry }[],
): Uint8Array<ArrayBuffer> {
  const column = {
    encoding: 'WKB',
    geometry_types: [...new Set(rows.map(({ geometry }) => kindOf(geometry)))].sort(),
    ...(rows.length > 0 ? { bbox: boxOfGeometries(rows.map(({ geometry }) => geometry)) } : {}),
  };
  const geo = { version: '1.1.0', primary_column: 'geometry', columns: { geometry: column } };
  const cellOf = (type: WrittenColumn['type'], value: Value) => {
    if (value === null || type === 'DOUBLE') return value;
    return type === 'INTEGER' ? BigInt(value) : String(value);
  };
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'geometry', data: rows.map(({ geometry }) => wkbOf(geometry)), type: 'BYTE_ARRAY' },
        ...columns.map(({ name, type }, k) => ({
          name,
          data: rows.map(({ values }) => cellOf(type, values[k])),
          type: TYPES[type],
          nullable: true,
        })),
      ],
      kvMetadata: [{ key: 'geo', value: JSON.stringify(geo) }],
    }),
  );
}
