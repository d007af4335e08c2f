import type { Resources } from '../../../model/resources/resources.ts';
import { vehicleKind } from '../../../model/resources/vehicle-kinds.ts';
import { pickCells } from '../../../model/runs/cell-values.ts';
import type { Field, RasterSample } from '../../../model/runs/field.ts';
import type { DispatchRequest } from '../../../model/scenarios/dispatch.ts';
import type {
  Arrival,
  DispatchResult,
  Journey,
  RoutingEngineTypes,
  RoutingFacts,
} from '../../../workers/road-routes/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { type AnalysisController, openAnalysis } from '../../twin/analysis.ts';
import { failureOf } from '../../twin/failure.ts';
import type { FieldSource } from '../../twin/fields.ts';
import type { Picking } from '../../twin/pick.ts';
import type { Opener } from '../../twin/services.ts';
import type { TwinState } from '../../twin/slice.ts';

/** Id of the plug-in and of its picking. */
export const DISPATCH = 'resource-dispatch';

const ROAD_WATER_FIELD = 'flood.depth';

/** What a click sets. */
export type DispatchPick = 'place' | 'demand' | 'closePoint' | 'closeLine' | 'closeArea';

/** Roads as they are now, and what is asked of them. */
export interface DispatchController extends AnalysisController<RoutingFacts, DispatchRequest, DispatchResult> {
  resources(): Promise<Resources | null>;
  arrivals(place: Journey['at'], journeys: readonly Journey[]): Promise<(Arrival | null)[]>;
  pick(kind: DispatchPick | null): void;
  closeStreet(name: string): Promise<void>;
  /** Gives the orders of the proposal that is shown: its units are under way. */
  accept(): void;
}

/** Follows the water of the shown run, takes what is drawn, and asks the routing engine. */
export const dispatchOpener: Opener<App, DispatchController> = { id: DISPATCH, open: openDispatch };

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
  let resources: Promise<Resources | null> | null = null;

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
    const { roadOrders, setRoadOrders, language } = twin.getState();
    if (segments.length === 0) return;
    const taken = new Set(roadOrders.map(({ id }) => id));
    let n = 1;
    while (taken.has(`order-${n}`)) n++;
    const own = language === 'zh' ? `封路 ${n}` : `Closure ${n}`;
    setRoadOrders([...roadOrders, { id: `order-${n}`, name: name ?? own, segments }]);
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
  ];
  return {
    ...analysis,
    resources() {
      resources ??= client.open().then(() => client.questions.resources());
      return resources;
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
    accept() {
      const result = analysis.result();
      if (result?.kind !== 'assignment') return;
      const { givenOrders, shownTimeMs, demands } = twin.getState();
      const fresh = result.served.flatMap(({ unit, demand, ms }) =>
        unit !== null && ms !== null ? [{ unit, demand, atMs: shownTimeMs, arrivesMs: shownTimeMs + ms }] : [],
      );
      const served = new Set(fresh.map(({ demand }) => demand));
      set({ givenOrders: [...givenOrders, ...fresh], demands: demands.filter(({ id }) => !served.has(id)) });
      analysis.clear();
    },
    close() {
      for (const end of ends) end();
    },
  };
}

/** What the proposal asks of the engine: the demands, and units that are free and can do something; null: something is missing. */
export function assignmentOf(
  { demands, dispatchAim, givenOrders, roadState }: TwinState,
  { vehicles }: Pick<Resources, 'vehicles'>,
): DispatchRequest | null {
  if (demands.length === 0 || dispatchAim === 'shelter') return null;
  const sent = new Set(givenOrders.map(({ unit }) => unit));
  const units = vehicles.flatMap(({ id, at, kind, state, capabilities }) => {
    const known = vehicleKind(kind);
    if (state !== 'free' || sent.has(id) || !known) return [];
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
