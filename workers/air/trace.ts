import type { RasterPlace } from '../../model/city/raster.ts';
import type { Reading, TraceRequest } from '../../model/questions/air.ts';
import type { TracedGround, TracedReading } from '../../model/tables/air.ts';
import { briggsSpread, lidOf, stabilityOf, windAt } from './briggs.ts';
import { BREATH_M, downwind, plumeGPerM3 } from './plume.ts';
import { MG_PER_G, rounded } from './release.ts';
import { type Dilution, groundWithin, type Traced, type TracedReadings } from './source-tracing.ts';

/** Odds whose grounds are told, per cent. */
const ODDS_PCT = [50, 90, 99] as const;

/** The wind of a reading: its own, or that of all. */
export const windOf = (request: TraceRequest, reading: Reading) => ({
  windMps: reading.windMps ?? request.windMps,
  windFromDeg: reading.windFromDeg ?? request.windFromDeg,
});

/** Readings with what a gram a second at a place would make of each. */
export function tracedReadings(request: TraceRequest): TracedReadings {
  const { readings, heightM, terrain, lidM, spreadPct, hasBackground } = request;
  const seen = readings.map((reading) => {
    const { windMps, windFromDeg } = windOf(request, reading);
    const stability = stabilityOf({ ...request, windMps });
    const carried = {
      windMps: windAt(windMps, heightM, terrain, stability),
      spread: briggsSpread(terrain, stability),
      heightM,
      buoyancyM4ps3: 0,
      lidM: lidOf(lidM, stability),
    };
    return { atM: reading.atM, toward: downwind(windFromDeg), perGps: plumeGPerM3(carried, 1) };
  });
  const dilution: Dilution = (eastM, northM, into) => {
    for (const [i, { atM, toward, perGps }] of seen.entries()) {
      const dx = atM[0] - eastM;
      const dy = atM[1] - northM;
      into[i] = perGps(dx * toward[0] + dy * toward[1], dy * toward[0] - dx * toward[1], BREATH_M);
    }
  };
  const gPerM3 = Float64Array.from(readings, ({ mgPerM3 }) => mgPerM3 / MG_PER_G);
  return { gPerM3, dilution, spreadRatio: spreadPct / 100, hasBackground };
}

/** Grounds that hold the source with these odds. */
export const groundsOf = (traced: Traced): TracedGround[] =>
  ODDS_PCT.map((oddsPct) => {
    const pieces = groundWithin(traced, oddsPct / 100);
    const least = (of: (piece: (typeof pieces)[number]) => number) =>
      pieces.reduce((low, piece) => Math.min(low, of(piece)), Number.POSITIVE_INFINITY);
    return {
      oddsPct,
      areaM2: rounded(pieces.reduce((sum, { sideM }) => sum + sideM * sideM, 0)),
      westM: rounded(least(({ eastM, sideM }) => eastM - sideM / 2)),
      southM: rounded(least(({ northM, sideM }) => northM - sideM / 2)),
      eastM: rounded(-least(({ eastM, sideM }) => -eastM - sideM / 2)),
      northM: rounded(-least(({ northM, sideM }) => -northM - sideM / 2)),
    };
  });

/** Readings beside what the likeliest piece of ground would make there. */
export function comparedReadings(request: TraceRequest, { dilution }: TracedReadings, traced: Traced): TracedReading[] {
  const [best] = traced.pieces;
  const per = new Float64Array(request.readings.length);
  dilution(best.eastM, best.northM, per);
  return request.readings.map((reading, i) => ({
    number: i + 1,
    atM: reading.atM,
    ...windOf(request, reading),
    readMgPerM3: reading.mgPerM3,
    modelMgPerM3: rounded(MG_PER_G * (best.rateGps * per[i] + best.backgroundGPerM3)),
  }));
}

/** Odds of ground that is likelier than each cell, in per cent; cells without odds keep what they hold. */
export function oddsOf({ pieces }: Traced, place: RasterPlace, values: Float32Array): void {
  const { westM, southM, cellM, columns } = place;
  const odds = new Map<number, number>();
  for (const { eastM, northM, partOfOdds } of pieces) {
    const cell = Math.floor((northM - southM) / cellM) * columns + Math.floor((eastM - westM) / cellM);
    odds.set(cell, (odds.get(cell) ?? 0) + partOfOdds);
  }
  let before = 0;
  for (const [cell, part] of [...odds].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
    values[cell] = rounded(100 * before);
    before += part;
  }
}
