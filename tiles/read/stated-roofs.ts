import type { PolygonGeometry } from '../model.ts';
import { FLAT, GABLE, HIP, PYRAMID } from '../shape/roof.ts';
import type { LayerTable } from './table.ts';

/** Forms that are drawn, by their words in OpenStreetMap ("Key:roof:shape"). */
const FORMS: Readonly<Record<string, number>> = { flat: FLAT, gabled: GABLE, hipped: HIP, pyramidal: PYRAMID };

/** Roofs that the data of a layer state, by row. */
export interface StatedRoofs {
  /** How high the roof is, 0 where the data do not say. */
  riseM: Float64Array;
  /** Do the data say which form it has? */
  isStated(row: number): boolean;
  /** Takes the rise off the walls of parts that can wear their roof, and tells of those that stay flat at their full height. */
  lay(geometry: PolygonGeometry, partRows: Uint32Array): void;
}

/** Reads form and height of roofs, the latter also as storeys in the roof. */
export function statedRoofs(table: LayerTable, scale: number): StatedRoofs {
  const { recipe, raw } = table;
  const { fields, assume } = recipe;
  const shapes = table.words(fields.roofShape);
  const heights = table.numbers(fields.roofHeight);
  const storeys = table.numbers(fields.roofLevels);
  const riseM = Float64Array.from({ length: raw.count }, (_, row) => {
    const statedM = (heights?.[row] ?? Number.NaN) * scale;
    const riseOf = Number.isNaN(statedM) ? (storeys?.[row] ?? 0) * (assume.storeyHeightM ?? 0) : statedM;
    return riseOf > 0 ? riseOf : 0;
  });
  const shapeOf = (row: number): string => shapes?.text(row) ?? '';
  return {
    riseM,
    isStated: (row) => shapeOf(row) !== '',
    lay(geometry, partRows) {
      const { partRing, ringVertex, partTopM, partBaseM } = geometry;
      if (!partTopM || !partRows.some((row) => riseM[row] > 0 || shapeOf(row) !== '')) return;
      const roof = new Uint8Array(new SharedArrayBuffer(partTopM.length)).fill(FLAT);
      const rise = new Float32Array(new SharedArrayBuffer(4 * partTopM.length));
      for (const [part, row] of partRows.entries()) {
        const shape = shapeOf(row);
        const form = FORMS[shape];
        if (form === FLAT || (shape === '' && riseM[row] === 0)) continue;
        const corners = ringVertex[partRing[part] + 1] - ringVertex[partRing[part]];
        const isPlain = partRing[part + 1] - partRing[part] === 1 && corners === 4;
        const eavesM = partTopM[part] - riseM[row];
        if (form === undefined || !isPlain || riseM[row] === 0 || eavesM <= (partBaseM?.[part] ?? 0)) {
          table.problems.report(
            'roof-flat',
            () =>
              `${table.place(row)}: expected a gabled, hipped or pyramidal roof with a height over four corners, got ${shape === '' ? 'no shape' : `"${shape}"`}; it is drawn flat, as high as the building`,
          );
          continue;
        }
        roof[part] = form;
        rise[part] = riseM[row];
        partTopM[part] = eavesM;
      }
      geometry.partRoof = roof;
      geometry.partRoofM = rise;
    },
  };
}
