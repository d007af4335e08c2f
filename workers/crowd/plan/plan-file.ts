import type { Point } from '../../../model/geo/plane/point.ts';
import type { CrowdNote } from '../../../model/scenarios/crowd-note.ts';
import { DXF_LAYERS } from '../../../model/scenarios/dxf-layers.ts';
import { GeometryError } from '../../../readers/shared/geometry-error.ts';
import { isObject } from '../../../readers/shared/json.ts';
import { polygonsFromWkt } from '../../../readers/wkt/wkt.ts';
import { crowdMessage } from '../messages.ts';
import { type DrawnPlan, planFromGeoJson } from './drawn-plan.ts';
import { type DxfLayers, planFromDxf } from './dxf-plan.ts';
import { faultsOf } from './plan-faults.ts';
import { areaM2, ringsOf } from './polygon.ts';

/** A floor plan out of a file, in metres of its own frame, with what of it was left out or mended. */
export interface OpenedPlan extends Omit<DrawnPlan, 'openRings'> {
  /** Lines of a GeoJSON whose `kind` is `exit`: where people leave. */
  exits: { from: Point; to: Point }[];
  m2: number;
  notes: CrowdNote[];
}

const DEFAULT_LAYERS: DxfLayers = { ...DXF_LAYERS, originM: [0, 0] };

/** A plan by its file's content: DXF by its name, GeoJSON by its first letter, else WKT. */
export function drawnPlanOf(
  bytes: Uint8Array,
  file: string,
  layers: DxfLayers,
  jsonOf: (text: string, file: string) => unknown,
): { plan: DrawnPlan; notes: CrowdNote[] } {
  if (/\.(dxf|dwg)$/i.test(file)) {
    const { unread, ...plan } = planFromDxf(bytes, file, layers);
    const kinds = [...unread].map(([kind, count]) => `${count} ${kind}`).join(', ');
    return { plan, notes: kinds === '' ? [] : [{ code: 'dxf-unread', values: { file, kinds } }] };
  }
  const text = new TextDecoder().decode(bytes);
  if (/^\s*[{[]/.test(text)) return { plan: planFromGeoJson(jsonOf(text, file), file), notes: [] };
  let openRings = 0;
  const areas = polygonsFromWkt(text, file, () => openRings++);
  return { plan: { areas, walls: [], openRings }, notes: [] };
}

/** A page draws a plan's outlines and keeps them in its state; the command line takes ten times as many. */
const MAX_PAGE_CORNERS = 20_000;

/** A plan for a page: the same reading as the command line's, with the exits that it draws. */
export function openedPlan(bytes: Uint8Array, file: string): OpenedPlan {
  const exits: OpenedPlan['exits'] = [];
  const { plan, notes } = drawnPlanOf(bytes, file, DEFAULT_LAYERS, (text) => withoutExits(jsonOf(text, file), exits));
  return checkedPlan(plan, exits, notes, file);
}

/** A plan as a page keeps it: not too large, its faults said. */
export function checkedPlan(
  { areas, walls, openRings }: DrawnPlan,
  exits: OpenedPlan['exits'],
  read: readonly CrowdNote[],
  file: string,
): OpenedPlan {
  const notes = [...read];
  const corners = [...walls, ...areas.flatMap(ringsOf)].reduce((sum, line) => sum + line.length, 0);
  if (corners > MAX_PAGE_CORNERS)
    throw new GeometryError(crowdMessage('plan-large', { file, most: MAX_PAGE_CORNERS, got: corners }));
  if (openRings > 0) notes.push({ code: 'ring-open', values: { file, count: openRings } });
  const m2 = areas.reduce((sum, area) => sum + areaM2(area), 0);
  return { areas, walls, exits, m2, notes: [...notes, ...faultsOf(areas, 'ground')] };
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GeometryError(crowdMessage('plan-not-json', { file, reason: String(error) }));
  }
}

/** A GeoJSON less its exits, which are no walls. */
function withoutExits(json: unknown, exits: OpenedPlan['exits']): unknown {
  if (!isObject(json) || !Array.isArray(json.features)) return json;
  const rest = json.features.filter((feature: unknown) => {
    const line = exitOf(feature);
    if (line) exits.push(line);
    return !line;
  });
  return { ...json, features: rest };
}

function exitOf(feature: unknown): OpenedPlan['exits'][number] | null {
  if (!isObject(feature) || !isObject(feature.properties) || feature.properties.kind !== 'exit') return null;
  const { geometry } = feature;
  if (!isObject(geometry) || geometry.type !== 'LineString' || !Array.isArray(geometry.coordinates)) return null;
  const ends = [geometry.coordinates[0], geometry.coordinates.at(-1)] as unknown[];
  const isPlace = (end: unknown): end is Point => Array.isArray(end) && end.slice(0, 2).every(Number.isFinite);
  if (!ends.every(isPlace)) return null;
  return { from: [ends[0][0], ends[0][1]], to: [ends[1][0], ends[1][1]] };
}
