import type { NoiseRequest } from '../../model/questions/noise.ts';
import { NOISE_LIMITS, type NoiseZone } from '../../model/rules/noise-limits.ts';
import type { NoiseBand, NoiseExcess } from '../../model/tables/noise.ts';
import { dbOfEnergy } from './bands.ts';
import { ldenDb } from './indicators.ts';
import type { Period } from './road-traffic.ts';

/** Limits between the bands of levels, dB(A). */
const BAND_LIMITS_DB = [45, 50, 55, 60, 65, 70, 75] as const;
/** A façade is quiet when it is quieter than the loudest by this (Directive 2002/49/EC, annex VI). */
const QUIET_DB = 20;
/** Quieter than this nobody tells a road from the rest of a town: levels go no lower, dB(A). */
const FLOOR_DB = 20;

/** Energies of points by part of the day. */
export type ReceivedByPeriod = Readonly<Record<Period, Float64Array>>;

/** The level of a point in the part of the day that is shown; inferred traffic makes it a whole number. */
export function levelDb(
  received: ReceivedByPeriod,
  period: NoiseRequest['period'],
  point: number,
  isInferred: boolean,
): number {
  const at = (one: Period) => Math.max(FLOOR_DB, dbOfEnergy(received[one][point]));
  const level = period === 'lden' ? ldenDb(at('euDay'), at('euEvening'), at('euNight')) : at(period);
  return isInferred ? Math.round(level) : level;
}

/** A building that is counted: its points, its people and the class of its ground. */
export interface ExposedBuilding {
  points: readonly number[];
  residents: number;
  zone: NoiseZone;
}

/** The loudest and the quietest façade of a building, dB(A). */
function sidesOf({ points }: ExposedBuilding, levelAt: (point: number) => number): { loudDb: number; quietDb: number } {
  let loudDb = Number.NEGATIVE_INFINITY;
  let quietDb = Number.POSITIVE_INFINITY;
  for (const point of points) {
    const level = levelAt(point);
    loudDb = Math.max(loudDb, level);
    quietDb = Math.min(quietDb, level);
  }
  return { loudDb, quietDb };
}

/** Counts residents and buildings in each band of their loudest façade. */
export function bandsOf(
  buildings: readonly ExposedBuilding[],
  after: (point: number) => number,
  before: ((point: number) => number) | null,
): NoiseBand[] {
  const bands: NoiseBand[] = Array.from({ length: BAND_LIMITS_DB.length + 1 }, (_, i) => ({
    fromDb: BAND_LIMITS_DB[i - 1] ?? null,
    toDb: BAND_LIMITS_DB[i] ?? null,
    residents: 0,
    buildings: 0,
    residentsBefore: before ? 0 : null,
  }));
  for (const building of buildings) {
    const band = bands[bandOf(sidesOf(building, after).loudDb)];
    band.residents += building.residents;
    band.buildings++;
    if (!before) continue;
    const stood = bands[bandOf(sidesOf(building, before).loudDb)];
    stood.residentsBefore = (stood.residentsBefore ?? 0) + building.residents;
  }
  return bands;
}

const bandOf = (level: number): number => BAND_LIMITS_DB.filter((limit) => level >= limit).length;

/** Counts who lives above the limit of each class of ground by day and by night. */
export function excessOf(
  buildings: readonly ExposedBuilding[],
  after: (period: 'day' | 'night') => (point: number) => number,
  before: ((period: 'day' | 'night') => (point: number) => number) | null,
  spreadDb: number,
): NoiseExcess[] {
  const levels = { day: after('day'), night: after('night') };
  const stood = before && { day: before('day'), night: before('night') };
  return NOISE_LIMITS.zones.flatMap(({ zone, dayDb, nightDb }) =>
    (['day', 'night'] as const).map((period): NoiseExcess => {
      const limitDb = period === 'day' ? dayDb : nightDb;
      const own = buildings.filter((building) => building.zone === zone);
      const above = (levelAt: (point: number) => number, addedDb: number) =>
        own.reduce((sum, one) => sum + (sidesOf(one, levelAt).loudDb + addedDb > limitDb ? one.residents : 0), 0);
      return {
        zone,
        period,
        limitDb,
        residents: own.reduce((sum, { residents }) => sum + residents, 0),
        above: above(levels[period], 0),
        aboveLeast: above(levels[period], -spreadDb),
        aboveMost: above(levels[period], spreadDb),
        aboveBefore: stood && above(stood[period], 0),
      };
    }),
  );
}

/** Counts buildings with a quiet façade. */
export function quietOf(buildings: readonly ExposedBuilding[], levelAt: (point: number) => number) {
  const quiet = buildings.filter((building) => {
    const { loudDb, quietDb } = sidesOf(building, levelAt);
    return loudDb - quietDb >= QUIET_DB;
  });
  return { buildings: quiet.length, residents: quiet.reduce((sum, { residents }) => sum + residents, 0) };
}

/** Mean change of the loudest façade, weighed by residents; by building where nobody is counted. */
export function meanChangeDb(
  buildings: readonly ExposedBuilding[],
  after: (point: number) => number,
  before: (point: number) => number,
): number {
  let weights = 0;
  let sum = 0;
  const isCounted = buildings.some(({ residents }) => residents > 0);
  for (const building of buildings) {
    const weight = isCounted ? building.residents : 1;
    weights += weight;
    sum += weight * (sidesOf(building, after).loudDb - sidesOf(building, before).loudDb);
  }
  return weights > 0 ? sum / weights : 0;
}
