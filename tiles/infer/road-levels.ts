import { enuFromLonLat } from '../../model/geo/enu.ts';
import { lineOf } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { LayerInput, LineGeometry } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import { keyOf, type NetStreet, roadLayers, streetNet, structuresOf } from './street-net.ts';

/** A tunnel's carriageway lies this deep at least: clear height and a roof. */
const TUNNEL_COVER_M = 6;
/** A bridge's deck stands so much above the ground at least, which is drawn by triangles that miss it by as much; looked at in such steps. */
const OVER_BED_M = 0.3;
const BURIED_STEP_M = 5;
/** Levels of junctions on long bridges have settled after so many rounds. */
const ROUNDS = 200;

/** Elevation of a vertex of a bridge or a tunnel; undefined: it is on neither. */
export type SpanLevels = (at: Point, isTunnel: boolean) => number | undefined;

/** Levels of bridges and tunnels: straight between the places where these leave the ground. */
export function spanLevels(layers: readonly LayerInput[], ground: Ground): SpanLevels {
  const { streets, junctions } = streetNet(layers, ground.origin);
  const spans = streets.filter(({ isBridge, isTunnel }) => isBridge || isTunnel);
  const junctionM = junctionLevels(streets, spans, junctions, ground);
  const levelM = new Map<string, number>();
  for (const { points, from, to, isTunnel } of spans) {
    const { chainageM, lengthM } = lineOf(points);
    for (const [i, at] of points.entries()) {
      const straightM = junctionM[from] + ((junctionM[to] - junctionM[from]) * chainageM[i]) / (lengthM || 1);
      const bedM = ground.elevationAt(...at);
      const own = isTunnel ? Math.min(straightM, bedM - TUNNEL_COVER_M) : Math.max(straightM, bedM);
      levelM.set(keyOf(at) + (isTunnel ? 't' : 'b'), own);
    }
  }
  return (at, isTunnel) => levelM.get(keyOf(at) + (isTunnel ? 't' : 'b'));
}

/** Roads with their bridges and tunnels at levels of their own. */
export function spannedRoads(layers: readonly LayerInput[], levelOf: SpanLevels, ground: Ground): LayerInput[] {
  const roads = new Set(roadLayers(layers));
  return layers.map((layer) => (roads.has(layer) ? withLevels(layer, levelOf, ground) : layer));
}

/** Where a road on the ground joins, and at loose ends, a junction is on the ground; others hang between their neighbours. */
function junctionLevels(
  streets: readonly NetStreet[],
  spans: readonly NetStreet[],
  junctions: readonly Point[],
  ground: Ground,
): Float64Array {
  const levelM = Float64Array.from(junctions, (at) => ground.elevationAt(...at));
  const isFixed = new Uint8Array(junctions.length);
  const spanEnds = new Uint32Array(junctions.length);
  for (const { from, to, isBridge, isTunnel } of streets)
    for (const end of [from, to]) {
      if (isBridge || isTunnel) spanEnds[end]++;
      else isFixed[end] = 1;
    }
  for (const [end, count] of spanEnds.entries()) if (count < 2) isFixed[end] = 1;
  const joins = spans.map(({ from, to, points }) => ({ from, to, weight: 1 / Math.max(1, lineOf(points).lengthM) }));
  const hanging = joins.filter(({ from, to }) => isFixed[from] === 0 || isFixed[to] === 0);
  const sum = new Float64Array(junctions.length);
  const weights = new Float64Array(junctions.length);
  for (let round = 0; round < ROUNDS && hanging.length > 0; round++) {
    sum.fill(0);
    weights.fill(0);
    for (const { from, to, weight } of hanging) {
      sum[from] += weight * levelM[to];
      sum[to] += weight * levelM[from];
      weights[from] += weight;
      weights[to] += weight;
    }
    for (let i = 0; i < sum.length; i++) if (isFixed[i] === 0 && weights[i] > 0) levelM[i] = sum[i] / weights[i];
  }
  return levelM;
}

/** The level of a bridge's deck: on no place under the ground. */
export const overBed = (straightM: number, bedM: number): number => Math.max(straightM, bedM + OVER_BED_M);

interface LevelPoint {
  lonDeg: number;
  latDeg: number;
  elevationM: number;
}

function withLevels(layer: LayerInput, levelOf: SpanLevels, ground: Ground): LayerInput {
  const geometry = layer.features.geometry as LineGeometry;
  const { isBridge, isTunnel } = structuresOf(layer.features.columns);
  const { featureLine, lineVertex, lonLatDeg, elevationM } = geometry;
  const points: LevelPoint[] = [];
  const ends = [0];
  let bridges = 0;
  let tunnels = 0;
  for (let row = 0; row < layer.features.count; row++) {
    const isSpan = isBridge(row) || isTunnel(row);
    if (isTunnel(row)) tunnels++;
    else if (isSpan) bridges++;
    for (let line = featureLine[row]; line < featureLine[row + 1]; line++) {
      for (let v = lineVertex[line]; v < lineVertex[line + 1]; v++) {
        const [lonDeg, latDeg] = lonLatDeg.subarray(2 * v, 2 * v + 2);
        const at = placeOf(lonDeg, latDeg, ground);
        const level = isSpan ? (levelOf(at, isTunnel(row)) ?? Number.NaN) : elevationM[v];
        const own = isSpan && !isTunnel(row) ? overBed(level, ground.elevationAt(...at)) : level;
        const next = { lonDeg, latDeg, elevationM: own };
        if (v > lineVertex[line] && isSpan && !isTunnel(row))
          points.push(...between(points[points.length - 1], next, ground));
        points.push(next);
      }
      ends.push(points.length);
    }
  }
  if (bridges + tunnels === 0) return layer;
  const spanned: LineGeometry = {
    ...geometry,
    lineVertex: Uint32Array.from(ends),
    lonLatDeg: Float64Array.from(points.flatMap(({ lonDeg, latDeg }) => [lonDeg, latDeg])),
    elevationM: Float32Array.from(points, (point) => point.elevationM),
  };
  const assumption = { code: 'roads-spanned', values: { bridges, tunnels, coverM: TUNNEL_COVER_M } } as const;
  const features = { ...layer.features, geometry: spanned };
  return { ...layer, features, assumptions: [...layer.assumptions, assumption] };
}

function placeOf(lonDeg: number, latDeg: number, ground: Ground): Point {
  const [x, y] = enuFromLonLat(ground.origin, { lonDeg, latDeg, heightM: ground.origin.heightM });
  return [x, y];
}

/** Points of a bridge between two of its vertices, if the ground comes too near to the straight line there. */
function between(a: LevelPoint, b: LevelPoint, ground: Ground): LevelPoint[] {
  const [ax, ay] = placeOf(a.lonDeg, a.latDeg, ground);
  const [bx, by] = placeOf(b.lonDeg, b.latDeg, ground);
  const count = Math.ceil(Math.hypot(bx - ax, by - ay) / BURIED_STEP_M);
  let isBuried = false;
  const points = Array.from({ length: Math.max(0, count - 1) }, (_, k): LevelPoint => {
    const share = (k + 1) / count;
    const mix = (from: number, to: number) => from + (to - from) * share;
    const straightM = mix(a.elevationM, b.elevationM);
    const bedM = ground.elevationAt(mix(ax, bx), mix(ay, by));
    isBuried ||= straightM < bedM + OVER_BED_M;
    return { lonDeg: mix(a.lonDeg, b.lonDeg), latDeg: mix(a.latDeg, b.latDeg), elevationM: overBed(straightM, bedM) };
  });
  return isBuried ? points : [];
}
