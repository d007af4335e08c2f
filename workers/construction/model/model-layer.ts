import { HALF_HEIGHTS } from '../../../model/city/catalogue.ts';
import { encodeColumn, NO_VALUE } from '../../../model/city/column.ts';
import type { AttributeInfo, LayerInfo } from '../../../model/city/manifest.ts';
import { compareUtf8 } from '../../../model/text/folded-text.ts';
import type { BuildingModel } from '../../../readers/ifc/building-model.ts';
import { columnsOf, type ModelColumn } from '../../../readers/ifc/columns.ts';
import { boxOf, type ModelBox, type ModelTile, modelTile } from './model-glb.ts';

/** A building model as a layer of the city: what a baked one has on the disk, in memory. */
export interface ModelLayer {
  /** Its `tileset` is empty: who holds the tiles gives it an address. */
  info: LayerInfo;
  /** Columns, order and places by their paths in `info`, and `HALF_HEIGHTS`. */
  files: Map<string, Uint8Array<ArrayBuffer>>;
  /** One a storey and discipline, or several. */
  tiles: ModelTile[];
}

interface LayerOptions {
  /** Layer id, never used before: a folder's name. */
  id: string;
  gidBase: number;
  file: string;
  inputHash: string;
  crs: string;
  /** See `enuFromModel`. */
  enuFromModel: readonly number[];
}

/** As `Catalogue` wants a layer. */
export function modelLayer(model: BuildingModel, wish: LayerOptions): ModelLayer {
  const { id, gidBase, file, inputHash, crs } = wish;
  const { elements, mesh, problems, schema } = model;
  const files: ModelLayer['files'] = new Map();
  const put = (name: string, bytes: Uint8Array) => {
    files.set(`${id}/${name}`, bytes as Uint8Array<ArrayBuffer>);
    return `${id}/${name}`;
  };
  const ids = elements.map(({ globalId }) => globalId);
  put('columns/id.bin', stringColumn(ids));
  const attributes = columnsOf(model).map((column, k): AttributeInfo => {
    const { name, type, label, unit, values } = column;
    return {
      name,
      type,
      label,
      file: put(`columns/${k}.bin`, bytesOfColumn(model, column)),
      ...(unit === undefined ? {} : { unit }),
      ...(values === undefined ? {} : { values }),
      ...(type === 'number' ? { range: rangeOf(model, column) } : {}),
    };
  });
  const order = Uint32Array.from(ids.keys()).sort((a, b) => compareUtf8(ids[a], ids[b]));
  const sorted = put('sorted.bin', new Uint8Array(order.buffer));
  const { places, boundsM } = placesOf(model, wish.enuFromModel);
  put(HALF_HEIGHTS, halfHeightsOf(model));
  return {
    info: {
      id,
      gidBase,
      count: elements.length,
      kind: 'element',
      shape: 'surface',
      group: 'building',
      label: { zh: file, en: file },
      cimLevel: 6,
      state: 'construction',
      shownAtStart: true,
      tileset: '',
      boundsM,
      sorted,
      places: put('places.bin', places),
      attributes,
      assumptions: [],
      source: { name: { zh: `${file}（${schema}）`, en: `${file} (${schema})` }, licence: '', crs, inputHash },
      problems: problems.map(({ code, count, example }) => ({ code: `ifc-${code}`, count, example })),
    },
    files,
    tiles: groupsOf(model).map((rows) => modelTile(mesh, rows, gidBase)),
  };
}

/**
 * The engine keeps a tile's table as a texture, one texel wide a row; where it has no room the tile's shader does not compile and the whole
 * picture stops. Every WebGL 2 has this many.
 */
const MAX_ROWS = 2048;

/** Rows by storey and discipline, in tiles that a table has room for. */
function groupsOf({ elements }: BuildingModel): number[][] {
  const groups = new Map<string, number[]>();
  for (const [row, { storey, discipline }] of elements.entries()) {
    const key = `${storey} ${discipline}`;
    const rows = groups.get(key) ?? [];
    rows.push(row);
    groups.set(key, rows);
  }
  return [...groups.values()].flatMap((rows) =>
    Array.from({ length: Math.ceil(rows.length / MAX_ROWS) }, (_, i) => rows.slice(MAX_ROWS * i, MAX_ROWS * (i + 1))),
  );
}

function bytesOfColumn({ elements }: BuildingModel, { type, of }: ModelColumn): Uint8Array {
  if (type !== 'number')
    return stringColumn(
      elements.map((element) => {
        const value = of(element);
        return value === null || value === '' ? null : String(value);
      }),
    );
  const values = Float32Array.from(elements, (element) => {
    const value = of(element);
    return typeof value === 'number' ? value : Number.NaN;
  });
  return encodeColumn({ type: 'float32', values });
}

function stringColumn(texts: readonly (string | null)[]): Uint8Array {
  const codeOf = new Map<string, number>();
  const codes = Uint32Array.from(texts, (text) => {
    if (text === null) return NO_VALUE;
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    return code;
  });
  return encodeColumn({ type: 'string', codes, distinct: [...codeOf.keys()] });
}

function rangeOf({ elements }: BuildingModel, { of }: ModelColumn): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const element of elements) {
    const value = of(element);
    if (typeof value !== 'number') continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : null;
}

/** A model is turned about the vertical alone, so they hold wherever it stands. */
function halfHeightsOf({ elements, mesh }: BuildingModel): Uint8Array {
  const halfM = Float32Array.from(elements, (_, row) => {
    const box = boxOf(mesh, [row]);
    return (box[5] - box[2]) / 2;
  });
  return new Uint8Array(halfM.buffer);
}

/** Centre and radius of each element's box, and the box of them all, in the city's frame. */
export function placesOf(
  { elements, mesh }: Pick<BuildingModel, 'elements' | 'mesh'>,
  m: readonly number[],
): { places: Uint8Array<ArrayBuffer>; boundsM: LayerInfo['boundsM'] } {
  const places = new Float32Array(4 * elements.length);
  const boundsM: ModelBox = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (let row = 0; row < elements.length; row++) {
    const box = boxOf(mesh, [row]);
    const middle = [0, 1, 2].map((k) => (box[k] + box[k + 3]) / 2);
    const radiusM = Math.hypot(box[3] - box[0], box[4] - box[1], box[5] - box[2]) / 2;
    for (let k = 0; k < 3; k++)
      places[4 * row + k] = m[k] * middle[0] + m[4 + k] * middle[1] + m[8 + k] * middle[2] + m[12 + k];
    places[4 * row + 3] = radiusM;
    for (let corner = 0; corner < 8; corner++) {
      const [x, y, z] = [0, 1, 2].map((k) => box[k + ((corner >> k) & 1 ? 3 : 0)]);
      for (let k = 0; k < 3; k++) {
        const at = m[k] * x + m[4 + k] * y + m[8 + k] * z + m[12 + k];
        boundsM[k] = Math.min(boundsM[k], at);
        boundsM[k + 3] = Math.max(boundsM[k + 3], at);
      }
    }
  }
  return { places: new Uint8Array(places.buffer), boundsM };
}
