import { type BoundsXY, boundsOf } from '../../model/geo/plane/box.ts';
import { interpolate, type Line, lineOf, nearestOn, type OnLine, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { ElevationRaster, LandCover } from '../../tiles/model.ts';
import type { Plan, Terrace } from '../plan.ts';
import { indexLine } from '../shape/lines.ts';
import { randomOf } from '../shape/random.ts';
import type { Deck, Trench } from '../streets/decks.ts';
import { maxRiseM, railGaps, railLevelAt } from '../streets/railway.ts';
import type { CityGround } from './ground.ts';
import { MAIN_REACH_M, smoothstep, TRIBUTARY_REACH_M } from './ground.ts';

const ELEVATION_CELL_M = 2;
/** The railway's embankment: half its crest and the run of its slopes. */
const RAIL_CREST_M = 7;
const SLOPE = 1.5;
/** A trench's walls stand this far over the ground, as the plan's rim says (crest − ground = 0.25 m). */
const RIM_WIDTH_M = 3;

/**
 * Bare ground on a 2 m grid: the formulas of `ground.ts`, then what roads, railway and lakes do to it. The base is
 * computed at 4 m with the distance to the river from 16 m, the river works are exact at every node they touch: a test holds
 * the raster to 3 cm of the formula. 12 million nodes in 1.4 CPU-s; by the formula a node costs 1.5 µs, 18 s in all. Pads
 * under buildings (+0.30 m) are not cut: nothing could read them. Their slopes end at the walls; the flood grid closes
 * every cell that a building stands on (`building-mask.bin`), so that water never meets the bed there; and in the
 * terrain's mesh they would be 25,000 steps of a hand's breadth under houses. From which depth water enters a house is
 * its column `sill`.
 */
export function buildElevation(plan: Plan, ground: CityGround, decks: Deck[], trenches: Trench[]): ElevationRaster {
  const { minX, minY, maxX, maxY } = plan.city.extent;
  const raster: ElevationRaster = {
    westM: minX,
    southM: minY,
    cellM: ELEVATION_CELL_M,
    columns: Math.round((maxX - minX) / ELEVATION_CELL_M) + 1,
    rows: Math.round((maxY - minY) / ELEVATION_CELL_M) + 1,
    elevationM: new Float32Array(new SharedArrayBuffer(0)),
  };
  raster.elevationM = new Float32Array(new SharedArrayBuffer(raster.columns * raster.rows * 4));
  layBase(plan, ground, raster);
  layRivers(ground, raster);
  layLakes(plan, raster);
  layRailway(plan, ground, trenches, raster);
  for (const deck of decks) layRamps(deck, raster);
  for (const trench of trenches) cutTrench(trench, raster);
  return raster;
}

/** The noise's own grid; seven of its cells to a wavelength. */
const NOISE_CELL_M = 16;
/** Ground that ploughs, roots and reeds leave uneven; all else is laid level. */
const ROUGH: ReadonlySet<string> = new Set(['farmland', 'shrub-tree', 'wetland']);
const TRUNK_CLEAR_M = 30;

/**
 * Seeded value noise on open ground, ± 0.10 m at 120 m: nothing on levees, roads and pads, nothing within 30 m of a trunk,
 * as the plan says; it fades over 16 m. Changes the raster in place.
 */
export function addNoise(plan: Plan, ground: CityGround, cover: LandCover, raster: ElevationRaster): void {
  const { amplitudeM, wavelengthM } = plan.terrain.noise;
  const { columns, rows, elevationM: z, westM, southM } = raster;
  const stride = NOISE_CELL_M / ELEVATION_CELL_M;
  const coarseColumns = Math.ceil((columns - 1) / stride) + 1;
  const coarseRows = Math.ceil((rows - 1) / stride) + 1;
  const rough = cover.classes.map(({ id }) => ROUGH.has(id));
  const trunks = plan.pipes.trunks.map((trunk) => indexLine(lineOf(trunk.points), plan.city.extent, 256));
  const isRough = (x: number, y: number) => {
    for (const dx of [-NOISE_CELL_M, 0, NOISE_CELL_M]) {
      for (const dy of [-NOISE_CELL_M, 0, NOISE_CELL_M]) {
        const i = Math.round((x + dx - cover.westM) / cover.cellM);
        const j = Math.round((y + dy - cover.southM) / cover.cellM);
        if (i < 0 || j < 0 || i >= cover.columns || j >= cover.rows) continue;
        if (!rough[cover.cells[j * cover.columns + i]]) return false;
      }
    }
    if (Math.abs(ground.nearestMain(x, y).offsetM) < MAIN_REACH_M + NOISE_CELL_M) return false;
    if (Math.abs(ground.nearestTributary(x, y).offsetM) < TRIBUTARY_REACH_M + NOISE_CELL_M) return false;
    return trunks.every((trunk) => Math.abs(trunk.nearest(x, y).offsetM) > TRUNK_CLEAR_M + NOISE_CELL_M);
  };
  const coarse = new Float32Array(coarseColumns * coarseRows);
  const noise = valueNoise(plan.city.seed, wavelengthM);
  for (let j = 0; j < coarseRows; j++) {
    for (let i = 0; i < coarseColumns; i++) {
      const x = westM + i * NOISE_CELL_M;
      const y = southM + j * NOISE_CELL_M;
      if (isRough(x, y)) coarse[j * coarseColumns + i] = amplitudeM * noise(x, y);
    }
  }
  for (let j = 0; j < rows; j++) {
    const v = j / stride;
    const cj = Math.min(Math.floor(v), coarseRows - 2);
    const fv = v - cj;
    for (let i = 0; i < columns; i++) {
      const u = i / stride;
      const ci = Math.min(Math.floor(u), coarseColumns - 2);
      const at = cj * coarseColumns + ci;
      const fu = u - ci;
      z[j * columns + i] +=
        (coarse[at] * (1 - fu) + coarse[at + 1] * fu) * (1 - fv) +
        (coarse[at + coarseColumns] * (1 - fu) + coarse[at + coarseColumns + 1] * fu) * fv;
    }
  }
}

/** −1 … 1, smooth between seeded values on a square net. */
function valueNoise(seed: number, wavelengthM: number): (x: number, y: number) => number {
  const cache = new Map<number, number>();
  const valueAt = (i: number, j: number) => {
    const key = (i + 5000) * 10000 + j + 5000;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const value = 2 * randomOf(seed, 'noise', `${i},${j}`)() - 1;
    cache.set(key, value);
    return value;
  };
  return (x, y) => {
    const i = Math.floor(x / wavelengthM);
    const j = Math.floor(y / wavelengthM);
    const u = smoothstep(x / wavelengthM - i);
    const v = smoothstep(y / wavelengthM - j);
    const low = valueAt(i, j) * (1 - u) + valueAt(i + 1, j) * u;
    const high = valueAt(i, j + 1) * (1 - u) + valueAt(i + 1, j + 1) * u;
    return low * (1 - v) + high * v;
  };
}

function layBase(plan: Plan, ground: CityGround, raster: ElevationRaster): void {
  const { columns, rows, elevationM: z, westM, southM } = raster;
  const farM = 16;
  const farColumns = Math.ceil(((columns - 1) * ELEVATION_CELL_M) / farM) + 1;
  const farRows = Math.ceil(((rows - 1) * ELEVATION_CELL_M) / farM) + 1;
  const far = new Float32Array(farColumns * farRows);
  for (let j = 0; j < farRows; j++) {
    for (let i = 0; i < farColumns; i++) {
      far[j * farColumns + i] = Math.abs(ground.nearestMain(westM + i * farM, southM + j * farM).offsetM);
    }
  }
  const distance = (x: number, y: number) => {
    const u = (x - westM) / farM;
    const v = (y - southM) / farM;
    const i = Math.min(Math.floor(u), farColumns - 2);
    const j = Math.min(Math.floor(v), farRows - 2);
    const at = j * farColumns + i;
    const fu = u - i;
    const fv = v - j;
    return (
      (far[at] * (1 - fu) + far[at + 1] * fu) * (1 - fv) +
      (far[at + farColumns] * (1 - fu) + far[at + farColumns + 1] * fu) * fv
    );
  };
  const base = baseByColumn(plan, westM, columns);
  for (let j = 0; j < rows; j += 2) {
    const y = southM + j * ELEVATION_CELL_M;
    for (let i = 0; i < columns; i += 2) {
      const x = westM + i * ELEVATION_CELL_M;
      z[j * columns + i] = base(i, x, y, distance(x, y));
    }
  }
  for (let j = 0; j < rows; j += 2) {
    const row = j * columns;
    for (let i = 1; i < columns; i += 2) z[row + i] = (z[row + i - 1] + z[row + i + 1]) / 2;
  }
  for (let j = 1; j < rows; j += 2) {
    const row = j * columns;
    for (let i = 0; i < columns; i++) z[row + i] = (z[row - columns + i] + z[row + columns + i]) / 2;
  }
}

/** `CityGround.baseAt` with what depends on x alone taken out of the loop. */
function baseByColumn(plan: Plan, westM: number, columns: number) {
  const g = plan.terrain;
  const terraces: [Terrace, number][] = [
    [g.northTerrace, 1],
    [g.upperTerrace, 1],
    [g.southTerrace, -1],
  ];
  const tables = terraces.map(([terrace, up]) => {
    const foot = new Float64Array(columns);
    const width = new Float64Array(columns);
    for (let i = 0; i < columns; i += 2) {
      foot[i] = interpolate(terrace.foot, westM + i * ELEVATION_CELL_M);
      width[i] = interpolate(terrace.widthM, westM + i * ELEVATION_CELL_M);
    }
    return { terrace, up, foot, width };
  });
  const lumps = [
    ...g.hills.map((hill) => ({ at: hill.at, semi: hill.sigma, rotDeg: hill.rotDeg, rise: hill.heightM, hill: true })),
    ...g.basins.map((pit) => ({ at: pit.at, semi: pit.semi, rotDeg: pit.rotDeg, rise: -pit.depthM, hill: false })),
  ].map((lump) => ({
    ...lump,
    cos: Math.cos((lump.rotDeg * Math.PI) / 180),
    sin: Math.sin((lump.rotDeg * Math.PI) / 180),
    reach: (lump.hill ? 4 : 1) * Math.max(...lump.semi),
  }));
  return (i: number, x: number, y: number, riverM: number): number => {
    let z = g.valley.z0 + g.valley.dzdx * x + g.valley.rise * Math.min(Math.max(riverM - 200, 0), 1500);
    for (const { terrace, up, foot, width } of tables) {
      const v = up * (y - foot[i]);
      if (v <= 0) continue;
      const beyond = v - width[i];
      z += terrace.stepM * smoothstep(v / width[i]);
      if (beyond > 0) z += terrace.slope * Math.min(beyond, terrace.slopeToM);
    }
    for (const lump of lumps) {
      const du = x - lump.at[0];
      const dv = y - lump.at[1];
      if (Math.abs(du) > lump.reach || Math.abs(dv) > lump.reach) continue;
      const a = (du * lump.cos + dv * lump.sin) / lump.semi[0];
      const b = (-du * lump.sin + dv * lump.cos) / lump.semi[1];
      const q = a * a + b * b;
      if (lump.hill && q < 16) z += lump.rise * Math.exp(-0.5 * q);
      else if (!lump.hill && q < 1) z += lump.rise * (1 - q) ** 2;
    }
    return z;
  };
}

/** No river near. */
const FAR: OnLine = { chainageM: 0, offsetM: 1e6 };

/** Squares of 32 nodes that a river's works can reach are computed node by node, the rest not at all. */
function layRivers(ground: CityGround, raster: ElevationRaster): void {
  const { columns, rows, elevationM: z, westM, southM } = raster;
  const side = 32;
  const slack = side * ELEVATION_CELL_M * Math.SQRT1_2 + 1;
  for (let cj = 0; cj < rows; cj += side) {
    for (let ci = 0; ci < columns; ci += side) {
      const cx = westM + (ci + side / 2) * ELEVATION_CELL_M;
      const cy = southM + (cj + side / 2) * ELEVATION_CELL_M;
      const main = Math.abs(ground.nearestMain(cx, cy).offsetM) < MAIN_REACH_M + slack;
      const tributary = Math.abs(ground.nearestTributary(cx, cy).offsetM) < TRIBUTARY_REACH_M + slack;
      if (!main && !tributary) continue;
      for (let j = cj; j < Math.min(cj + side, rows); j++) {
        const y = southM + j * ELEVATION_CELL_M;
        for (let i = ci; i < Math.min(ci + side, columns); i++) {
          const x = westM + i * ELEVATION_CELL_M;
          const at = j * columns + i;
          z[at] = ground.withRivers(
            z[at],
            main ? ground.nearestMain(x, y) : FAR,
            tributary ? ground.nearestTributary(x, y) : FAR,
          );
        }
      }
    }
  }
}

/** Bowls with a shore: the bottom in the middle, the normal level a little inside the stated ellipse. */
function layLakes(plan: Plan, raster: ElevationRaster): void {
  for (const lake of plan.water.lakes) {
    const cos = Math.cos((lake.rotDeg * Math.PI) / 180);
    const sin = Math.sin((lake.rotDeg * Math.PI) / 180);
    const reach = Math.max(...lake.semi) * 1.1;
    const [cx, cy] = lake.at;
    eachNode(raster, { minX: cx - reach, minY: cy - reach, maxX: cx + reach, maxY: cy + reach }, (x, y, z) => {
      const a = ((x - cx) * cos + (y - cy) * sin) / lake.semi[0];
      const b = (-(x - cx) * sin + (y - cy) * cos) / lake.semi[1];
      const rho = Math.hypot(a, b);
      if (rho > 1.06) return z;
      const shore = lake.normalLevelM + 0.25;
      const bowl = lake.bottomM + (shore - lake.bottomM) * smoothstep(rho / 1.0);
      const rim = rho > 1 ? shore + ((rho - 1) / 0.06) * Math.max(z - shore, 0) : bowl;
      return Math.min(z, rim);
    });
  }
}

function layRailway(plan: Plan, ground: CityGround, trenches: Trench[], raster: ElevationRaster): void {
  const rail = lineOf(plan.rail.points);
  const gaps = railGaps(plan, trenches);
  const reach = RAIL_CREST_M + (plan.rail.railAboveGroundM + maxRiseM(plan)) * SLOPE + 6;
  eachNodeAlong(rail, 0, rail.lengthM, reach, raster, (s, d, z) => {
    if (gaps.some((gap) => s > gap.fromM && s < gap.toM)) return z;
    const face = railLevelAt(plan, ground, rail, gaps, s) - 0.7 - Math.max(0, d - RAIL_CREST_M) / SLOPE;
    return Math.max(z, face);
  });
}

/** Embankment or cutting of a deck's approaches. */
function layRamps(deck: Deck, raster: ElevationRaster): void {
  const half = deck.widthM / 2 + 0.5;
  const apply = (from: number, to: number) => {
    if (to - from < 1) return;
    eachNodeAlong(deck.line, from, to, half + 14, raster, (s, d, z) => {
      if (s <= from || s >= to) return z;
      const level = deck.levelAt(s) - 0.02;
      const beyond = Math.max(0, d - half) / SLOPE;
      if (level >= z) return Math.max(z, level - beyond);
      return Math.min(z, level + beyond);
    });
  };
  apply(deck.fromM, deck.structureFromM);
  apply(deck.structureToM, deck.toM);
}

function cutTrench(trench: Trench, raster: ElevationRaster): void {
  const { underpass, atM, halfWidthM, reachM } = trench;
  eachNodeAlong(trench.line, atM - reachM - 12, atM + reachM + 12, halfWidthM + RIM_WIDTH_M, raster, (s, d, z) => {
    const along = Math.abs(s - atM);
    if (d <= halfWidthM) {
      const floor = underpass.lowM + Math.max(0, along - underpass.coveredM / 2) * underpass.rampGrade;
      if (floor < underpass.crestM) return along < reachM + 8 ? Math.min(floor, Math.max(z, underpass.crestM)) : z;
      return z;
    }
    return along < reachM ? Math.max(z, underpass.crestM) : z;
  });
}

function eachNode(raster: ElevationRaster, box: BoundsXY, change: (x: number, y: number, z: number) => number): void {
  const { columns, rows, elevationM, westM, southM } = raster;
  const i0 = Math.max(0, Math.ceil((box.minX - westM) / ELEVATION_CELL_M));
  const i1 = Math.min(columns - 1, Math.floor((box.maxX - westM) / ELEVATION_CELL_M));
  const j0 = Math.max(0, Math.ceil((box.minY - southM) / ELEVATION_CELL_M));
  const j1 = Math.min(rows - 1, Math.floor((box.maxY - southM) / ELEVATION_CELL_M));
  for (let j = j0; j <= j1; j++) {
    for (let i = i0; i <= i1; i++) {
      const at = j * columns + i;
      elevationM[at] = change(westM + i * ELEVATION_CELL_M, southM + j * ELEVATION_CELL_M, elevationM[at]);
    }
  }
}

/** Every node within `reachM` of the line's part, once, with its chainage and distance. */
function eachNodeAlong(
  line: Line,
  fromM: number,
  toM: number,
  reachM: number,
  raster: ElevationRaster,
  change: (chainageM: number, distanceM: number, z: number) => number,
): void {
  const stepM = 60;
  const count = Math.max(1, Math.ceil((toM - fromM) / stepM));
  const each = (toM - fromM) / count;
  const near = lineOf(line.points, { start: true, end: true });
  for (let k = 0; k < count; k++) {
    const a = fromM + k * each;
    const b = fromM + (k + 1) * each;
    const points: Point[] = [pointAt(near, a), pointAt(near, (a + b) / 2), pointAt(near, b)];
    const box = boundsOf(points);
    const grown = {
      minX: box.minX - reachM - 2,
      minY: box.minY - reachM - 2,
      maxX: box.maxX + reachM + 2,
      maxY: box.maxY + reachM + 2,
    };
    eachNode(raster, grown, (x, y, z) => {
      const place = nearestOn(near, x, y);
      const d = Math.abs(place.offsetM);
      const last = k === count - 1 ? place.chainageM <= b : place.chainageM < b;
      return d <= reachM && place.chainageM >= a && last ? change(place.chainageM, d, z) : z;
    });
  }
}
