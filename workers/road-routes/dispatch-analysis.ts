import { type RasterPlace, rasterAt } from '../../model/city/raster.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { DispatchRequest } from '../../model/questions/dispatch.ts';
import { CLEAR_ROADS } from '../../model/roads/road-state.ts';
import type { VehicleClass } from '../../model/roads/vehicles.ts';
import { sha256 } from '../../model/sha256.ts';
import type { ReachFigures } from '../../model/tables/dispatch.ts';
import { MessageError } from '../../model/text/message.ts';
import { MS_PER_MIN } from '../../model/time.ts';
import { NO_WAY_MS } from '../shared/hierarchy.ts';
import { transport } from '../shared/transport.ts';
import { planSlots } from './dispatch-plan.ts';
import type { DispatchSite } from './dispatch-site.ts';
import type { DispatchResult, Served } from './engine-types.ts';
import { classAt, NO_ROAD, type ReachRaster, reachRaster } from './isochrone.ts';
import { dispatchMessage } from './messages.ts';

type Of<K extends DispatchRequest['kind']> = Extract<DispatchRequest, { kind: K }>;
type Answer<K extends DispatchResult['kind']> = Omit<Extract<DispatchResult, { kind: K }>, 'hash' | 'request'>;

/** Units that all demands together may ask for. */
const MAX_SLOTS = 2000;

/** Answers a question of dispatch; the same request on the same city comes to the same hash. Throws MessageError. */
export async function analyseDispatch(site: DispatchSite, request: DispatchRequest): Promise<DispatchResult> {
  const answer = await answerOf(site, request);
  const { raster, ...figures } = answer as { raster?: { classes: Uint8Array } };
  const bytes = new TextEncoder().encode(JSON.stringify(figures));
  return { ...answer, request, hash: sha256([bytes, raster?.classes ?? new Uint8Array()]) } as DispatchResult;
}

function answerOf(site: DispatchSite, request: DispatchRequest) {
  if (request.kind === 'isochrone') return isochrone(site, request);
  return request.kind === 'assignment' ? assignment(site, request) : transported(site, request);
}

async function isochrone(site: DispatchSite, request: Of<'isochrone'>): Promise<Answer<'isochrone'>> {
  const { fromM, vehicle, limitsMin, roads } = request;
  const nearest = site.nearestRoads();
  const limitsMs = limitsMin.map((limit) => limit * MS_PER_MIN);
  const reachIn = (state: typeof roads): { raster: ReachRaster | null; offM: number | null } => {
    const ways = site.ways(vehicle, state);
    const from = site.placeOf(fromM, ways);
    return { raster: from && reachRaster(nearest, ways, from, limitsMs), offM: from?.offM ?? null };
  };
  const now = reachIn(roads);
  const open = reachIn(CLEAR_ROADS);
  const { segment: _, share: __, ...place } = nearest;
  const classes = now.raster?.classes ?? new Uint8Array(nearest.segment.length).fill(NO_ROAD);
  const houses = await site.residents();
  const residentsIn = (raster: ReachRaster | null, limit: number): number =>
    raster ? houses.reduce((sum, { at, residents }) => sum + (classAt(raster, at) <= limit ? residents : 0), 0) : 0;
  const figures = limitsMin.map((limitMin, limit): ReachFigures => {
    const areaM2 = (raster: ReachRaster | null) =>
      raster ? raster.classes.reduce((sum, one) => sum + Number(one <= limit), 0) * place.cellM ** 2 : 0;
    return {
      limitMin,
      areaM2: areaM2(now.raster),
      residents: residentsIn(now.raster, limit),
      openAreaM2: areaM2(open.raster),
      openResidents: residentsIn(open.raster, limit),
    };
  });
  const sum = (list: typeof houses) => list.reduce((total, { residents }) => total + residents, 0);
  return {
    kind: 'isochrone',
    offM: now.offM,
    figures,
    residents: houses.length > 0 ? sum(houses) : null,
    residentsOff: sum(houses.filter(({ at }) => classAt({ ...place, classes }, at) === NO_ROAD)),
    raster: { ...place, classes, elevationM: await elevationsOn(site, place) },
  };
}

async function elevationsOn(site: DispatchSite, place: RasterPlace): Promise<Float32Array<ArrayBuffer>> {
  const ground = await site.ground();
  const { westM, southM, cellM, columns, rows } = place;
  const elevationM = new Float32Array(columns * rows);
  const flatM = site.files.manifest.origin.heightM - site.files.manifest.datum.geoidUndulationM;
  for (let row = 0, at = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++)
      elevationM[at] = ground
        ? rasterAt(ground.grid, ground.elevationM, westM + (column + 0.5) * cellM, southM + (row + 0.5) * cellM)
        : flatM;
  return elevationM;
}

async function assignment(site: DispatchSite, request: Of<'assignment'>): Promise<Answer<'assignment'>> {
  const { demands, units, aim, roads } = request;
  needIdsOnce('demands', demands);
  needIdsOnce('units', units);
  const slots = demands.flatMap(({ count, weight }, demand) =>
    Array.from({ length: count }, () => ({ demand, weight })),
  );
  if (slots.length > MAX_SLOTS)
    throw new MessageError(dispatchMessage('too-many', { most: MAX_SLOTS, got: slots.length }));
  const byDemand = timesTo(site, demands, units, roads);
  const ms = new Int32Array(slots.length * units.length);
  for (const [row, { demand }] of slots.entries())
    for (const [column, { capabilities }] of units.entries())
      ms[row * units.length + column] = capabilities.includes(demands[demand].capability)
        ? byDemand[demand * units.length + column]
        : NO_WAY_MS;
  const plan = planSlots(slots, units.length, ms, aim);
  const demandOf = new Map(Array.from(plan.unitOf, (unit, row) => [unit, slots[row].demand]));
  const served = slots.map(({ demand }, row): Served => {
    const unit = plan.unitOf[row];
    const { id, atM } = demands[demand];
    const way =
      unit < 0 ? null : site.arrival(atM, { at: units[unit].atM, vehicle: units[unit].vehicle, isAway: false }, roads);
    const soonest = leastIn(ms, row * units.length, units.length);
    const instead = soonest < 0 ? undefined : demandOf.get(soonest);
    return {
      demand: id,
      unit: units[unit]?.id ?? null,
      ms: unit < 0 ? null : ms[row * units.length + unit],
      lengthM: way?.lengthM ?? null,
      line: way?.line ?? [],
      passedMs: way?.passedMs ?? [],
      soonest:
        soonest < 0
          ? null
          : {
              unit: units[soonest].id,
              ms: ms[row * units.length + soonest],
              servesInstead: instead === undefined || instead === demand ? null : demands[instead].id,
            },
    };
  });
  const times = served.flatMap(({ ms: one }) => one ?? []);
  const called = new Set(plan.unitOf);
  return {
    kind: 'assignment',
    served,
    freeUnits: units.filter((_, unit) => !called.has(unit)).map(({ id }) => id),
    sumMs: times.reduce((sum, one) => sum + one, 0),
    latestMs: Math.max(0, ...times),
    weightedMs: plan.weightedMs,
    boundMs: plan.boundMs,
    violationMs: plan.violationMs,
  };
}

function needIdsOnce(list: string, items: readonly { id: string }[]): void {
  const seen = new Set<string>();
  for (const { id } of items) {
    if (seen.has(id)) throw new MessageError(dispatchMessage('id-twice', { list, id }));
    seen.add(id);
  }
}

/** Where the least of some values lies, the first of equals; −1: none is a way. */
function leastIn(ms: Int32Array, start: number, count: number): number {
  let best = -1;
  for (let i = 0; i < count; i++)
    if (ms[start + i] < NO_WAY_MS && (best < 0 || ms[start + i] < ms[start + best])) best = i;
  return best;
}

/** Times from each unit to each demand, by demand: one table a vehicle class. */
function timesTo(
  site: DispatchSite,
  demands: readonly { atM: Point }[],
  units: readonly { atM: Point; vehicle: VehicleClass['id'] }[],
  roads: DispatchRequest['roads'],
): Int32Array {
  const times = new Int32Array(demands.length * units.length).fill(NO_WAY_MS);
  for (const vehicle of new Set(units.map((unit) => unit.vehicle))) {
    const ways = site.ways(vehicle, roads);
    const from = units.flatMap((unit, column) => {
      const place = unit.vehicle === vehicle ? site.placeOf(unit.atM, ways) : null;
      return place ? [{ column, place }] : [];
    });
    const to = demands.flatMap(({ atM }, row) => {
      const place = site.placeOf(atM, ways);
      return place ? [{ row, place }] : [];
    });
    const table = ways.table(
      from.map(({ place }) => place),
      to.map(({ place }) => place),
    );
    for (const [i, { column }] of from.entries())
      for (const [j, { row }] of to.entries()) times[row * units.length + column] = table[i * to.length + j];
  }
  return times;
}

async function transported(site: DispatchSite, request: Of<'transport'>): Promise<Answer<'transport'>> {
  const { sources, sinks, vehicle, roads } = request;
  needIdsOnce('sources', sources);
  needIdsOnce('sinks', sinks);
  const units = sources.map(({ atM }) => ({ atM, vehicle }));
  const toSource = timesTo(site, sinks, units, roads);
  const costs = new Float64Array(sources.length * sinks.length);
  for (let source = 0; source < sources.length; source++)
    for (let sink = 0; sink < sinks.length; sink++) {
      const ms = toSource[sink * sources.length + source];
      costs[source * sinks.length + sink] = ms < NO_WAY_MS ? ms : Number.POSITIVE_INFINITY;
    }
  const plan = transport(
    sources.map(({ amount }) => amount),
    sinks.map(({ room }) => room),
    costs,
  );
  const shipments = plan.shipments.map(({ source, sink, amount }) => ({
    source: sources[source].id,
    sink: sinks[sink].id,
    amount,
    ms: costs[source * sinks.length + sink],
    line: site.arrival(sinks[sink].atM, { at: sources[source].atM, vehicle, isAway: false }, roads)?.line ?? [],
  }));
  return {
    kind: 'transport',
    shipments,
    left: Array.from(plan.left).flatMap((amount, source) => {
      const hasWay = sinks.some((_, sink) => Number.isFinite(costs[source * sinks.length + sink]));
      return amount > 0 ? [{ source: sources[source].id, amount, why: hasWay ? 'no-room' : 'no-way' } as const] : [];
    }),
    amountMinutes: plan.cost / MS_PER_MIN,
  };
}
