import { createStore, type StoreApi } from 'zustand/vanilla';
import { figureChanges, firstDifferenceS, parallelRuns, startable } from '../../../model/incidents/look-ahead.ts';
import type { RunFigureName } from '../../../model/runs/run-figures.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { RoutingEngineTypes } from '../../../workers/road-routes/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { failureOf, type Reason } from '../../twin/failure.ts';
import {
  PEOPLE_AHEAD,
  type PeopleBasis,
  type PeopleSituation,
  type PeopleVariant,
  WATER_AHEAD,
  type WaterBasis,
  type WaterOutlookOffer,
  type WaterSituation,
  type WaterVariant,
} from '../../twin/look-ahead.ts';
import { isRunActive, type RunFacts, type RunsSlice, runById } from '../../twin/runs.ts';
import { type AheadDraft, DEFAULT_DRAFT } from './ahead-draft.ts';
import { pumpRatings } from './given-orders.ts';
import { incidentLogMessage } from './messages.ts';

/** What a variant is about: each kind is held against no action of its own. */
export type AheadSubject = 'water' | 'people';

/** What the list of differences tells, in its order. */
export const AHEAD_FIGURES = {
  water: ['wetResidents', 'wetDwellings', 'closedRoads', 'roadClosure', 'wetEntrances', 'deepest'],
  people: ['people', 'left', 'jammed', 'waded', 'clearance95', 'clearance100'],
} as const satisfies Record<AheadSubject, readonly RunFigureName[]>;

/** A variant that was asked for. */
export interface AheadItem {
  id: string;
  subject: AheadSubject;
  engine: string;
  name: string;
  /**
   * Number of the look that it belongs to: all of one look share place, present and horizon, and are compared with its run without action.
   */
  look: number;
  isNoAction: boolean;
  state:
    | { kind: 'waiting' }
    | { kind: 'starting' }
    | { kind: 'begun'; run: string }
    | { kind: 'cancelled' }
    | { kind: 'failed'; reason: Reason };
}

/** One look ahead: what all its variants share. People walk in the water that comes without action. */
export interface Look {
  id: number;
  situation: WaterSituation;
  basis: WaterBasis;
  people: { situation: PeopleSituation; basis: PeopleBasis } | null;
}

/** What is asked for: of each subject the first variant is the one without action. */
export interface LookAheadRequest {
  water: { situation: WaterSituation; variants: readonly WaterVariant[] };
  people: { situation: PeopleSituation; variants: readonly PeopleVariant[] } | null;
}

interface LookAheadState {
  /** Null: not asked yet. */
  offer: WaterOutlookOffer | { failure: Reason } | null;
  /** Whether people can be looked ahead at. `none`: no such tool, or a city that does not tell where one walks. */
  peopleTool: 'unread' | 'none' | 'offered' | { failure: Reason };
  isLooking: boolean;
  failure: Reason | null;
  looks: readonly Look[];
  items: readonly AheadItem[];
  /** What is filled in, by the incident. */
  drafts: Readonly<Record<string, AheadDraft>>;
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
  /** Fills in a part of an incident's form. */
  fill<Part extends keyof AheadDraft>(incident: string, part: Part, fields: Partial<AheadDraft[Part]>): void;
  start(wish: LookAheadRequest): Promise<void>;
  /** Cancels one that waits or plays; what was computed till then stays on the picture. */
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
export function aheadChange(
  subject: AheadSubject,
  noAction: RunFacts | null,
  run: RunFacts | null,
): AheadChange | null {
  if (noAction?.status.kind !== 'done' || run?.status.kind !== 'done') return null;
  const firstS = firstDifferenceS(noAction.course ?? [], run.course ?? []);
  return {
    changes: figureChanges(AHEAD_FIGURES[subject], endFigures(noAction), endFigures(run)),
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
    peopleTool: 'unread',
    isLooking: false,
    failure: null,
    looks: [],
    items: [],
    drafts: {},
    pumps: { kind: 'unread' },
  }));
  const parallel = parallelRuns(globalThis.navigator?.hardwareConcurrency ?? 2);
  const waiting = new Map<string, Waiting>();
  const written = new Set<string>();
  const change = (id: string, next: AheadItem['state']) =>
    state.setState(({ items }) => ({ items: items.map((one) => (one.id === id ? { ...one, state: next } : one)) }));

  const itemOf = (id: string) => state.getState().items.find((one) => one.id === id) ?? null;
  const begin = async ({ id }: AheadItem): Promise<void> => {
    const request = waiting.get(id);
    // What one variant starts may have begun this one meanwhile.
    if (!request || itemOf(id)?.state.kind !== 'waiting') return;
    change(id, { kind: 'starting' });
    try {
      const run = await request.start(request.water === null ? null : waterOf(request.water));
      // Another run may have taken the lane: it waits on, until the next news of a run.
      change(id, run === null ? { kind: 'waiting' } : { kind: 'begun', run });
      if (run !== null) waiting.delete(id);
    } catch (error) {
      waiting.delete(id);
      change(id, { kind: 'failed', reason: failureOf(error) });
      beginNext();
    }
  };
  const waterRun = (id: string) => {
    const item = itemOf(id);
    return item && runOfItem(twin.getState(), item);
  };
  /** The run in whose water people walk; one that did not come to its end is none. */
  const waterOf = (id: string): string => {
    const run = waterRun(id);
    if (run?.status.kind !== 'done') throw new MessageError(incidentLogMessage('no-water-run', {}));
    return run.id;
  };
  const isHeld = ({ id }: AheadItem): boolean => {
    const water = waiting.get(id)?.water ?? null;
    const item = water === null ? null : itemOf(water);
    return item !== null && (['waiting', 'starting'].includes(item.state.kind) || isPlaying(twin.getState(), item));
  };
  const beginNext = (): void => {
    const { items } = state.getState();
    const kinds = items.map((item) => {
      if (item.state.kind === 'waiting') return isHeld(item) ? ('over' as const) : ('waiting' as const);
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
        const found = written.has(item.id) ? null : aheadChange(item.subject, noAction, run);
        if (!found) continue;
        written.add(item.id);
        compared(item, noAction, run, found);
      }
    },
  );
  const readPeople = (): void => {
    const tool = app.service(PEOPLE_AHEAD);
    if (!tool) {
      state.setState({ peopleTool: 'none' });
      return;
    }
    tool.open().then(
      ({ hasWalkable }) => state.setState({ peopleTool: hasWalkable ? 'offered' : 'none' }),
      (error: unknown) => state.setState({ peopleTool: { failure: failureOf(error) } }),
    );
  };
  return {
    state,
    open() {
      if (state.getState().peopleTool === 'unread') readPeople();
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
    fill: (incident, part, fields) =>
      state.setState(({ drafts }) => {
        const draft = drafts[incident] ?? DEFAULT_DRAFT;
        return { drafts: { ...drafts, [incident]: { ...draft, [part]: { ...draft[part], ...fields } } } };
      }),
    async start({ water, people }) {
      const tool = app.service(WATER_AHEAD);
      if (!tool || state.getState().isLooking) return;
      state.setState({ isLooking: true, failure: null });
      try {
        const outlook = await tool.look(water.situation);
        const walkers = people && (await lookAtPeople(app, people.situation));
        const look = (state.getState().looks.at(-1)?.id ?? 0) + 1;
        const put = (
          of: Pick<AheadItem, 'subject' | 'engine' | 'name' | 'isNoAction'>,
          request: Waiting,
        ): AheadItem => {
          const id = newKey();
          waiting.set(id, request);
          return { ...of, id, look, state: { kind: 'waiting' } };
        };
        const wet = water.variants.map((variant, i) =>
          put(
            { subject: 'water', engine: tool.engine, name: variant.name, isNoAction: i === 0 },
            { water: null, start: () => outlook.start(variant) },
          ),
        );
        const walked = (people?.variants ?? []).flatMap((variant, i) =>
          walkers
            ? put(
                { subject: 'people', engine: walkers.engine, name: variant.name, isNoAction: i === 0 },
                { water: wet[0].id, start: (run) => walkers.outlook.start(variant, run) },
              )
            : [],
        );
        const basis = people && walkers && { situation: people.situation, basis: walkers.outlook.basis };
        state.setState((now) => ({
          looks: [...now.looks, { id: look, situation: water.situation, basis: outlook.basis, people: basis }],
          items: [...now.items, ...wet, ...walked],
        }));
        beginNext();
      } catch (error) {
        state.setState({ failure: failureOf(error) });
      } finally {
        state.setState({ isLooking: false });
      }
    },
    cancel(id) {
      const item = itemOf(id);
      waiting.delete(id);
      if (item?.state.kind === 'waiting') change(id, { kind: 'cancelled' });
      if (item?.state.kind === 'begun')
        app.service<Stoppable>(item.subject === 'water' ? WATER_AHEAD : PEOPLE_AHEAD)?.stop(item.state.run);
      beginNext();
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

/** What a variant waits with: its own start, and the variant in whose water it is played. */
interface Waiting {
  water: string | null;
  start(water: string | null): Promise<string | null>;
}

interface Stoppable {
  stop(run: string): void;
}

async function lookAtPeople(app: App, situation: PeopleSituation) {
  const tool = app.service(PEOPLE_AHEAD);
  return tool && { engine: tool.engine, outlook: await tool.look(situation) };
}

/** The run of a variant that has begun, or null. */
export const runOfItem = (runs: RunsSlice, { engine, state }: AheadItem): RunFacts | null =>
  state.kind === 'begun' ? runById(runs, engine, state.run) : null;

/** The variant without action of the same look, about the same. */
export const noActionOf = (
  items: readonly AheadItem[],
  { look, subject }: Pick<AheadItem, 'look' | 'subject'>,
): AheadItem | null => items.find((one) => one.look === look && one.subject === subject && one.isNoAction) ?? null;

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
