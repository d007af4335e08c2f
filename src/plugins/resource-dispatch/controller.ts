import type { DispatchRequest } from '../../../model/questions/dispatch.ts';
import type { Resources } from '../../../model/resources/resources.ts';
import { vehicleKind } from '../../../model/resources/vehicle-kinds.ts';
import { pickCells } from '../../../model/runs/cell-values.ts';
import type { Field, RasterSample } from '../../../model/runs/field.ts';
import type {
  Arrival,
  DispatchResult,
  Journey,
  RoutingEngineTypes,
  RoutingFacts,
} from '../../../workers/road-routes/engine-types.ts';
import type { ForcesUsed } from '../../../workers/road-routes/given-forces.ts';
import type { App } from '../../kit/plugin.ts';
import { type AnalysisController, openAnalysis } from '../../twin/analysis.ts';
import { failureOf } from '../../twin/failure.ts';
import type { FieldSource } from '../../twin/fields.ts';
import { openLending } from '../../twin/lent-layers.ts';
import { type BusyOrder, ORDER_BOOK } from '../../twin/order-book.ts';
import type { Picking } from '../../twin/pick.ts';
import { ROAD_LANES } from '../../twin/road-lanes.ts';
import { withRoadOrder } from '../../twin/roads.ts';
import type { Opener } from '../../twin/services.ts';
import type { TwinState } from '../../twin/slice.ts';
import { followGivenClosures } from './given-closures.ts';

/** Id of the plug-in and of its picking. */
export const DISPATCH = 'resource-dispatch';

const ROAD_WATER_FIELD = 'flood.depth';

/** What a click sets. */
export type DispatchPick = 'place' | 'demand' | 'closePoint' | 'closeLine' | 'closeArea';

/** Roads as they are now, and what is asked of them. */
export interface DispatchController extends AnalysisController<RoutingFacts, DispatchRequest, DispatchResult> {
  /** What can be sent, with the forces of layers that have that role. */
  resources(): Promise<{ all: Resources | null; forces: ForcesUsed | null }>;
  arrivals(place: Journey['at'], journeys: readonly Journey[]): Promise<(Arrival | null)[]>;
  pick(kind: DispatchPick | null): void;
  closeStreet(name: string): Promise<void>;
  /** The title of the incident that orders go into; null: there is none, and they stay in this window. */
  incident(): string | null;
  /** The order that a unit is on; null: it is free, as far as is known here. */
  busy(unit: string): BusyOrder | null;
  /** Calls back when other units may be busy than were. */
  followOrders(changed: () => void): () => void;
  /** Gives the orders of the proposal that is shown: lines of the open incident, or where there is none of this window alone. */
  accept(nameOf: (unit: string) => string, taskOf: (demand: string) => string): Promise<void>;
}

/** Follows the water of the shown run, takes what is drawn, and asks the routing engine. */
export const resourceDispatchController: Opener<App, DispatchController> = { id: DISPATCH, open: openDispatch };

/** The water that is on the picture: its source, and which of its frames the clock shows. */
interface ShownWater {
  source: FieldSource;
  frame: number;
  timeMs: number;
}

function openDispatch(app: App): DispatchController {
  const { twin, engines, fields } = app;
  const client = engines.engine<RoutingEngineTypes>('road-routes');
  const analysis = openAnalysis<RoutingFacts, DispatchRequest, DispatchResult>(app, DISPATCH, 'road-routes');
  const set: TwinState['setDispatch'] = (part) => twin.getState().setDispatch(part);
  const fail = (error: unknown) => set({ dispatchFailure: failureOf(error) });
  let isReading = false;
  let readKey = '';
  const lend = openLending(app, (layers) => client.questions.lend(layers));
  const ready = async () => {
    await client.open();
    await lend();
  };

  function shownWater(state: TwinState): ShownWater | null {
    const sources = fields.sources(ROAD_WATER_FIELD);
    for (const { list, shownId } of Object.values(state.runs)) {
      const run = list.find(({ id }) => id === shownId);
      const source = sources.find(({ sourceId }) => sourceId === shownId);
      if (!run || !source || run.timesS.length === 0) continue;
      const after = run.timesS.findIndex((timeS) => run.startMs + timeS * 1000 > state.shownTimeMs);
      const frame = after < 0 ? run.timesS.length - 1 : Math.max(0, after - 1);
      return { source, frame, timeMs: run.startMs + run.timesS[frame] * 1000 };
    }
    return null;
  }

  const keyOf = (water: ShownWater | null): string => (water ? `${water.source.sourceId} ${water.frame}` : '');

  /** The last frame that the clock shows counts: while one is read, others pass. */
  async function follow(): Promise<void> {
    if (isReading) return;
    isReading = true;
    try {
      for (let water = shownWater(twin.getState()); keyOf(water) !== readKey; water = shownWater(twin.getState())) {
        readKey = keyOf(water);
        await take(water);
      }
    } catch (error) {
      fail(error);
    } finally {
      isReading = false;
    }
  }

  async function take(water: ShownWater | null): Promise<void> {
    const { setRoadWater } = twin.getState();
    if (!water) {
      setRoadWater([], null);
      return;
    }
    const { origin } = await client.open();
    const field = (await water.source.read()) as Field<RasterSample> | null;
    const sample = field?.samples[water.frame];
    if (!origin || !field || !sample) return;
    const { westM, southM, cellM, columns, rows } = sample;
    const place = { westM, southM, cellM, columns, rows };
    const cells = await client.questions.roadCells(place);
    const wet = await client.questions.waterOnRoads(
      place,
      pickCells(sample, cells),
      pickCells(field.samples[0], cells),
    );
    setRoadWater(wet, { label: water.source.label, timeMs: water.timeMs });
  }

  let listSerial = 0;
  async function listClosures(state: TwinState['roadState']): Promise<void> {
    const serial = ++listSerial;
    if (state.water.length + state.closed.length === 0) {
      set({ closedSegments: [] });
      return;
    }
    const closedSegments = await client.questions.closures(state);
    if (serial === listSerial) set({ closedSegments });
  }

  async function closeShape(kind: 'point' | 'line' | 'ring', points: readonly Journey['at'][]): Promise<void> {
    await client.open();
    addOrder(null, await client.questions.segmentsIn(points, kind));
  }

  function addOrder(name: string | null, segments: readonly string[]): void {
    if (segments.length === 0) return;
    const state = twin.getState();
    state.setRoadOrders(withRoadOrder(state, name, segments));
    set({ dispatchFailure: null });
  }

  function picked(pick: Picking | null): void {
    if (pick?.owner !== DISPATCH || pick.points.length === 0) return;
    const kind = pick.kind as DispatchPick;
    const isPoint = kind === 'place' || kind === 'demand' || kind === 'closePoint';
    if (!isPoint && !pick.done) return;
    twin.getState().endPicking(DISPATCH);
    const points = pick.points.map(({ enu }): Journey['at'] => [enu[0], enu[1]]);
    if (kind === 'place') set({ dispatchPlace: points[0] });
    else if (kind === 'demand') addDemand(points[0]);
    else closeShape(kind === 'closePoint' ? 'point' : kind === 'closeLine' ? 'line' : 'ring', points).catch(fail);
  }

  function addDemand(at: Journey['at']): void {
    const { demands, language } = twin.getState();
    let n = 1;
    while (demands.some(({ id }) => id === `demand-${n}`)) n++;
    const name = language === 'zh' ? `需求 ${n}` : `Demand ${n}`;
    set({ demands: [...demands, { id: `demand-${n}`, name, at, capability: 'pumping', count: 1 }] });
  }

  const ends = [
    twin.follow(
      (state) => keyOf(shownWater(state)),
      () => void follow(),
    ),
    twin.follow(
      ({ roadState }) => roadState,
      (state) => void listClosures(state).catch(fail),
    ),
    twin.follow(({ pick }) => pick, picked),
    twin.follow(
      ({ tool }) => tool === DISPATCH,
      (isOpen) => isOpen && twin.getState().needRoads(),
    ),
    followGivenClosures(
      twin,
      async () => {
        await ready();
        return client.questions.givenClosures();
      },
      fail,
    ),
    app.offer(ROAD_LANES, {
      async lanesTaken(areas) {
        const { origin } = await client.open();
        return origin === null ? {} : client.questions.lanesTaken(areas);
      },
    }),
  ];
  return {
    ...analysis,
    async resources() {
      await ready();
      return { all: await client.questions.resources(), forces: await client.questions.forcesUsed() };
    },
    async arrivals(place, journeys) {
      await client.open();
      return client.questions.arrivals(place, journeys, twin.getState().roadState);
    },
    pick(kind) {
      const { startPicking, endPicking } = twin.getState();
      if (kind === null) endPicking(DISPATCH);
      else startPicking(DISPATCH, kind, kind === 'closeArea' ? 'area' : 'distance');
    },
    async closeStreet(name) {
      try {
        await client.open();
        addOrder(name, await client.questions.segmentsNamed(name));
      } catch (error) {
        fail(error);
      }
    },
    incident: () => app.service(ORDER_BOOK)?.incident() ?? null,
    busy: (unit) => app.service(ORDER_BOOK)?.busy(unit) ?? null,
    followOrders: (changed) => app.service(ORDER_BOOK)?.follow(changed) ?? (() => undefined),
    async accept(nameOf, taskOf) {
      const result = analysis.result();
      if (result?.kind !== 'assignment') return;
      const { givenOrders, shownTimeMs, demands } = twin.getState();
      const chosen = result.served.flatMap(({ unit, demand, ms, line, passedMs }) =>
        unit !== null && ms !== null ? [{ unit, demand, ms, line, passedMs }] : [],
      );
      const book = app.service(ORDER_BOOK);
      if (book && book.incident() !== null)
        await book.give(
          chosen.map(({ unit, demand, ms, line, passedMs }) => ({
            resource: unit,
            name: nameOf(unit),
            task: taskOf(demand),
            line,
            passedMs,
            travelMs: ms,
            rangeMs: rangeOf(ms),
          })),
        );
      else {
        const fresh = chosen.map(({ unit, demand, ms }) => ({
          unit,
          demand,
          atMs: shownTimeMs,
          arrivesMs: shownTimeMs + ms,
        }));
        set({ givenOrders: [...givenOrders, ...fresh] });
      }
      const served = new Set(chosen.map(({ demand }) => demand));
      set({ demands: demands.filter(({ id }) => !served.has(id)) });
      analysis.clear();
    },
    close() {
      for (const end of ends) end();
    },
  };
}

/**
 * The soonest and the latest of a way that is said to take so long: a tenth sooner, a third later. Assumed, not measured: no recorded trips
 * of this city tell how far estimates are off.
 */
const rangeOf = (ms: number): [number, number] => [ms * SOONEST_RATIO, ms * LATEST_RATIO];
const SOONEST_RATIO = 0.9;
const LATEST_RATIO = 1.35;

/** What the proposal asks of the engine: the demands, and units that are free and can do something; null: something is missing. */
export function assignmentOf(
  { demands, dispatchAim, givenOrders, roadState }: TwinState,
  { vehicles }: Pick<Resources, 'vehicles'>,
  isBusy: (unit: string) => boolean,
): DispatchRequest | null {
  if (demands.length === 0 || dispatchAim === 'shelter') return null;
  const sent = new Set(givenOrders.map(({ unit }) => unit));
  const units = vehicles.flatMap(({ id, at, kind, state, capabilities }) => {
    const known = vehicleKind(kind);
    if (state !== 'free' || sent.has(id) || isBusy(id) || !known) return [];
    return [{ id, atM: at, vehicle: known.vehicle, capabilities: [...(capabilities ?? known.capabilities)] }];
  });
  if (units.length === 0) return null;
  return {
    kind: 'assignment',
    demands: demands.map(({ id, at, capability, count }) => ({
      id,
      atM: [at[0], at[1]],
      capability,
      count,
      weight: 1,
    })),
    units,
    aim: dispatchAim,
    roads: roadState,
  };
}
