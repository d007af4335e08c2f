import { rasterAt } from '../../model/city/raster.ts';
import type { Tubes } from '../../model/city/tubes.ts';
import { legsOf, lengthOf, pointAlong } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { CrossedPipe } from '../../model/tables/terrain-analysis.ts';
import type { CitySolids } from '../shared/city-solids.ts';
import { boxOfPrism, spansIn } from '../shared/footprints.ts';
import type { Section } from './engine-types.ts';

/** Points of a section: one a cell of the ground, no more than this. */
const MAX_POINTS = 2000;
/** Distance before and behind an edge at which points are set, so that it is upright in a chart. */
const HAIR_M = 1e-3;

/** A building whose foot is higher above the ground is open below, as a skyway is. */
const OPEN_UNDER_M = 1;

/** A building's part under a line: distances from the line's start, and the up of its foot and its top. */
interface Span {
  prism: number;
  fromM: number;
  toM: number;
  footUpM: number;
  topUpM: number;
}

/** Existing buildings under a line, in the order of their prisms. */
export function buildingSpans({ city }: CitySolids, line: readonly Point[]): Span[] {
  if (!city) return [];
  const { prisms } = city;
  const spans: Span[] = [];
  const legs = legsOf(line).filter(({ lengthM }) => lengthM > 0);
  for (let p = 0; p < prisms.count; p++) {
    if (prisms.layers[prisms.layer[p]].state !== 'existing') continue;
    const [west, south, east, north] = boxOfPrism(city, p);
    for (const { from, to, startM, lengthM } of legs) {
      const isFar =
        Math.max(from[0], to[0]) < west ||
        Math.min(from[0], to[0]) > east ||
        Math.max(from[1], to[1]) < south ||
        Math.min(from[1], to[1]) > north;
      if (isFar) continue;
      const parts = spansIn(city, p, from, to, []);
      for (let i = 0; i < parts.length; i += 2)
        spans.push({
          prism: p,
          fromM: startM + parts[i] * lengthM,
          toM: startM + parts[i + 1] * lengthM,
          footUpM: prisms.footM[p],
          topUpM: prisms.topM[p],
        });
    }
  }
  return spans;
}

/** Ground and tops along a line: at every cell of the ground, at its corners, and at both sides of every wall. */
export function sectionOf(solids: CitySolids, line: readonly Point[], spans: readonly Span[]): Section {
  const { ground } = solids;
  if (!ground) throw new Error('section: expected a raster of the ground, got none');
  const legs = legsOf(line);
  const lengthM = lengthOf(line);
  const stepM = Math.max(ground.grid.cellM, lengthM / MAX_POINTS);
  const even = Array.from({ length: Math.floor(lengthM / stepM) + 1 }, (_, i) => i * stepM);
  const edges = spans.flatMap(({ fromM, toM }) => [fromM - HAIR_M, fromM + HAIR_M, toM - HAIR_M, toM + HAIR_M]);
  const all = [...even, ...legs.map(({ startM }) => startM), lengthM, ...edges]
    .filter((at) => at >= 0 && at <= lengthM)
    .sort((a, b) => a - b);
  const section: Section = { distanceM: [], groundM: [], footM: [], topM: [] };
  for (const [i, at] of all.entries()) {
    if (i > 0 && at === all[i - 1]) continue;
    const [x, y] = pointAlong(legs, at);
    const over = spans.filter(({ fromM, toM }) => at >= fromM && at <= toM);
    const groundM = rasterAt(ground.grid, ground.elevationM, x, y);
    const least = over.reduce((low, { footUpM }) => Math.min(low, footUpM), Number.POSITIVE_INFINITY);
    const footM = over.length === 0 ? null : solids.elevationOf(least, x, y);
    const top = over.reduce((most, { topUpM }) => Math.max(most, topUpM), Number.NEGATIVE_INFINITY);
    section.distanceM.push(at);
    section.groundM.push(groundM);
    section.footM.push(footM !== null && footM > groundM + OPEN_UNDER_M ? footM : null);
    section.topM.push(over.length === 0 ? null : solids.elevationOf(top, x, y));
  }
  return section;
}

/** Pipes and tunnels that a line crosses in plan, by layer and row. */
export function crossedTubes(
  solids: CitySolids,
  tubes: Tubes,
  line: readonly Point[],
): (Omit<CrossedPipe, 'layer' | 'id'> & { layer: string; row: number })[] {
  const { ground } = solids;
  if (!ground) return [];
  const found = [];
  for (const { from, to, startM, lengthM } of legsOf(line))
    for (let i = 0; i < tubes.count; i++)
      for (let v = tubes.vertexOf[i]; v + 1 < tubes.vertexOf[i + 1]; v++) {
        const met = crossing(from, to, tubes.axisM, v);
        if (!met) continue;
        const [t, s] = met;
        const x = from[0] + t * (to[0] - from[0]);
        const y = from[1] + t * (to[1] - from[1]);
        const upM = tubes.axisM[3 * v + 2] + s * (tubes.axisM[3 * v + 5] - tubes.axisM[3 * v + 2]);
        const elevationM = solids.elevationOf(upM, x, y);
        const widthM = tubes.widthM[i];
        const heightM = tubes.heightM[i];
        const coverM = rasterAt(ground.grid, ground.elevationM, x, y) - elevationM - heightM / 2;
        const at = { layer: tubes.layers[tubes.layer[i]], row: tubes.row[i], distanceM: startM + t * lengthM };
        found.push({ ...at, elevationM, widthM, heightM, coverM });
      }
  return found.sort((a, b) => a.distanceM - b.distanceM || a.elevationM - b.elevationM);
}

/** Parts of both lines where they cross; null: they do not, or run side by side. */
function crossing([ax, ay]: Point, [bx, by]: Point, axisM: Float32Array, v: number): [number, number] | null {
  const cx = axisM[3 * v];
  const cy = axisM[3 * v + 1];
  const ex = axisM[3 * v + 3] - cx;
  const ey = axisM[3 * v + 4] - cy;
  const dx = bx - ax;
  const dy = by - ay;
  const turn = dx * ey - dy * ex;
  if (turn === 0) return null;
  const t = ((cx - ax) * ey - (cy - ay) * ex) / turn;
  const s = ((cx - ax) * dy - (cy - ay) * dx) / turn;
  return t >= 0 && t < 1 && s >= 0 && s < 1 ? [t, s] : null;
}
