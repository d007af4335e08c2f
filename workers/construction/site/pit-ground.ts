import type { RasterSample } from '../../../model/runs/field.ts';
import type { Ground } from '../space/cut-volume.ts';
import { groundWithPit } from './earthwork.ts';
import type { Site, SiteDay } from './site-days.ts';

const CELL_M = 2;
const MARGIN_M = 40;

/**
 * The level ground around the pits as they stand on an evening, every `CELL_M`: what a flood runs over and into. The pit is kept dry by
 * its wells down to its floor, so nothing stands in it at the start. Null: no pit is open.
 */
export function pitGround({ pits }: Pick<Site, 'pits'>, { pits: open }: Pick<SiteDay, 'pits'>): Ground | null {
  const dug = open.flatMap(({ id, levelM }) => pits.filter((pit) => pit.id === id).map((pit) => ({ pit, levelM })));
  if (dug.length === 0) return null;
  const edge = (of: (pit: Site['pits'][number]) => number, most: (a: number, b: number) => number) =>
    dug.map(({ pit }) => of(pit)).reduce((a, b) => most(a, b));
  const reach = (pit: Site['pits'][number]) => Math.max(0, pit.groundElevationM - pit.floorElevationM) * pit.slope;
  const westM = edge((pit) => pit.westM - reach(pit), Math.min) - MARGIN_M;
  const southM = edge((pit) => pit.southM - reach(pit), Math.min) - MARGIN_M;
  const eastM = edge((pit) => pit.westM + pit.lengthM + reach(pit), Math.max) + MARGIN_M;
  const northM = edge((pit) => pit.southM + pit.widthM + reach(pit), Math.max) + MARGIN_M;
  const columns = Math.ceil((eastM - westM) / CELL_M);
  const rows = Math.ceil((northM - southM) / CELL_M);
  const levelM = edge((pit) => pit.groundElevationM, Math.max);
  const bare = { westM, southM, cellM: CELL_M, columns, rows };
  return dug.reduce<Ground>((ground, one) => ({ ...bare, elevationM: groundWithPit(one.pit, ground, one.levelM) }), {
    ...bare,
    elevationM: new Float64Array(columns * rows).fill(levelM),
  });
}

/** The same ground as a sample of a field: the bottom of what is dug, NaN around it. */
export function pitSample({ westM, southM, cellM, columns, rows, elevationM }: Ground): RasterSample {
  const levelM = Array.from(elevationM).reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
  const values = Float32Array.from(elevationM, (one) => (one < levelM ? one : Number.NaN));
  return { westM, southM, cellM, columns, rows, values, channels: ['elevationM'] };
}
