import type { GridClass, InfiltrationClass } from '../../src/city/grid.ts';
import type { LandCover, LandCoverClass } from '../model.ts';
import type { GridFrame } from './bed.ts';

export const UNKNOWN_COVER = 255;

/** The class that most of a cell belongs to, of points as dense as the land cover's own cells; ties take the first class. */
export function resampleCover(frame: GridFrame, cover: LandCover): Uint8Array {
  const { columns, rows, cellM, westM, southM } = frame;
  const points = Math.min(Math.max(Math.ceil(cellM / cover.cellM), 1), 16);
  const cells = new Uint8Array(columns * rows);
  const votes = new Uint16Array(256);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let best = UNKNOWN_COVER;
      votes.fill(0);
      for (let j = 0; j < points; j++)
        for (let i = 0; i < points; i++) {
          const east = westM + (column + (i + 0.5) / points) * cellM;
          const north = southM + (row + (j + 0.5) / points) * cellM;
          const value = coverAt(cover, east, north);
          votes[value]++;
          if (votes[value] > votes[best] || (votes[value] === votes[best] && value < best)) best = value;
        }
      cells[row * columns + column] = best;
    }
  return cells;
}

export function coverAt(cover: LandCover, eastM: number, northM: number): number {
  const column = Math.floor((eastM - cover.westM) / cover.cellM);
  const row = Math.floor((northM - cover.southM) / cover.cellM);
  if (column < 0 || row < 0 || column >= cover.columns || row >= cover.rows) return UNKNOWN_COVER;
  return cover.cells[row * cover.columns + column];
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
