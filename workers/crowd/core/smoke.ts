import { isInPolygon } from '../../../model/geo/plane/ring.ts';
import { CrowdRefusal } from '../../../model/scenarios/crowd-problem.ts';
import { boxOf, type Polygon } from '../plan/polygon.ts';

/**
 * Speed in smoke by extinction coefficient K (1/m).
 *
 * `nist`: v = v0 · max(0.24, 1 − 0.5 K), of NIST TN 1822 verification 2.5 (0.625 m/s of 1.25 at 1/m).
 * `frantzich`: min(1, max(0.1, 1 − 0.057 K / 0.706)), Frantzich and Nilsson (2003) as ISO 20414 test 18 takes it.
 */
type SmokeLaw = 'nist' | 'frantzich';

/** Smoke as it is drawn: areas with their extinction, from each time on. */
export interface DrawnSmoke {
  floors: string[];
  law: SmokeLaw;
  coPpmPerExtinction: number;
  cellM: number;
  frames: { timeS: number; clouds: { area: Polygon; extinctionPerM: number }[] }[];
}

/** Extinction over time, one raster a time; from the south-west. */
export interface SmokeSeries {
  westM: number;
  southM: number;
  cellM: number;
  columns: number;
  rows: number;
  floors: string[];
  timesS: number[];
  extinctionPerM: Float32Array[];
  law: SmokeLaw;
  /** Carbon monoxide at K = 1/m, parts per million: what incapacitates. 0: not reckoned. */
  coPpmPerExtinction: number;
}

const MAX_CELLS = 4_000_000;

/** On a raster: a cell has the thickest cloud that its middle lies in. */
export function rasterSmoke({ frames, cellM, ...rest }: DrawnSmoke): SmokeSeries {
  const rising = [...frames].sort((a, b) => a.timeS - b.timeS);
  const corners = rising.flatMap(({ clouds }) => clouds.flatMap(({ area }) => area.outer));
  const { westM, southM, eastM, northM } =
    corners.length > 0 ? boxOf(corners) : { westM: 0, southM: 0, eastM: cellM, northM: cellM };
  const columns = Math.ceil((eastM - westM) / cellM);
  const rows = Math.ceil((northM - southM) / cellM);
  if (columns * rows > MAX_CELLS)
    throw new CrowdRefusal({ code: 'many-smoke-cells', values: { most: MAX_CELLS, got: columns * rows } });
  const extinctionPerM = rising.map(({ clouds }) => {
    const cells = new Float32Array(columns * rows);
    for (let cell = 0; cell < cells.length; cell++) {
      const x = westM + ((cell % columns) + 0.5) * cellM;
      const y = southM + (Math.floor(cell / columns) + 0.5) * cellM;
      for (const cloud of clouds)
        if (cloud.extinctionPerM > cells[cell] && isInPolygon(cloud.area, x, y)) cells[cell] = cloud.extinctionPerM;
    }
    return cells;
  });
  return { ...rest, westM, southM, cellM, columns, rows, timesS: rising.map(({ timeS }) => timeS), extinctionPerM };
}

/** The factor on walking speed in smoke of an extinction coefficient in 1/m; each law keeps its own least speed. */
export function smokeRatio(law: SmokeLaw, extinctionPerM: number): number {
  if (law === 'nist') return Math.max(0.24, 1 - 0.5 * extinctionPerM);
  return Math.min(1, Math.max(0.1, 1 - (0.057 / 0.706) * extinctionPerM));
}

/** As the last frame of the series left it: smoke is not interpolated. */
export function extinctionAt(series: SmokeSeries, timeS: number, x: number, y: number): number {
  const column = Math.floor((x - series.westM) / series.cellM);
  const row = Math.floor((y - series.southM) / series.cellM);
  if (column < 0 || row < 0 || column >= series.columns || row >= series.rows) return 0;
  if (!(timeS >= series.timesS[0])) return 0;
  let k = 0;
  while (k + 1 < series.timesS.length && series.timesS[k + 1] <= timeS) k++;
  return series.extinctionPerM[k]?.[row * series.columns + column] ?? 0;
}

/**
 * Fraction of an incapacitating dose of carbon monoxide taken up in a time (Purser, SFPE handbook; Stewart's equation):
 * 3.317e-5 · ppm^1.036 · V · min / D, breathing V = 25 l/min (light work), D = 30 % carboxyhaemoglobin.
 */
export function carbonMonoxideDose(ppm: number, spanS: number): number {
  return (3.317e-5 * ppm ** 1.036 * 25 * (spanS / 60)) / 30;
}
