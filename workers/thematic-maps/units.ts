import { type District, parseDistricts } from '../../model/city/districts.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import { isInRing, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { MessageError } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import { MAX_MAP_CELLS } from '../shared/city-solids.ts';
import type { CityFiles } from '../shared/engine.ts';
import { themeMessage } from './messages.ts';

/** Cells of the picture of districts along its longer side. */
const DISTRICT_CELLS = 600;

/** Units whose values are shown, and which of them a place falls to. */
export interface Units {
  count: number;
  /** Null: the place is in none. */
  at(eastM: number, northM: number): number | null;
  areaM2(unit: number): number;
  name(unit: number): { id: string; name: Text; at: [number, number] };
  /** Cells of the picture and whose they are; null: the layer itself is painted. */
  sheet: { place: RasterPlace; unitOf: Int32Array } | null;
}

/** Square cells over the whole city, from its south-west corner. */
export function gridUnits([west, south, east, north]: readonly number[], cellM: number): Units {
  const columns = Math.max(2, Math.ceil((east - west) / cellM));
  const rows = Math.max(2, Math.ceil((north - south) / cellM));
  const count = columns * rows;
  if (count > MAX_MAP_CELLS) throw new MessageError(themeMessage('many-cells', { most: MAX_MAP_CELLS, got: count }));
  return {
    count,
    at(x, y) {
      const column = Math.floor((x - west) / cellM);
      const row = Math.floor((y - south) / cellM);
      return column >= 0 && row >= 0 && column < columns && row < rows ? row * columns + column : null;
    },
    areaM2: () => cellM ** 2,
    name(unit) {
      const column = unit % columns;
      const row = Math.floor(unit / columns);
      const id = `${column}/${row}`;
      const name = { zh: `第 ${column + 1} 列第 ${row + 1} 行`, en: `column ${column + 1}, row ${row + 1}` };
      return { id, name, at: [west + (column + 0.5) * cellM, south + (row + 0.5) * cellM] };
    },
    sheet: {
      place: { westM: west, southM: south, cellM, columns, rows },
      unitOf: Int32Array.from({ length: count }, (_, i) => i),
    },
  };
}

/** The districts of the city; MessageError where it has none. */
export async function districtUnits(files: CityFiles): Promise<Units> {
  const json = files.manifest.facts?.population ? await files.findJson('population.json') : null;
  const districts = json === null ? [] : parseDistricts(json);
  if (districts.length === 0) throw new MessageError(themeMessage('no-districts', {}));
  const at = (x: number, y: number) => {
    const found = districts.findIndex(({ polygon }) => isInRing(polygon, x, y));
    return found < 0 ? null : found;
  };
  const [west, south, east, north] = files.manifest.extentM;
  const cellM = Math.max(east - west, north - south) / DISTRICT_CELLS;
  const columns = Math.max(2, Math.ceil((east - west) / cellM));
  const rows = Math.max(2, Math.ceil((north - south) / cellM));
  const unitOf = new Int32Array(columns * rows);
  for (let i = 0; i < unitOf.length; i++)
    unitOf[i] = at(west + ((i % columns) + 0.5) * cellM, south + (Math.floor(i / columns) + 0.5) * cellM) ?? -1;
  return {
    count: districts.length,
    at,
    areaM2: (unit) => Math.abs(signedAreaM2(districts[unit].polygon)),
    name: (unit) => nameOfDistrict(districts[unit]),
    sheet: { place: { westM: west, southM: south, cellM, columns, rows }, unitOf },
  };
}

function nameOfDistrict({ id, nameZh, nameEn, polygon }: District) {
  const sum = polygon.reduce(([x, y], corner) => [x + corner[0], y + corner[1]], [0, 0]);
  const at: [number, number] = [sum[0] / polygon.length, sum[1] / polygon.length];
  return { id, name: { zh: nameZh, en: nameEn }, at };
}
