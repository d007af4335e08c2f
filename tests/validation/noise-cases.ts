import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { airAbsorptionDbPerKm, USUAL_AIR } from '../../workers/noise/air-absorption.ts';
import { A_WEIGHT_DB, BANDS, dbOfEnergy, energyOfDb } from '../../workers/noise/bands.ts';
import { addPoint, type Cut, newCut } from '../../workers/noise/cut.ts';
import type { Weather } from '../../workers/noise/ground-effect.ts';
import {
  aroundEnergies,
  boundaryEnergies,
  newPathWorkspace,
  type Reflector,
  retroEnergies,
} from '../../workers/noise/path-attenuation.ts';
import { DATA } from './baked.ts';
import { atMost, type ValidationCase, type Verdict } from './verdict.ts';

const FILE = join(DATA, 'environment/noise/cnossos_iso17534-4_tc01-28.json');

const Place = v.tuple([v.number(), v.number(), v.number()]);
const Corner = v.object({ x: v.number(), y: v.number(), z: v.number() });
const CutPoint = v.object({
  type: v.string(),
  xyz: Place,
  zGround: v.number(),
  groundCoefficient: v.number(),
  intersectionType: v.optional(v.string()),
  wall: v.optional(v.object({ p0: Corner, p1: Corner })),
  wallAlpha: v.optional(v.array(v.number())),
});
type CutPoint = v.InferOutput<typeof CutPoint>;
const Cases = v.object({
  cases: v.record(
    v.string(),
    v.object({
      profiles: v.record(v.string(), v.object({ cutPoints: v.array(CutPoint) })),
      expected: v.record(v.string(), v.array(v.nullable(v.number()))),
    }),
  ),
});
type Cases = v.InferOutput<typeof Cases>['cases'];

/** The file writes NaN bare, which is no JSON. */
const readCases = (): Cases => v.parse(Cases, JSON.parse(readFileSync(FILE, 'utf8').replace(/\bNaN\b/g, 'null'))).cases;

const flatM = (a: CutPoint, b: CutPoint): number => Math.hypot(b.xyz[0] - a.xyz[0], b.xyz[1] - a.xyz[1]);
const spaceM = (a: CutPoint, b: CutPoint): number => Math.hypot(flatM(a, b), b.xyz[2] - a.xyz[2]);

/** The cut of a profile: paired walls are a building, a lone one is a barrier; ground under a building is its roof. */
function cutOf(points: readonly CutPoint[]): Cut {
  const cut = newCut(4 * points.length);
  let alongM = 0;
  let isInside = false;
  for (const [i, point] of points.entries()) {
    if (i > 0) alongM += flatM(points[i - 1], point);
    const { xyz, zGround, groundCoefficient: porosity, intersectionType } = point;
    const isBuilding = intersectionType === 'BUILDING_ENTER' || intersectionType === 'BUILDING_EXIT';
    if (intersectionType === 'BUILDING_ENTER') addPoint(cut, alongM, zGround, zGround, porosity);
    if (isBuilding) addPoint(cut, alongM, xyz[2], xyz[2], 0);
    if (intersectionType === 'BUILDING_EXIT') addPoint(cut, alongM, zGround, zGround, porosity);
    if (isBuilding) isInside = intersectionType === 'BUILDING_ENTER';
    else if (!isInside) addPoint(cut, alongM, zGround, point.type === 'Wall' ? xyz[2] : zGround, porosity);
  }
  cut.sourceM = points[0].xyz[2];
  cut.receiverM = points[points.length - 1].xyz[2];
  cut.sourcePorosity = points[0].groundCoefficient;
  return cut;
}

const ALPHA_DB_PER_KM = airAbsorptionDbPerKm(USUAL_AIR);
const powerDb = (name: string): number => (name === 'TC28' ? 150 : 93);

/** Levels over a distance through these boundary energies; air takes sound away along the whole way. */
const levelsOf = (name: string, distanceM: number, energies: Float64Array, wayM = distanceM): number[] =>
  Array.from(
    energies,
    (one, band) =>
      powerDb(name) - 20 * Math.log10(distanceM) - 11 - (ALPHA_DB_PER_KM[band] * wayM) / 1000 + dbOfEnergy(one),
  );

function boundaryOf(points: readonly CutPoint[], weather: Weather): Float64Array {
  const into = new Float64Array(BANDS);
  boundaryEnergies(cutOf(points), weather, newPathWorkspace(), into);
  return into;
}

/** Farthest that levels lie from what is expected, over the bands that the case states. */
const farthest = (levels: readonly number[], expected: readonly (number | null)[] | undefined): number =>
  Math.max(...levels.map((level, band) => Math.abs(level - (expected?.[band] ?? level))));

const pointsOf = (cases: Cases, name: string, profile: string): CutPoint[] =>
  cases[name].profiles[`${name}_${profile}`].cutPoints;

const WEATHERS = [
  { weather: 'homogeneous', key: 'LH' },
  { weather: 'favourable', key: 'LF' },
] as const;

function direct(cases: Cases): Verdict[] {
  return Object.entries(cases).map(([name, { expected }]) => {
    const points = pointsOf(cases, name, 'Direct');
    const distanceM = spaceM(points[0], points[points.length - 1]);
    const off = WEATHERS.map(({ weather, key }) =>
      farthest(levelsOf(name, distanceM, boundaryOf(points, weather)), expected[key]),
    );
    return atMost(
      `noise.cases: ${name}, direct path, farthest from 8 bands in both weathers, dB`,
      Math.max(...off),
      0.05,
    );
  });
}

/** Levels of a way round upright edges; the file names its points. */
function lateralLevels(name: string, points: readonly CutPoint[], weather: Weather): number[] {
  const [source, ...others] = points;
  const receiver = points[points.length - 1];
  const corners = [source, ...others.filter(({ type }) => type === 'VEdgeDiffraction'), receiver];
  const legsM = corners.slice(1).map((to, i) => spaceM(corners[i], to));
  const distanceM = spaceM(source, receiver);
  const wayM = legsM.reduce((sum, one) => sum + one, 0);
  const betweenM = legsM.slice(1, -1).reduce((sum, one) => sum + one, 0);
  const into = new Float64Array(BANDS);
  aroundEnergies(cutOf(points), wayM - distanceM, betweenM, weather, newPathWorkspace(), into);
  return levelsOf(name, distanceM, into, wayM);
}

/** TC28 alone states levels of its lateral paths: to the left as levels, to the right as attenuations. */
function lateral(cases: Cases): Verdict[] {
  const { expected } = cases.TC28;
  const right = (key: string) => expected[key].map((one) => (one === null ? null : powerDb('TC28') + one));
  return [
    ['Left', 'homogeneous', expected.LeftLH],
    ['Left_Curved', 'favourable', expected.LeftFavourableLF],
    ['Right', 'homogeneous', right('RightH_aH')],
    ['Right_Curved', 'favourable', right('RightF_aH')],
  ].map(([profile, weather, levels]) => {
    const found = lateralLevels('TC28', pointsOf(cases, 'TC28', String(profile)), weather as Weather);
    const off = farthest(found, levels as (number | null)[]);
    return atMost(`noise.cases: TC28, lateral path ${profile}, farthest in 8 bands, dB`, off, 0.05);
  });
}

function reflectorOf(points: readonly CutPoint[]): Reflector & { absorbed: readonly number[] } {
  const at = points.findIndex(({ type }) => type === 'Reflection');
  const { wall, wallAlpha = [], xyz } = points[at];
  let alongM = 0;
  for (let i = 1; i <= at; i++) alongM += flatM(points[i - 1], points[i]);
  if (!wall) return { alongM, topM: xyz[2], absorbed: wallAlpha };
  const wholeM = Math.hypot(wall.p1.x - wall.p0.x, wall.p1.y - wall.p0.y);
  const partM = Math.hypot(xyz[0] - wall.p0.x, xyz[1] - wall.p0.y);
  return { alongM, topM: wall.p0.z + (partM / wholeM) * (wall.p1.z - wall.p0.z), absorbed: wallAlpha };
}

function reflectedLevels(name: string, points: readonly CutPoint[], weather: Weather): number[] {
  const into = boundaryOf(points, weather);
  const retro = new Float64Array(BANDS);
  const { absorbed, ...reflector } = reflectorOf(points);
  retroEnergies(cutOf(points), reflector, weather, newPathWorkspace(), retro);
  const energies = into.map((one, band) => one * retro[band] * (1 - absorbed[band]));
  let flat = 0;
  for (let i = 1; i < points.length; i++) flat += flatM(points[i - 1], points[i]);
  const wayM = Math.hypot(flat, points[points.length - 1].xyz[2] - points[0].xyz[2]);
  return levelsOf(name, wayM, energies);
}

/** What a façade that is hardly higher than the ray keeps back (TC16, TC18), and the sum of both paths (TC27). */
function reflected(cases: Cases): Verdict[] {
  const retros = ['TC16', 'TC18'].flatMap((name) =>
    WEATHERS.map(({ weather }, i) => {
      const points = pointsOf(cases, name, 'Reflection');
      const into = new Float64Array(BANDS);
      retroEnergies(cutOf(points), reflectorOf(points), weather, newPathWorkspace(), into);
      const stated = cases[name].expected[i === 0 ? 'RetroDiffH' : 'RetroDiffF'];
      const off = farthest(
        [...into].map((one) => -dbOfEnergy(one)),
        stated,
      );
      return atMost(`noise.cases: ${name}, retro-diffraction, ${weather}, farthest in 8 bands, dB`, off, 0.05);
    }),
  );
  const name = 'TC27';
  const way = pointsOf(cases, name, 'Direct');
  const distanceM = spaceM(way[0], way[way.length - 1]);
  const sums = WEATHERS.map(({ weather }) => {
    const straight = levelsOf(name, distanceM, boundaryOf(way, weather));
    const back = reflectedLevels(name, pointsOf(cases, name, 'Reflection'), weather);
    return straight.map((level, band) => energyOfDb(level) + energyOfDb(back[band]));
  });
  const levels = sums[0].map((calm, band) => dbOfEnergy((calm + sums[1][band]) / 2) + A_WEIGHT_DB[band]);
  const off = farthest(levels, cases[name].expected.FullLA);
  return [...retros, atMost(`noise.cases: ${name}, direct and reflected together, farthest in 8 bands, dB`, off, 0.1)];
}

/** The 28 cases of ISO/TR 17534-4 on their own cuts. */
export const TECHNICAL_REPORT: ValidationCase = {
  name: 'noise.cases',
  quick: true,
  missing: () => (existsSync(FILE) ? null : `${FILE} is not there`),
  run: async () => {
    const cases = readCases();
    return [...direct(cases), ...lateral(cases), ...reflected(cases)];
  },
};
