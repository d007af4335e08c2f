import { createStore, type StoreApi } from 'zustand/vanilla';
import { figureChanges, firstDifferenceS, parallelRuns, startable } from '../../../model/incidents/look-ahead.ts';
import type { RoutingEngineTypes } from '../../../workers/road-routes/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { failureOf, type Reason } from '../../twin/failure.ts';
import {
  WATER_AHEAD,
  type WaterBasis,
  type WaterOutlook,
  type WaterOutlookOffer,
  type WaterSituation,
  type WaterVariant,
} from '../../twin/look-ahead.ts';
import { isRunActive, type RunFacts, type RunFigureName, type RunsSlice, runById } from '../../twin/runs.ts';
import { pumpRatings } from './given-orders.ts';

/** What the list of differences tells, in its order. */
export const AHEAD_FIGURES = [
  'wetResidents',
  'wetDwellings',
  'closedRoads',
  'roadClosure',
  'wetEntrances',
  'deepest',
] as const satisfies readonly RunFigureName[];

/** A variant that was asked for. */
export interface AheadItem {
  id: string;
  engine: string;
  name: string;
  /** Of one look: they share place, present and horizon, and are compared with its run without action. */
  look: number;
  isNoAction: boolean;
  state:
    | { kind: 'waiting' }
    | { kind: 'starting' }
    | { kind: 'begun'; run: string }
    | { kind: 'cancelled' }
    | { kind: 'failed'; reason: Reason };
}

/** One look ahead: what all its variants share. */
export interface Look {
  id: number;
  situation: WaterSituation;
  basis: WaterBasis;
}

interface LookAheadState {
  /** Null: not asked yet. */
  offer: WaterOutlookOffer | { failure: Reason } | null;
  isLooking: boolean;
  failure: Reason | null;
  looks: readonly Look[];
  items: readonly AheadItem[];
  /** What the city's units lift, by their id. `none`: the city has no `resources.json`. */
  pumps:
    | { kind: 'unread' }
    | { kind: 'none' }
    | { kind: 'read'; m3PerH: ReadonlyMap<string, number> }
    | { kind: 'failed'; reason: Reason };
}

/** Looks ahead from an incident: variants of what may come, played beside one another, held against no action. */
export interface LookAhead {
  readonly state: StoreApi<LookAheadState>;
  /** Asks once what the city offers. */
  open(): void;
  /** Reads once what the city's units lift. */
  readPumps(): void;
  /** The first variant is the one without action. */
  start(situation: WaterSituation, variants: readonly WaterVariant[]): Promise<void>;
  /** Of one that waits or plays; what was computed till then stays on the picture. */
  cancel(item: string): void;
  /** Takes away those that are over. */
  clear(): void;
  close(): void;
}

/** What a finished variant changes against no action. */
export interface AheadChange {
  changes: ReturnType<typeof figureChanges>;
  /** UTC; null: nothing differs at any frame. */
  firstMs: number | null;
}

/** Null unless both are over and whole. */
export function aheadChange(noAction: RunFacts | null, run: RunFacts | null): AheadChange | null {
  if (noAction?.status.kind !== 'done' || run?.status.kind !== 'done') return null;
  const firstS = firstDifferenceS(noAction.course ?? [], run.course ?? []);
  return {
    changes: figureChanges(AHEAD_FIGURES, endFigures(noAction), endFigures(run)),
    firstMs: firstS === null ? null : run.startMs + firstS * 1000,
  };
}

/** By name, as the run's end tells them. */
export const endFigures = ({ figures }: RunFacts): Partial<Record<string, number>> =>
  Object.fromEntries((figures?.more ?? []).map(({ name, value }) => [name, value]));

interface LookAheadParts {
  newKey(): string;
  /** A variant is over, and so is the one without action: what it changes is written down. */
  compared(item: AheadItem, noAction: RunFacts, run: RunFacts, change: AheadChange): void;
}

export function openLookAhead(app: App, { newKey, compared }: LookAheadParts): LookAhead {
  const { twin } = app;
  const state = createStore<LookAheadState>(() => ({
    offer: null,
    isLooking: false,
    failure: null,
    looks: [],
    items: [],
    pumps: { kind: 'unread' },
  }));
  const parallel = parallelRuns(globalThis.navigator?.hardwareConcurrency ?? 2);
  const waiting = new Map<string, { outlook: WaterOutlook; variant: WaterVariant }>();
  const written = new Set<string>();
  const change = (id: string, next: AheadItem['state']) =>
    state.setState(({ items }) => ({ items: items.map((one) => (one.id === id ? { ...one, state: next } : one)) }));

  const begin = async ({ id }: AheadItem): Promise<void> => {
    const asked = waiting.get(id);
    if (!asked) return;
    change(id, { kind: 'starting' });
    try {
      const run = await asked.outlook.start(asked.variant);
      // Another run may have taken the lane: it waits on, until the next news of a run.
      change(id, run === null ? { kind: 'waiting' } : { kind: 'begun', run });
      if (run !== null) waiting.delete(id);
    } catch (error) {
      waiting.delete(id);
      change(id, { kind: 'failed', reason: failureOf(error) });
      beginNext();
    }
  };
  const beginNext = (): void => {
    const { items } = state.getState();
    const kinds = items.map((item) => {
      if (item.state.kind === 'waiting') return 'waiting' as const;
      return item.state.kind === 'starting' || isPlaying(twin.getState(), item)
        ? ('active' as const)
        : ('over' as const);
    });
    for (const at of startable(kinds, parallel)) void begin(items[at]);
  };
  const stop = twin.follow(
    ({ runs }) => runs,
    () => {
      beginNext();
      for (const { item, noAction, run } of finished(state.getState().items, twin.getState())) {
        const found = written.has(item.id) ? null : aheadChange(noAction, run);
        if (!found) continue;
        written.add(item.id);
        compared(item, noAction, run, found);
      }
    },
  );
  return {
    state,
    open() {
      const tool = app.service(WATER_AHEAD);
      if (!tool) return;
      tool.open().then(
        (offer) => state.setState({ offer }),
        (error: unknown) => state.setState({ offer: { failure: failureOf(error) } }),
      );
    },
    readPumps() {
      if (state.getState().pumps.kind !== 'unread') return;
      const { questions } = app.engines.engine<RoutingEngineTypes>('road-routes');
      questions.resources().then(
        (resources) =>
          state.setState({
            pumps: resources ? { kind: 'read', m3PerH: pumpRatings(resources) } : { kind: 'none' },
          }),
        (error: unknown) => state.setState({ pumps: { kind: 'failed', reason: failureOf(error) } }),
      );
    },
    async start(situation, variants) {
      const tool = app.service(WATER_AHEAD);
      if (!tool || state.getState().isLooking) return;
      state.setState({ isLooking: true, failure: null });
      try {
        const outlook = await tool.look(situation);
        const id = (state.getState().looks.at(-1)?.id ?? 0) + 1;
        const items = variants.map((variant, i): AheadItem => {
          const item = newKey();
          waiting.set(item, { outlook, variant });
          const { name } = variant;
          return { id: item, engine: tool.engine, name, look: id, isNoAction: i === 0, state: { kind: 'waiting' } };
        });
        state.setState((now) => ({
          looks: [...now.looks, { id, situation, basis: outlook.basis }],
          items: [...now.items, ...items],
        }));
        beginNext();
      } catch (error) {
        state.setState({ failure: failureOf(error) });
      } finally {
        state.setState({ isLooking: false });
      }
    },
    cancel(id) {
      const item = state.getState().items.find((one) => one.id === id);
      waiting.delete(id);
      if (item?.state.kind === 'waiting') change(id, { kind: 'cancelled' });
      if (item?.state.kind === 'begun') app.service(WATER_AHEAD)?.stop(item.state.run);
    },
    clear: () =>
      state.setState(({ items, looks }) => {
        const kept = items.filter(
          (item) => item.state.kind === 'waiting' || item.state.kind === 'starting' || isPlaying(twin.getState(), item),
        );
        const open = new Set(kept.map(({ look }) => look));
        return { items: items.filter(({ look }) => open.has(look)), looks: looks.filter(({ id }) => open.has(id)) };
      }),
    close: stop,
  };
}

/** The run of a variant that has begun, or null. */
export const runOfItem = (runs: RunsSlice, { engine, state }: AheadItem): RunFacts | null =>
  state.kind === 'begun' ? runById(runs, engine, state.run) : null;

/** The variant without action of the same look. */
export const noActionOf = (items: readonly AheadItem[], { look }: AheadItem): AheadItem | null =>
  items.find((one) => one.look === look && one.isNoAction) ?? null;

function isPlaying(runs: RunsSlice, item: AheadItem): boolean {
  const run = runOfItem(runs, item);
  return run !== null && isRunActive(run.status);
}

function finished(items: readonly AheadItem[], runs: RunsSlice) {
  return items.flatMap((item) => {
    if (item.isNoAction) return [];
    const base = noActionOf(items, item);
    const noAction = base && runOfItem(runs, base);
    const run = runOfItem(runs, item);
    return noAction && run ? [{ item, noAction, run }] : [];
  });
}
