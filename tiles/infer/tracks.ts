import { enuFromLonLat } from '../../model/geo/enu.ts';
import { type Line, lineOf, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import type { TrackKind, TrackLine, TrackNetwork } from '../../model/tracks/track-network.ts';
import type { LayerInput } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import { partsOf } from './area-rings.ts';
import { joinedTracks } from './joined-tracks.ts';
import type { Passed, TrackPiece } from './track-piece.ts';

/** What is common of a kind where a file does not tell: assumptions of this project, no figures of any operator. */
const DEFAULTS: Readonly<
  Record<TrackKind, Pick<TrackLine, 'speedKmPerH' | 'headwayS' | 'cars' | 'carM' | 'dwellS' | 'apartM'>>
> = {
  railway: { speedKmPerH: 80, headwayS: 1800, cars: 8, carM: 25, dwellS: 60, apartM: 4.5 },
  metro: { speedKmPerH: 70, headwayS: 300, cars: 6, carM: 19.6, dwellS: 30, apartM: 5 },
  'light-rail': { speedKmPerH: 60, headwayS: 480, cars: 3, carM: 15, dwellS: 25, apartM: 4 },
  tram: { speedKmPerH: 30, headwayS: 480, cars: 3, carM: 11, dwellS: 20, apartM: 3.5 },
  ferry: { speedKmPerH: 15, headwayS: 1800, cars: 1, carM: 28, dwellS: 120, apartM: 30 },
};

/** Rail head over the ground, where no level is told. */
const RAIL_OVER_GROUND_M = 0.6;
/** Depth below the ground of a tunnel's end that comes to no light within the city. */
const TUNNEL_COVER_M = 15;
/** Ground under a line is read so often. */
const SAMPLE_M = 20;
/** A line that is shorter than so many of its trains carries none. */
const SHORTEST_TRAINS = 3;

/** The lines of a city's file, with how much of them is a rule's. */
export function tracksOf(
  pieces: readonly TrackPiece[],
  ground: Ground,
  layers: readonly LayerInput[],
): { network: TrackNetwork; counts: Record<string, number> } {
  const waters = stillWaters(layers, ground);
  const kept = pieces.filter(({ isService }) => !isService);
  const lines: TrackLine[] = [];
  let used = 0;
  for (const chain of joinedTracks(kept)) {
    const line = lineOfChain(chain, ground, waters);
    if (lengthOf(line.points) < SHORTEST_TRAINS * line.cars * line.carM) continue;
    used += chain.length;
    lines.push(line);
  }
  const assumed = (what: TrackLine['assumed'][number]) => lines.filter((line) => line.assumed.includes(what)).length;
  const counts = {
    lines: lines.length,
    pieces: used,
    leftOut: pieces.length - used,
    headwaysAssumed: assumed('headway'),
    speedsAssumed: assumed('speed'),
    carsAssumed: assumed('cars'),
    tracksAssumed: assumed('tracks'),
    levelsAssumed: assumed('level'),
  };
  return { network: { format: 1, lines }, counts };
}

function lineOfChain(
  chain: readonly Passed[],
  ground: Ground,
  waters: (x: number, y: number) => number | null,
): TrackLine {
  const [{ piece: first }] = chain;
  const { stated, kind } = first;
  const usual = DEFAULTS[kind];
  const hasLevels = chain.every(({ piece }) => piece.places.every(({ length }) => length > 2));
  const { points, underground } = hasLevels ? statedLevels(chain, ground) : laidLevels(chain, kind, ground, waters);
  const assumed: TrackLine['assumed'] = [];
  // What is being built carries nothing, so nothing is assumed of it.
  const isRun = first.state === 'existing';
  if (isRun && stated.headwayS === undefined && stated.departuresS === undefined) assumed.push('headway');
  if (isRun && stated.speedKmPerH === undefined) assumed.push('speed');
  if (isRun && stated.cars === undefined) assumed.push('cars');
  if (isRun && stated.isDouble === undefined && kind !== 'ferry') assumed.push('tracks');
  if (!hasLevels) assumed.push('level');
  return {
    id: first.id,
    name: first.name,
    kind,
    state: first.state,
    points,
    isThrough: kind === 'railway',
    isDouble: kind === 'ferry',
    stopsM: [],
    ...usual,
    ...stated,
    underground: stated.underground ?? underground,
    assumed,
  };
}

const cm = (m: number): number => Math.round(m * 100) / 100;

type Laid = Pick<TrackLine, 'points' | 'underground'>;

const placesOf = ({ piece, isReversed }: Passed) => (isReversed ? [...piece.places].reverse() : piece.places);

function enuOf(ground: Ground, [lonDeg, latDeg]: readonly number[]): Point {
  const [x, y] = enuFromLonLat(ground.origin, { lonDeg, latDeg, heightM: ground.origin.heightM });
  return [x, y];
}

function statedLevels(chain: readonly Passed[], ground: Ground): Laid {
  const points: TrackLine['points'] = [];
  const underground: TrackLine['underground'] = [];
  for (const [i, passed] of chain.entries()) {
    const fromM = points.length > 0 ? lengthOf(points) : 0;
    for (const place of placesOf(passed).slice(i === 0 ? 0 : 1)) {
      const [x, y] = enuOf(ground, place);
      points.push([cm(x), cm(y), cm(place[2])]);
    }
    if (passed.piece.isTunnel) underground.push([cm(fromM), cm(lengthOf(points))]);
  }
  return { points, underground };
}

/** On the ground or the water; a bridge or tunnel runs straight from one end to the other. */
function laidLevels(
  chain: readonly Passed[],
  kind: TrackKind,
  ground: Ground,
  waters: (x: number, y: number) => number | null,
): Laid {
  const plan: Point[] = [];
  const spans: { fromM: number; toM: number; isTunnel: boolean }[] = [];
  for (const [i, passed] of chain.entries()) {
    const fromM = plan.length > 1 ? lineOf(plan).lengthM : 0;
    plan.push(
      ...placesOf(passed)
        .slice(i === 0 ? 0 : 1)
        .map((place) => enuOf(ground, place)),
    );
    const { isTunnel, isBridge } = passed.piece;
    if (isTunnel || isBridge) spans.push({ fromM, toM: lineOf(plan).lengthM, isTunnel });
  }
  const line = lineOf(plan);
  const onGround = ([x, y]: Point): number =>
    kind === 'ferry' ? (waters(x, y) ?? ground.elevationAt(x, y)) : ground.elevationAt(x, y) + RAIL_OVER_GROUND_M;
  const levelAt = (s: number): number => {
    const span = spans.find(({ fromM, toM }) => s > fromM && s < toM);
    if (!span) return onGround(pointAt(line, s));
    const { fromM, toM, isTunnel } = span;
    const endM = (end: number, isOpen: boolean) =>
      onGround(pointAt(line, end)) - (isTunnel && isOpen ? TUNNEL_COVER_M : 0);
    const a = endM(fromM, fromM === 0);
    const b = endM(toM, toM === line.lengthM);
    return a + ((b - a) * (s - fromM)) / (toM - fromM);
  };
  return {
    points: chainagesOf(line).map((s) => {
      const [x, y] = pointAt(line, s);
      return [cm(x), cm(y), cm(levelAt(s))];
    }),
    underground: spans.filter(({ isTunnel }) => isTunnel).map(({ fromM, toM }) => [cm(fromM), cm(toM)]),
  };
}

/** Every bend of a line, and places between them where they lie far apart. */
function chainagesOf({ chainageM }: Line): number[] {
  const out: number[] = [];
  for (let i = 0; i + 1 < chainageM.length; i++) {
    const lengthM = chainageM[i + 1] - chainageM[i];
    const parts = Math.max(1, Math.ceil(lengthM / SAMPLE_M));
    for (let k = 0; k < parts; k++) out.push(chainageM[i] + (lengthM * k) / parts);
  }
  out.push(chainageM[chainageM.length - 1]);
  return out;
}

const lengthOf = (points: TrackLine['points']): number => lineOf(points.map(([x, y]): Point => [x, y])).lengthM;

/** Where the level of water is told. */
function stillWaters(layers: readonly LayerInput[], ground: Ground): (x: number, y: number) => number | null {
  const bodies: { rings: Point[][]; levelM: number }[] = [];
  for (const layer of layers) {
    const { kind, features } = layer;
    if (kind !== 'water' || features.geometry.kind !== 'polygon') continue;
    const [levelM] = features.geometry.elevationM ?? [];
    if (levelM === undefined) continue;
    for (const { rings } of partsOf(layer, ground.origin)) bodies.push({ rings, levelM });
  }
  return (x, y) => bodies.find(({ rings: [outer] }) => isInRing(outer, x, y))?.levelM ?? null;
}
