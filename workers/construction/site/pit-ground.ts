import type { Ground } from '../space/cut-volume.ts';
import { groundWithPit } from './earthwork.ts';
import type { Site, SiteDay } from './site-days.ts';

/** Two files of one folder: a scenario that `shapan sim flood` plays, and the ground it names. */
export interface PitFiles {
  scenario: { name: string; text: string };
  ground: { name: string; text: string };
}

const CELL_M = 2;
const MARGIN_M = 40;
const MANNING_N = 0.025;
/** A cloudburst; whoever plays it sets another. */
const RAIN = { kind: 'uniform', rateMmPerH: 60, hours: 1 };

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
  const [columns, rows] = [Math.ceil((eastM - westM) / CELL_M), Math.ceil((northM - southM) / CELL_M)];
  const levelM = edge((pit) => pit.groundElevationM, Math.max);
  const bare = { westM, southM, cellM: CELL_M, columns, rows };
  return dug.reduce<Ground>((ground, one) => ({ ...bare, elevationM: groundWithPit(one.pit, ground, one.levelM) }), {
    ...bare,
    elevationM: new Float64Array(columns * rows).fill(levelM),
  });
}

/** As an ESRI ASCII grid with its scenario; `name` begins both files. */
export function pitFiles(ground: Ground, name: string): PitFiles {
  const { westM, southM, cellM, columns, rows, elevationM } = ground;
  const lines = Array.from({ length: rows }, (_, fromNorth) => {
    const row = rows - 1 - fromNorth;
    return Array.from({ length: columns }, (_, column) => elevationM[row * columns + column].toFixed(3)).join(' ');
  });
  const head = [
    ...[`ncols ${columns}`, `nrows ${rows}`, `xllcorner ${westM}`, `yllcorner ${southM}`],
    ...[`cellsize ${cellM}`, 'NODATA_value -9999'],
  ];
  const file = `${name}.asc`;
  const scenario = {
    ...{ format: 1, kind: 'flood', id: name },
    title: { zh: `${name} 基坑遇短时暴雨`, en: `${name}: a cloudburst on the open pit` },
    ground: { kind: 'dem', file, manningN: MANNING_N },
    ...{ rain: RAIN, scheme: 'first', endH: 2, frameEveryMin: 5 },
  };
  return {
    ground: { name: file, text: `${[...head, ...lines].join('\n')}\n` },
    scenario: { name: `${name}.json`, text: `${JSON.stringify(scenario, null, 2)}\n` },
  };
}
