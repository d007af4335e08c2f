import { CITY_FACTS } from '../../model/city/facts.ts';
import { decodeTubes, parseTubeHead } from '../../model/city/tubes.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import { type Box, boxOf, isInBox } from '../../model/geo/plane/box.ts';
import type { Point, Polygon } from '../../model/geo/plane/point.ts';
import { isInPolygon, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { landUseClass } from '../../model/plans/crosswalk.ts';
import type { LandUseClass } from '../../model/plans/land-use.ts';
import { PLAN_LIST_FILE, type PlanFeature, parsePlanFeatures, parsePlanList } from '../../model/plans/plan.ts';
import { PROTECTED_KINDS } from '../../model/plans/plan-kinds.ts';
import type { CandidateFilter, SiteSelectionRequest } from '../../model/questions/site-selection.ts';
import { MessageError } from '../../model/text/message.ts';
import { cityPlanBasis } from '../shared/city-plan-basis.ts';
import type { CityFiles } from '../shared/engine.ts';
import type { WalkedCity } from '../shared/walked-city.ts';
import { sitingMessage } from './messages.ts';
import type { SitePlace } from './site-place.ts';

/** Conditions in the order in which candidates are held against them. */
type FilterName = 'use' | 'parcel' | 'slope' | 'protected' | 'pipe' | 'flooded' | 'way';

/** How many candidates a condition took away of those that the ones before had left. */
export interface FilterStep {
  by: FilterName;
  count: number;
}

/** Half of the length over which the slope of the ground is taken, metres. */
const SLOPE_REACH_M = 10;

/** Leaves out the candidates that do not meet a condition; conditions that are not asked are no step. */
export async function filtered(
  city: WalkedCity,
  request: Pick<SiteSelectionRequest, 'candidates' | 'filter'>,
  places: readonly SitePlace[],
): Promise<{ places: SitePlace[]; removed: FilterStep[] }> {
  let left = [...places];
  const removed: FilterStep[] = [];
  for (const { by, isMet } of await conditionsOf(city, request)) {
    const kept = left.filter(({ atM }) => isMet(atM));
    removed.push({ by, count: left.length - kept.length });
    left = kept;
  }
  return { places: left, removed };
}

interface Condition {
  by: FilterName;
  isMet(at: Point): boolean;
}

async function conditionsOf(
  city: WalkedCity,
  { candidates, filter }: Pick<SiteSelectionRequest, 'candidates' | 'filter'>,
): Promise<Condition[]> {
  const slopePct = candidates.by === 'grid' ? candidates.maxSlopePct : (filter?.slopePct ?? 100);
  const slope: Condition = { by: 'slope', isMet: (at) => 100 * slopeAt(city, at) <= slopePct };
  const isSloped = candidates.by === 'grid' || slopePct < 100;
  if (!filter) return isSloped ? [slope] : [];
  const { flooded, pipeM } = filter;
  return [
    ...(await planConditions(city.known, filter, ['use', 'parcel'])),
    ...(isSloped ? [slope] : []),
    ...(await planConditions(city.known, filter, ['protected'])),
    ...(pipeM > 0 ? [{ by: 'pipe' as const, isMet: await offPipes(city.known, pipeM) }] : []),
    ...(flooded ? [{ by: 'flooded' as const, isMet: dryAt(flooded) }] : []),
  ];
}

/** Rise over level length of the ground along its steepest way. */
function slopeAt(city: WalkedCity, [x, y]: Point): number {
  const across = city.groundM(x + SLOPE_REACH_M, y) - city.groundM(x - SLOPE_REACH_M, y);
  const along = city.groundM(x, y + SLOPE_REACH_M) - city.groundM(x, y - SLOPE_REACH_M);
  return Math.sqrt(across * across + along * along) / (2 * SLOPE_REACH_M);
}

/** A shape of a plan in the plane of the city. */
interface PlanArea {
  kind: PlanFeature['properties']['kind'];
  use: LandUseClass | null;
  polygons: readonly (Polygon & { box: Box })[];
  areaM2: number;
}

async function planConditions(
  files: CityFiles,
  filter: CandidateFilter,
  wanted: readonly FilterName[],
): Promise<Condition[]> {
  const { uses, minParcelM2, isOffProtected } = filter;
  const areParcels = wanted.includes('parcel') && (uses !== undefined || minParcelM2 > 0);
  const areProtected = wanted.includes('protected') && isOffProtected;
  if (!areParcels && !areProtected) return [];
  const field = areProtected ? 'isOffProtected' : uses ? 'uses' : 'minParcelM2';
  if (!files.manifest.plans) throw new MessageError(sitingMessage('no-plan', { field }));
  const areas = await planAreas(files, areParcels ? ['parcel'] : PROTECTED_KINDS);
  const at = (point: Point, isFit: (area: PlanArea) => boolean) =>
    areas.some(
      (area) => isFit(area) && area.polygons.some((one) => isInBox(point, one.box) && isInPolygon(one, ...point)),
    );
  if (areProtected) return [{ by: 'protected', isMet: (point) => !at(point, () => true) }];
  const isOfUse = ({ use }: PlanArea) => uses === undefined || (use !== null && uses.includes(use));
  return [
    ...(uses ? [{ by: 'use' as const, isMet: (point: Point) => at(point, isOfUse) }] : []),
    ...(minParcelM2 > 0
      ? [
          {
            by: 'parcel' as const,
            isMet: (point: Point) => at(point, (one) => isOfUse(one) && one.areaM2 >= minParcelM2),
          },
        ]
      : []),
  ];
}

/** Shapes of some kinds of all plans of a city. */
async function planAreas(files: CityFiles, kinds: readonly PlanFeature['properties']['kind'][]): Promise<PlanArea[]> {
  const { crosswalk } = await cityPlanBasis(files);
  const { origin } = files.manifest;
  const found: PlanArea[] = [];
  const ringOf = (ring: readonly (readonly number[])[]): Point[] =>
    ring.slice(0, -1).map(([lonDeg, latDeg]): Point => {
      const [eastM, northM] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
      return [eastM, northM];
    });
  for (const { file, codes } of parsePlanList(await files.readJson(PLAN_LIST_FILE)).plans)
    for (const { properties, geometry } of parsePlanFeatures(await files.readJson(file), file).features) {
      if (!kinds.includes(properties.kind)) continue;
      const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
      const polygons = parts.map(([outer, ...holes]) => {
        const ring = ringOf(outer);
        return { outer: ring, holes: holes.map(ringOf), box: boxOf(ring) };
      });
      const use = properties.use ?? landUseClass(crosswalk, codes, properties.code ?? null);
      found.push({ kind: properties.kind, use, polygons, areaM2: polygons.reduce((sum, one) => sum + areaOf(one), 0) });
    }
  return found;
}

const areaOf = ({ outer, holes }: Polygon): number =>
  holes.reduce((left, hole) => left - Math.abs(signedAreaM2(hole)), Math.abs(signedAreaM2(outer)));

/** Whether no pipe or tunnel is nearer than so many metres in plan, its own half width counted. */
async function offPipes(files: CityFiles, pipeM: number): Promise<Condition['isMet']> {
  const json = files.manifest.facts?.tubes ? await files.findJson(CITY_FACTS.tubes.file) : null;
  if (json === null) throw new MessageError(sitingMessage('no-pipes', {}));
  const head = parseTubeHead(json);
  const { count, vertexOf, axisM, widthM } = decodeTubes(head, await files.read(head.file));
  return ([x, y]) => {
    for (let tube = 0; tube < count; tube++) {
      const reachM = pipeM + widthM[tube] / 2;
      for (let at = vertexOf[tube] + 1; at < vertexOf[tube + 1]; at++) {
        const ax = axisM[3 * at - 3] - x;
        const ay = axisM[3 * at - 2] - y;
        const dx = axisM[3 * at] - x - ax;
        const dy = axisM[3 * at + 1] - y - ay;
        const squared = dx * dx + dy * dy;
        const part = squared === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / squared));
        const offX = ax + part * dx;
        const offY = ay + part * dy;
        if (offX * offX + offY * offY < reachM * reachM) return false;
      }
    }
    return true;
  };
}

/** Whether a place is in no flooded cell; beyond the raster it is dry. */
function dryAt({
  westM,
  southM,
  cellM,
  columns,
  rows,
  runs,
}: NonNullable<CandidateFilter['flooded']>): Condition['isMet'] {
  const isWet = new Uint8Array(columns * rows);
  let cell = 0;
  for (const [i, length] of runs.entries()) {
    if (i % 2 === 1) isWet.fill(1, cell, cell + length);
    cell += length;
  }
  return ([x, y]) => {
    const column = Math.floor((x - westM) / cellM);
    const row = Math.floor((y - southM) / cellM);
    const isInside = column >= 0 && row >= 0 && column < columns && row < rows;
    return !isInside || isWet[row * columns + column] === 0;
  };
}
