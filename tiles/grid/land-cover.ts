import type { GridClass, InfiltrationClass } from '../../model/city/grid.ts';
import type { LandCover, LandCoverClass } from '../model.ts';
import type { GridFrame } from './bed.ts';

export const UNKNOWN_COVER = 255;

/** The class that most of a cell belongs to, of points as dense as the land cover's own cells; ties take the first class. */
export function resampleCover(frame: GridFrame, cover: LandCover): Uint8Array {
  const { columns, rows, cellM, westM, southM } = frame;
  const points = Math.min(Math.max(Math.ceil(cellM / cover.cellM), 1), 16);
  const cells = new Uint8Array(columns * rows);
  const found = new Uint8Array(points * points);
  const votes = new Uint16Array(points * points);
  const perCell = 1 / cover.cellM;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let kinds = 0;
      for (let j = 0; j < points; j++) {
        const y = Math.floor((southM + (row + (j + 0.5) / points) * cellM - cover.southM) * perCell);
        for (let i = 0; i < points; i++) {
          const x = Math.floor((westM + (column + (i + 0.5) / points) * cellM - cover.westM) * perCell);
          const inside = x >= 0 && y >= 0 && x < cover.columns && y < cover.rows;
          const value = inside ? cover.cells[y * cover.columns + x] : UNKNOWN_COVER;
          let k = 0;
          while (k < kinds && found[k] !== value) k++;
          if (k === kinds) {
            found[k] = value;
            votes[k] = 0;
            kinds++;
          }
          votes[k]++;
        }
      }
      let best = 0;
      for (let k = 1; k < kinds; k++)
        if (votes[k] > votes[best] || (votes[k] === votes[best] && found[k] < found[best])) best = k;
      cells[row * columns + column] = found[best];
    }
  return cells;
}

export function gridClass(it: LandCoverClass): GridClass {
  return {
    id: it.id,
    label: it.label,
    manningN: it.manningN,
    imperviousRatio: it.imperviousRatio,
    infiltration: infiltrationClass(it),
    horton: { f0MmPerH: it.hortonF0MmPerH, fcMmPerH: it.hortonFcMmPerH, kPerH: it.hortonKPerH },
    depressionMm: it.depressionMm,
  };
}

/** By the least rate: limits of the hydrologic soil groups, USDA TR-55 (1986) appendix A. */
export function infiltrationClass(it: Pick<LandCoverClass, 'hortonF0MmPerH' | 'hortonFcMmPerH'>): InfiltrationClass {
  if (it.hortonF0MmPerH === 0) return 'sealed';
  if (it.hortonFcMmPerH > 7.6) return 'A';
  if (it.hortonFcMmPerH > 3.8) return 'B';
  return it.hortonFcMmPerH > 1.3 ? 'C' : 'D';
}
