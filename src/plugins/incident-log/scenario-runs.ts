import { createStore, type StoreApi } from 'zustand/vanilla';
import { enuFromLonLat } from '../../../model/geo/enu.ts';
import type { IncidentAct, IncidentEntry } from '../../../model/incidents/incident-entry.ts';
import type { IncidentPackage } from '../../../model/incidents/incident-package.ts';
import type { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';
import { jsonHash } from '../../../model/text/json-hash.ts';
import { isLight, type PlayedInput, playLight, scenarioEngines } from '../../../scenarios/incident-inputs.ts';
import { browserText } from '../../kit/browser-text.ts';
import type { App } from '../../kit/plugin.ts';
import { failureOf, type Reason } from '../../twin/failure.ts';
import type { IncidentClient } from './incident-client.ts';

/** A drill that this page instructs. */
interface Drill {
  incident: string;
  package: IncidentPackage;
  /** Whether the clock releases what is due. */
  isByClock: boolean;
}

interface ScenarioState {
  /** Inputs computed by this page, of the package that is open; null: not yet. */
  computed: readonly PlayedInput[] | null;
  isComputing: boolean;
  failure: Reason | null;
  drill: Drill | null;
}

/** A line that the instructor has yet to release, or has released. */
interface DrillInject {
  seq: number;
  /** From the opening. */
  afterMs: number;
  act: IncidentAct;
  /** UTC; null: nobody but the instructor knows of it. */
  releasedMs: number | null;
}

/** Shipped scenarios, what they compute, and drills by them. */
export interface ScenarioRuns {
  readonly state: StoreApi<ScenarioState>;
  /** Opens a shipped one and plays it from its start. */
  open(id: string, language: 'zh' | 'en'): Promise<void>;
  /** Whether one was opened in this browser before. */
  hasBeenOpened(): boolean;
  /** Computes the inputs of seconds anew, in this page's workers. */
  compute(): Promise<void>;
  /** Opens the exercise at the hub, with nothing but its opening. */
  startDrill(prefix: string): Promise<void>;
  injects(): DrillInject[];
  release(seq: number): Promise<void>;
  setByClock(isByClock: boolean): void;
  /** Closes the exercise. */
  endDrill(text: string): Promise<void>;
  /** Puts the ended one away. */
  leaveDrill(): void;
  close(): void;
}

/** Time between two looks at what is due. */
const RELEASE_EVERY_MS = 500;
/** Rate of the play that a click begins: a scenario of hours in minutes. */
const PLAY_RATE = 10;
/** Radius of the city around its place that is in the picture. */
const SIGHT_M = 350;

/** What of the log's desk is used here. */
interface IncidentLog {
  readonly state: StoreApi<{ opened: { package: IncidentPackage } | null }>;
  readonly client: IncidentClient;
  show(id: string | null): void;
  replay(ms: number): void;
  openPackage(file: File): Promise<void>;
}

/** Where a shipped package lies; the build puts it there under a name of its own. */
const urlOf = (id: string, language: 'zh' | 'en'): string =>
  new URL(`../../../scenarios/incident-${id}/incident.${language}.json`, import.meta.url).href;

export function openScenarioRuns({ twin, view, engines }: App, incidentLog: IncidentLog): ScenarioRuns {
  const state = createStore<ScenarioState>(() => ({ computed: null, isComputing: false, failure: null, drill: null }));
  const questions = scenarioEngines(async (id) => {
    const client = engines.engine(id);
    await client.open();
    return client.questions;
  });
  const seen = browserText('shapan.drills.');
  let hasBeenOpened = seen.load('opened') !== null;
  const stop = incidentLog.state.subscribe(({ opened }, { opened: before }) => {
    if (opened !== before) state.setState({ computed: null, failure: null });
  });
  const logOf = (drill: Drill): IncidentTimeline | null => incidentLog.client.get(drill.incident)?.shown ?? null;
  const injects = (): DrillInject[] => {
    const { drill } = state.getState();
    return drill ? injectsOf(drill.package, logOf(drill)) : [];
  };
  const release = async (seq: number): Promise<void> => {
    const { drill } = state.getState();
    const one = injects().find((each) => each.seq === seq);
    if (drill && one && one.releasedMs === null) await incidentLog.client.add(drill.incident, one.act);
  };
  let isReleasing = false;
  const tick = async (): Promise<void> => {
    const { drill } = state.getState();
    const log = drill && logOf(drill);
    const openedMs = log && log.length > 0 ? log.entry(1).receivedMs : null;
    if (!drill?.isByClock || openedMs === null || isReleasing || log?.read('incident', '', 'closedMs') !== 0) return;
    isReleasing = true;
    try {
      const nowMs = performance.timeOrigin + performance.now();
      for (const { seq, afterMs, releasedMs } of injects())
        if (releasedMs === null && openedMs + afterMs <= nowMs) await release(seq);
    } catch (error) {
      state.setState({ failure: failureOf(error) });
    } finally {
      isReleasing = false;
    }
  };
  const timer = setInterval(() => void tick(), RELEASE_EVERY_MS);
  return {
    state,
    injects,
    release,
    hasBeenOpened: () => hasBeenOpened,
    async open(id, language) {
      hasBeenOpened = true;
      seen.save('opened', 'yes');
      try {
        state.setState({ failure: null });
        const answer = await fetch(urlOf(id, language));
        if (!answer.ok) throw new Error(`${id}: ${answer.status}`);
        await incidentLog.openPackage(new File([await answer.blob()], `${id}.${language}.json`));
        const { opened } = incidentLog.state.getState();
        const first = opened?.package.entries[0];
        if (!first) return;
        const place = first.act.kind === 'opened' ? first.act.place : null;
        if (place) {
          const [eastM, northM, upM] = enuFromLonLat(twin.city.origin, place);
          view.flyToPlace({ eastM, northM, upM, radiusM: SIGHT_M });
        }
        incidentLog.replay(first.receivedMs);
        twin.getState().setRate(PLAY_RATE);
        twin.getState().play(true);
      } catch (error) {
        state.setState({ failure: failureOf(error) });
      }
    },
    async compute() {
      const scenario = incidentLog.state.getState().opened?.package.scenario;
      if (!scenario || state.getState().isComputing) return;
      state.setState({ isComputing: true, failure: null, computed: null });
      try {
        const computed: PlayedInput[] = [];
        for (const input of scenario.inputs) {
          computed.push(isLight(input.asked) ? await playLight(input.asked, questions) : input);
          state.setState({ computed: [...computed] });
        }
      } catch (error) {
        state.setState({ failure: failureOf(error) });
      } finally {
        state.setState({ isComputing: false });
      }
    },
    async startDrill(prefix) {
      const { opened } = incidentLog.state.getState();
      const read = opened?.package;
      const act = read?.entries[0]?.act;
      if (!read?.scenario || act?.kind !== 'opened') return;
      const incident = drillKey();
      await incidentLog.client.add(incident, { ...act, title: `${prefix}${act.title}`, exercise: read.scenario.id });
      state.setState({ drill: { incident, package: read, isByClock: true } });
      incidentLog.show(incident);
    },
    setByClock(isByClock) {
      const { drill } = state.getState();
      if (drill) state.setState({ drill: { ...drill, isByClock } });
    },
    async endDrill(text) {
      const { drill } = state.getState();
      if (drill) await incidentLog.client.add(drill.incident, { kind: 'closed', text });
    },
    leaveDrill: () => state.setState({ drill: null }),
    close() {
      clearInterval(timer);
      stop();
    },
  };
}

/** Like `newKey`, and told apart by its beginning wherever a key is all there is. */
function drillKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `drill-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** What the instructor holds, beside what the log has of it: an inject is released once the log has its very act. */
function injectsOf({ entries, scenario }: IncidentPackage, log: IncidentTimeline | null): DrillInject[] {
  const released = new Map<string, number>();
  for (const { act, receivedMs } of log?.entries() ?? []) released.set(jsonHash(act), receivedMs);
  const openedMs = entries[0]?.receivedMs ?? 0;
  return (scenario?.injects ?? []).map((seq) => {
    const entry = entries[seq - 1];
    const act = drillAct(entry);
    return { seq, afterMs: entry.receivedMs - openedMs, act, releasedMs: released.get(jsonHash(act)) ?? null };
  });
}

/** The key of no real alarm: those begin with a stream's or a rule's name. */
function drillAct({ act }: IncidentEntry): IncidentAct {
  return act.kind === 'alarm' ? { ...act, key: `exercise/${act.key}` } : act;
}
