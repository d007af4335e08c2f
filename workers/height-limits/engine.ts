import type { Point } from '../../model/geo/plane/point.ts';
import { HeightLimitRequest } from '../../model/questions/height-limits.ts';
import { isSimpleRing } from '../../model/schemes/site-geometry.ts';
import { sha256 } from '../../model/sha256.ts';
import { type DataTable, parametersOf, tableOf } from '../../model/tables/data-table.ts';
import type { HeightOffender } from '../../model/tables/height-limits.ts';
import { offenderColumns } from '../../model/tables/height-limits.ts';
import { MessageError } from '../../model/text/message.ts';
import { defineAnalysis } from '../shared/analysis.ts';
import { type CitySolids, openCitySolids } from '../shared/city-solids.ts';
import { type CityVolumes, outerRing } from '../shared/city-volumes.ts';
import type { Pause } from '../shared/engine.ts';
import type { HeightFacts, HeightResult } from './engine-types.ts';
import { limitMessage } from './messages.ts';
import { limitOver, ON_LIMIT_M } from './offenders.ts';
import { facetElevationM, type LimitSurface, type SurfaceKind, surfacesOf } from './surfaces.ts';

/** Prisms looked at between two pauses. */
const BLOCK = 2000;
/** Corners of a round edge. */
const ROUND = 24;

/** Limits of height, held against every volume of the city, exact. */
export const engine = defineAnalysis({
  id: 'height-limits',
  question: HeightLimitRequest,
  open: openCitySolids,
  facts: ({ files, planned }): HeightFacts => ({ origin: files.manifest.facts?.prisms ?? null, planned }),
  analyse,
  tables: tablesOf,
  figures: ({ under, offenders }) => ({
    under,
    offenders: offenders.map(({ building, surface, excessM }) => ({ id: building.id, surface, excessM })),
  }),
});

/** The worst of a building so far. */
interface Worst {
  surface: LimitSurface;
  prism: number;
  limitM: number;
  excessM: number;
}

async function analyse(site: CitySolids, request: HeightLimitRequest, pause: Pause): Promise<HeightResult | null> {
  const { city } = site;
  if (!city) throw new MessageError(limitMessage('no-volumes', {}));
  check(site, request);
  const surfaces = surfacesOf(request.limits);
  const { layers, layer, count } = city.prisms;
  const counted = layers.map(({ id, state }) => state === 'existing' || request.planned.includes(id));
  const worst = new Map<number, Worst>();
  const under = new Set<number>();
  const tall: Worst[] = [];
  for (let p = 0; p < count; p++) {
    if (p % BLOCK === BLOCK - 1 && (await pause(p / count))) return null;
    if (!counted[layer[p]]) continue;
    const found = worstOf(site, city, p, surfaces);
    const building = city.buildingOf[p];
    if (found === null) continue;
    under.add(building);
    if (found.excessM <= ON_LIMIT_M) continue;
    tall.push(found);
    if (found.excessM > (worst.get(building)?.excessM ?? 0)) worst.set(building, found);
  }
  const ordered = [...worst].sort((a, b) => b[1].excessM - a[1].excessM || a[0] - b[0]);
  const offenders = await Promise.all(
    ordered.map(async ([b, { surface, limitM, excessM }]): Promise<HeightOffender<SurfaceKind>> => {
      const building = await site.named(city, b);
      return { building, limit: surface.limit, surface: surface.kind, topM: limitM + excessM, limitM, excessM };
    }),
  );
  const solids = tall.map(({ prism, excessM }) => {
    const ringM = outerRing(city, prism).map(([x, y]): [number, number] => [x, y]);
    const toUpM = city.prisms.topM[prism];
    return { ringM, fromUpM: Math.max(toUpM - excessM, city.prisms.footM[prism]), toUpM };
  });
  const edges = surfaces.flatMap((surface) => edgesOf(site, surface));
  const hash = sha256([new TextEncoder().encode(JSON.stringify([offenders, under.size]))]);
  return { request, offenders, solids, edges, under: under.size, hash };
}

function check(site: CitySolids, { limits, planned }: HeightLimitRequest): void {
  const unknown = planned.find((id) => !site.planned.includes(id));
  if (unknown !== undefined)
    throw new MessageError(limitMessage('unknown-layer', { known: site.planned.join(', '), got: unknown }));
  for (const [i, limit] of limits.entries()) {
    const place = `limits.${i}`;
    if (limit.kind === 'area') {
      if (!isSimpleRing(limit.ringM)) throw new MessageError(limitMessage('crossed-ring', { place }));
      continue;
    }
    const [a, b] = limit.kind === 'slope' ? limit.edgeM : limit.runwayM;
    if (Math.hypot(b[0] - a[0], b[1] - a[1]) < 1) throw new MessageError(limitMessage('short-edge', { place }));
  }
}

/** The surface that a prism stands through most, or nearest to; null: it lies under none. */
function worstOf(site: CitySolids, city: CityVolumes, prism: number, surfaces: readonly LimitSurface[]): Worst | null {
  const ringM = outerRing(city, prism);
  const [x, y] = ringM[0];
  const part = {
    ringM,
    groundM: site.elevationOf(city.prisms.groundM[prism], x, y),
    topM: site.elevationOf(city.prisms.topM[prism], x, y),
  };
  let worst: Worst | null = null;
  for (const surface of surfaces) {
    const limitM = limitOver(surface, part);
    if (limitM === null) continue;
    const excessM = part.topM - limitM;
    if (!worst || excessM > worst.excessM) worst = { surface, prism, limitM, excessM };
  }
  return worst;
}

/** Lines by which a surface can be seen. */
function edgesOf(site: CitySolids, surface: LimitSurface): HeightResult['edges'] {
  const { kind } = surface;
  const lineOf = (ring: readonly Point[], elevationAt: (at: Point) => number) => ({
    kind,
    line: ring.map(([x, y]): [number, number, number] => [x, y, elevationAt([x, y]) - site.elevationOf(0, x, y)]),
  });
  if (surface.shape === 'facet') return [lineOf(surface.ringM, (at) => facetElevationM(surface, at))];
  if (surface.shape === 'area') {
    const { ringM, above, heightM } = surface;
    const groundAt = ([x, y]: Point) => site.elevationOf(site.upAt(x, y), x, y);
    return [lineOf(ringM, (at) => heightM + (above === 'ground' ? groundAt(at) : 0))];
  }
  const { line, fromM, toM, elevationM, ratio } = surface;
  return [lineOf(around(line, toM), () => elevationM + ratio * (toM - fromM))];
}

/** All places so far from a line, as a ring. */
function around([a, b]: readonly [Point, Point], radiusM: number): Point[] {
  const turn = Math.atan2(b[1] - a[1], b[0] - a[0]);
  const half = ([x, y]: Point, from: number) =>
    Array.from({ length: ROUND + 1 }, (_, i): Point => {
      const angle = from + (Math.PI * i) / ROUND;
      return [x + radiusM * Math.cos(angle), y + radiusM * Math.sin(angle)];
    });
  return [...half(b, turn - Math.PI / 2), ...half(a, turn + Math.PI / 2)];
}

function tablesOf({ request, offenders, under, hash }: HeightResult): Record<string, DataTable> {
  return {
    offenders: tableOf(offenderColumns(request.limits), offenders),
    parameters: parametersOf([
      ['request', JSON.stringify(request)],
      ['buildings_under', under],
      ['offenders', offenders.length],
      ['hash', hash],
    ]),
  };
}
