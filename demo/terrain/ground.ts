import { interpolate, type Line, lineOf, type OnLine } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { Plan, Terrace } from '../plan.ts';
import { indexLine, type LineIndex, splineThrough } from '../shape/lines.ts';

/** Rivers, levees and ground by formula, before roads, lakes and pads; a port of the plan's geometry.py, ± 1 mm. */
export interface CityGround {
  main: Line;
  tributary: Line;
  nearestMain(x: number, y: number): OnLine;
  nearestTributary(x: number, y: number): OnLine;
  bedMain(chainageM: number): number;
  bedTributary(chainageM: number): number;
  crestMain(chainageM: number): number;
  crestTributary(chainageM: number): number;
  /** Ground before river works; `riverDistanceM` when it is known already. */
  baseAt(x: number, y: number, riverDistanceM?: number): number;
  /** Ground with channel, berms and levees. */
  elevationAt(x: number, y: number): number;
  /** River works laid over a base that is known already. */
  withRivers(baseM: number, main: OnLine, tributary: OnLine): number;
  /** Uniform flow of the main river's compound section at a depth above bed, m³/s (Manning). */
  dischargeAt(depthM: number): number;
  depthOf(dischargeM3ps: number): number;
  /** Level of the flood of 20, 50 or 100 years. */
  floodLevelM(years: 20 | 50 | 100, chainageM: number): number;
  hydrographAt(years: 20 | 50 | 100, timeH: number): number;
}

/** Beyond this distance from the axis nothing of a river's works touches the ground. */
export const MAIN_REACH_M = 230;
export const TRIBUTARY_REACH_M = 90;

export function smoothstep(t: number): number {
  const u = t < 0 ? 0 : t > 1 ? 1 : t;
  return u * u * (3 - 2 * u);
}

/** Ground and rivers of the plan, with their tables and indices made once. */
export function cityGround(plan: Plan): CityGround {
  const m = plan.water.main;
  const t = plan.water.tributary;
  const main = lineOf(splineThrough(m.controlPoints), { start: true, end: true });
  const tributary = lineOf(splineThrough(t.controlPoints), { start: true });
  const mainIndex: LineIndex = indexLine(main, plan.city.extent);
  const tributaryIndex: LineIndex = indexLine(tributary, plan.city.extent);
  const levels = levelsOf(plan);
  const baseOf = bareGround(plan);
  const withRivers = riverWorks(plan, levels, tributary.lengthM);
  const dischargeAt = (depthM: number) => dischargeOf(m, depthM);
  const baseAt = (x: number, y: number, riverDistanceM?: number) =>
    baseOf(x, y, riverDistanceM ?? Math.abs(mainIndex.nearest(x, y).offsetM));

  return {
    main,
    tributary,
    nearestMain: mainIndex.nearest,
    nearestTributary: tributaryIndex.nearest,
    ...levels,
    baseAt,
    withRivers,
    elevationAt(x, y) {
      const onMain = mainIndex.nearest(x, y);
      return withRivers(baseAt(x, y, Math.abs(onMain.offsetM)), onMain, tributaryIndex.nearest(x, y));
    },
    dischargeAt,
    depthOf(dischargeM3ps) {
      let low = 0;
      let high = 12;
      for (let round = 0; round < 60; round++) {
        const mid = (low + high) / 2;
        if (dischargeAt(mid) < dischargeM3ps) low = mid;
        else high = mid;
      }
      return (low + high) / 2;
    },
    floodLevelM: (years, s) => levels.bedMain(s) + m.depthM[`${years}`],
    hydrographAt(years, timeH) {
      const r = Math.max(timeH, 0) / m.hydrograph.timeToPeakH;
      const { baseFlow, shape } = m.hydrograph;
      return baseFlow + (m.peakFlow[`${years}`] - baseFlow) * (r * Math.exp(1 - r)) ** shape;
    },
  };
}

type MainRiver = Plan['water']['main'];
type Levels = Pick<CityGround, 'bedMain' | 'bedTributary' | 'crestMain' | 'crestTributary'>;

/** Beds and levee crests along the two rivers. */
function levelsOf({ water: { main: m, tributary: t } }: Plan): Levels {
  const bedMain = (s: number) => m.bedAtK0M - m.bedSlope * s;
  return {
    bedMain,
    bedTributary: (s) => interpolate(t.bedLevels, s),
    crestMain: (s) => bedMain(s) + m.depthM['50'] + m.freeboardM,
    crestTributary: (s) => interpolate(t.leveeCrest, s),
  };
}

/** The valley with its terraces, hills and basins, by place and distance from the main river's axis. */
function bareGround({ terrain: g }: Plan): (x: number, y: number, riverDistanceM: number) => number {
  const hills = g.hills.map((hill) => turned(hill.at, hill.sigma, hill.rotDeg, hill.heightM));
  const basins = g.basins.map((basin) => turned(basin.at, basin.semi, basin.rotDeg, basin.depthM));
  const terraces = [terraceOf(g.northTerrace, 1), terraceOf(g.upperTerrace, 1), terraceOf(g.southTerrace, -1)];
  return (x, y, d) => {
    let z = g.valley.z0 + g.valley.dzdx * x + g.valley.rise * Math.min(Math.max(d - 200, 0), 1500);
    for (const { stepM, slope, slopeToM, up, footAt, widthAt } of terraces) {
      const v = up * (y - footAt(x));
      if (v <= 0) continue;
      const wide = widthAt(x);
      z += stepM * smoothstep(v / wide) + slope * Math.min(Math.max(v - wide, 0), slopeToM);
    }
    for (const hill of hills) {
      const q = hill.squared(x, y);
      if (q < 16) z += hill.amount * Math.exp(-0.5 * q);
    }
    for (const basin of basins) {
      const q = basin.squared(x, y);
      if (q < 1) z -= basin.amount * (1 - q) ** 2;
    }
    return z;
  };
}

/** Channels, berms and levees of both rivers, laid over a base that is known already. */
function riverWorks(
  { water: { main: m, tributary: t } }: Plan,
  { bedMain, bedTributary, crestMain, crestTributary }: Levels,
  tributaryLengthM: number,
): CityGround['withRivers'] {
  return (baseM, onMain, onTributary) => {
    const s = onMain.chainageM;
    const d = Math.abs(onMain.offsetM);
    const l = onTributary.chainageM;
    const e = Math.abs(onTributary.offsetM);
    let z = baseM;
    const inTributary = e < t.leveeOffsetM - 3 && l < tributaryLengthM - 1;
    if (e < TRIBUTARY_REACH_M && d > m.leveeOffsetM - 12) {
      const bank = bedTributary(l) + Math.max(0, e - t.bottomWidthM / 2) / t.sideSlope;
      if (e < t.leveeOffsetM) z = Math.min(z, bank);
      if (l >= t.leveeFromM) {
        z = Math.max(
          z,
          crestTributary(l) - Math.max(0, Math.abs(e - t.leveeOffsetM) - t.crestWidthM / 2) / t.leveeSlope,
        );
      }
    }
    if (d < MAIN_REACH_M && !(inTributary && d >= m.bermHalfWidthM)) {
      const half = m.bottomWidthM / 2;
      const bed = bedMain(s);
      const face = crestMain(s) - Math.max(0, Math.abs(d - m.leveeOffsetM) - m.crestWidthM / 2) / m.leveeSlope;
      if (d < m.leveeOffsetM) {
        const section = bed + Math.min(Math.max(0, d - half) / m.sideSlope, m.bermAboveBedM);
        z = e < t.bottomWidthM && d > half ? section : Math.max(section, face);
      } else {
        z = Math.max(z, face);
      }
    }
    return z;
  };
}

function dischargeOf(m: MainRiver, depthM: number): number {
  const berm = m.bermHalfWidthM - m.bankHalfWidthM;
  const root = Math.sqrt(m.bedSlope);
  const low = Math.min(depthM, m.bermAboveBedM);
  const above = Math.max(0, depthM - m.bermAboveBedM) * (m.bottomWidthM + 2 * m.sideSlope * m.bermAboveBedM);
  const area = (m.bottomWidthM + m.sideSlope * low) * low + above;
  const wet = m.bottomWidthM + 2 * low * Math.hypot(1, m.sideSlope);
  let q = (area * (area / wet) ** (2 / 3) * root) / m.manning.channel;
  if (depthM > m.bermAboveBedM) {
    const h = depthM - m.bermAboveBedM;
    const bermArea = 2 * (berm * h + 0.5 * m.leveeSlope * h * h);
    const bermWet = 2 * (berm + h * Math.hypot(1, m.leveeSlope));
    q += (bermArea * (bermArea / bermWet) ** (2 / 3) * root) / m.manning.berm;
  }
  return q;
}

function terraceOf({ foot, widthM, stepM, slope, slopeToM }: Terrace, up: 1 | -1) {
  return { stepM, slope, slopeToM, up, footAt: evenly(foot), widthAt: evenly(widthM) };
}

/** Tables of the plan bend at whole tens of metres only: read at even steps they are the same lines, found at once. */
const EVEN_M = 10;

function evenly(table: readonly Point[]): (x: number) => number {
  const from = table[0][0];
  const count = Math.round((table[table.length - 1][0] - from) / EVEN_M);
  if (table.some(([x]) => (x - from) % EVEN_M !== 0)) return (x) => interpolate(table, x);
  const values = Float64Array.from({ length: count + 1 }, (_, i) => interpolate(table, from + i * EVEN_M));
  return (x) => {
    const u = (x - from) / EVEN_M;
    if (u <= 0) return values[0];
    if (u >= count) return values[count];
    const i = Math.floor(u);
    return values[i] + (values[i + 1] - values[i]) * (u - i);
  };
}

/** (u/a)² + (v/b)² in the frame of a turned hill or basin. */
function turned(at: Point, semi: Point, rotDeg: number, amount: number) {
  const cos = Math.cos((rotDeg * Math.PI) / 180);
  const sin = Math.sin((rotDeg * Math.PI) / 180);
  return {
    amount,
    squared(x: number, y: number) {
      const u = x - at[0];
      const v = y - at[1];
      const a = (u * cos + v * sin) / semi[0];
      const b = (-u * sin + v * cos) / semi[1];
      return a * a + b * b;
    },
  };
}
