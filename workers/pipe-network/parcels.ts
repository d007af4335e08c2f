import Flatbush from 'flatbush';
import type { Tubes } from '../../model/city/tubes.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import { type Crosswalk, landUseClass } from '../../model/plans/crosswalk.ts';
import type { CodeSystem, LandUseClass } from '../../model/plans/land-use.ts';
import { PLAN_LIST_FILE, type PlanProperties, parsePlanFeatures, parsePlanList } from '../../model/plans/plan.ts';
import { cityPlanBasis } from '../shared/city-plan-basis.ts';
import type { CityFiles } from '../shared/engine.ts';
import type { AxisPoint } from './graph.ts';

/** A planned parcel by its names, in the plane. */
interface Parcel {
  id: string;
  plan: string;
  name: { zh: string; en: string };
  /** Outer ring first, then holes. */
  rings: Point[][];
}

/** A parcel that a pipe lies under, along so much, a place of it, and how deep its crown lies there where it does least. */
interface Crossed {
  parcel: Parcel;
  insideM: number;
  atM: AxisPoint;
  coverM: number;
}

/** Planned parcels of a city that pipes can be asked for. */
interface Parcels {
  crossed(tubes: Tubes, tube: number): Crossed[];
}

/** Land of a plan for some of the uses. */
export const ofUses =
  (uses: readonly LandUseClass[]): IsWanted =>
  ({ kind, use, code }, codes, crosswalk) => {
    const known = use ?? landUseClass(crosswalk, codes, code ?? null);
    return kind === 'parcel' && known !== null && uses.includes(known);
  };

/** Codes of streets (城镇道路用地, S1 城市道路用地; 待核) by the system of a plan. */
const STREET_CODES: Partial<Record<CodeSystem, string>> = { 'mnr-2023': '1207', 'gb50137-2011': 'S1' };

/** Streets of a plan: their red lines, and parcels for streets. */
export const ofStreets: IsWanted = ({ kind, code = '' }, codes) =>
  kind === 'street-line' || (kind === 'parcel' && code.startsWith(STREET_CODES[codes] ?? '\n'));

type IsWanted = (properties: PlanProperties, codes: CodeSystem, crosswalk: Crosswalk) => boolean;

/** Shapes of the city's plans that are wanted; null: it has no plans, or none of these. */
export async function readParcels(files: CityFiles, isWanted: IsWanted): Promise<Parcels | null> {
  const json = files.manifest.plans ? await files.findJson(PLAN_LIST_FILE) : null;
  if (json === null) return null;
  const { origin } = files.manifest;
  const { crosswalk } = await cityPlanBasis(files);
  const parcels: Parcel[] = [];
  for (const { id: plan, file, codes } of parsePlanList(json).plans)
    for (const { id, properties, geometry } of parsePlanFeatures(await files.readJson(file), file).features) {
      if (!isWanted(properties, codes, crosswalk)) continue;
      const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
      for (const polygon of polygons)
        parcels.push({
          id,
          plan,
          name: { zh: properties.name ?? id, en: properties.name ?? id },
          rings: polygon.map((ring) =>
            ring.slice(0, -1).map(([lonDeg, latDeg]): Point => {
              const [x, y] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
              return [x, y];
            }),
          ),
        });
    }
  return parcels.length === 0 ? null : indexed(parcels);
}

function indexed(parcels: readonly Parcel[]): Parcels {
  const index = new Flatbush(parcels.length);
  for (const { rings } of parcels) {
    const xs = rings[0].map(([x]) => x);
    const ys = rings[0].map(([, y]) => y);
    index.add(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
  }
  index.finish();
  return {
    crossed({ vertexOf, axisM, groundM, heightM }, tube) {
      const inside = new Map<number, Crossed>();
      for (let v = vertexOf[tube]; v + 1 < vertexOf[tube + 1]; v++) {
        const a: AxisPoint = [axisM[3 * v], axisM[3 * v + 1], axisM[3 * v + 2]];
        const b: AxisPoint = [axisM[3 * v + 3], axisM[3 * v + 4], axisM[3 * v + 5]];
        const box = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])] as const;
        for (const i of index.search(...box).sort((p, q) => p - q)) {
          const part = insideOf(parcels[i].rings, a, b);
          if (part.lengthM === 0) continue;
          const shallow = part.ends
            .map(({ t, atM }) => {
              const ground = groundM[v] + t * (groundM[v + 1] - groundM[v]);
              return { atM, coverM: ground - atM[2] - heightM[tube] / 2 };
            })
            .reduce((least, one) => (one.coverM < least.coverM ? one : least));
          const known = inside.get(i);
          if (!known) inside.set(i, { parcel: parcels[i], insideM: part.lengthM, ...shallow });
          else {
            known.insideM += part.lengthM;
            if (shallow.coverM < known.coverM) Object.assign(known, shallow);
          }
        }
      }
      return [...inside.values()];
    },
  };
}

/** How much of a segment lies in a polygon, exactly, and where each part of it ends: it is cut at every edge, and the middle of each cut tells. */
export function insideOf(
  rings: readonly (readonly Point[])[],
  a: AxisPoint,
  b: AxisPoint,
): { lengthM: number; ends: { t: number; atM: AxisPoint }[] } {
  const ux = b[0] - a[0];
  const uy = b[1] - a[1];
  const cuts = [0, 1];
  for (const ring of rings)
    for (let i = 0; i < ring.length; i++) {
      const [cx, cy] = ring[i];
      const [dx, dy] = ring[(i + 1) % ring.length];
      const det = ux * (dy - cy) - uy * (dx - cx);
      if (Math.abs(det) < 1e-12) continue;
      const t = ((cx - a[0]) * (dy - cy) - (cy - a[1]) * (dx - cx)) / det;
      const s = ((cx - a[0]) * uy - (cy - a[1]) * ux) / det;
      if (t > 0 && t < 1 && s >= 0 && s <= 1) cuts.push(t);
    }
  cuts.sort((p, q) => p - q);
  const point = (t: number): AxisPoint => [a[0] + t * ux, a[1] + t * uy, a[2] + t * (b[2] - a[2])];
  let lengthM = 0;
  const ends: { t: number; atM: AxisPoint }[] = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const middle = point((cuts[i] + cuts[i + 1]) / 2);
    if (rings.filter((ring) => isInRing(ring, middle[0], middle[1])).length % 2 === 0) continue;
    for (const t of [cuts[i], cuts[i + 1]]) ends.push({ t, atM: point(t) });
    lengthM += (cuts[i + 1] - cuts[i]) * Math.hypot(ux, uy);
  }
  return { lengthM, ends };
}
