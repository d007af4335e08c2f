import { createStore, type StoreApi } from 'zustand/vanilla';
import { enuFromLonLat } from '../../../model/geo/enu.ts';
import { type ActOf, entryAfter, type IncidentAct, parseSentEntry } from '../../../model/incidents/incident-entry.ts';
import { type IncidentPackage, incidentPackageText } from '../../../model/incidents/incident-package.ts';
import { factsOf, refusalOf } from '../../../model/incidents/incident-state.ts';
import { IncidentTimeline, timelineOf } from '../../../model/incidents/incident-timeline.ts';
import { plainPlan, type ResponsePlan } from '../../../model/incidents/response-plan.ts';
import type { TimelineState } from '../../../model/incidents/timeline-state.ts';
import { unitPlaces } from '../../../model/incidents/unit-places.ts';
import { MessageError } from '../../../model/text/message.ts';
import { MS_PER_MIN } from '../../../model/time.ts';
import { cityTime, formatTime } from '../../kit/city-time.ts';
import type { App } from '../../kit/plugin.ts';
import { words } from '../../kit/words.ts';
import { mayActOnIncidents } from '../../twin/account.ts';
import { ACCOUNT_SESSION, type AccountSession } from '../../twin/account-session.ts';
import { failureOf, reasonIn } from '../../twin/failure.ts';
import { hasHub } from '../../twin/has-hub.ts';
import { WATER_AHEAD, type WaterSource } from '../../twin/look-ahead.ts';
import { ORDER_BOOK, type PreparedOrder } from '../../twin/order-book.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { situationMode } from '../../twin/situation.ts';
import type { TwinState } from '../../twin/slice.ts';
import { adoptableOrders } from './branch-changes.ts';
import {
  type BranchStore,
  branchOn,
  type IncidentBranch,
  openBranchStore,
  type SavedBranch,
  savedBranch,
} from './branch-store.ts';
import { changeText } from './change-text.ts';
import { IncidentClient, type IncidentWire } from './incident-client.ts';
import { type LookAhead, openLookAhead } from './look-ahead.ts';
import { incidentLogMessage } from './messages.ts';
import { isExercise, openOrderBook } from './order-book.ts';
import { MM_PER_M } from './order-lines.ts';
import { openOutboxStore } from './outbox-store.ts';
import { openPlanStore } from './plan-store.ts';
import { openResponsePlans, type ResponsePlans } from './response-plans.ts';
import { openRunLines } from './run-lines.ts';
import { openScenarioRuns, type ScenarioRuns } from './scenario-runs.ts';
import { openSharedPlans } from './shared-plans.ts';
import { keepSituation, type LogMoment } from './situation.ts';
import { readPackage } from './tasks/start-package.ts';
import { type ShownUnit, withMergedLabels } from './unit-labels.ts';
import { followRecordWater } from './water-source.ts';

/** Units that drive are drawn again so often; between, at most some ten metres pass. */
const MOVE_EVERY_MS = 500;
/** Without news from the hub the logs are asked for so often. */
const SYNC_EVERY_MS = 5000;

/** What the desk shows; small facts, the logs lie with the client. */
interface IncidentDeskState {
  /** The incident that is open; a package's has its own mark. */
  shownId: string | null;
  /** The branch that is shown in place of its incident. */
  branchId: string | null;
  branches: readonly IncidentBranch[];
  /** The clock of the page says which moment of the log is shown; else the newest one. */
  isReplayed: boolean;
  /** Runs that this page plays for the shown record, by their ids. */
  ownRuns: readonly string[];
  /** Read from a file: to be looked at alone. */
  opened: { file: string; package: IncidentPackage; timeline: IncidentTimeline } | null;
  /** What other tools propose to order: the first is in the form of orders, until it is given or left out. */
  prepared: readonly PreparedOrder[];
  /** The step of the plan of which the evaluation shows how it went; null: the one that was latest. */
  stepId: string | null;
  /** Counts what changed in the logs. */
  version: number;
}

/** The incidents of the city as panels meet them. */
export interface IncidentLogController extends Controller {
  readonly state: StoreApi<IncidentDeskState>;
  readonly client: IncidentClient;
  readonly scenarios: ScenarioRuns;
  readonly plans: ResponsePlans;
  readonly ahead: LookAhead;
  show(id: string | null): void;
  /** Opens a new one; its id. */
  openIncident(act: IncidentAct): Promise<string>;
  /** Writes into what is shown: the incident's log at the hub, or the branch at the shown moment. */
  act(act: IncidentAct): Promise<void>;
  /** Writes a plan into what is shown as a new line: the steps of before keep what came to them by their ids. */
  takePlan(plan: ResponsePlan): Promise<void>;
  /** The log of the shown incident while it is open, else of the only one that really happens; null: there is none. */
  current(): { id: string; log: IncidentTimeline } | null;
  /** The log that the page is about at its time: the shown one where it is replayed or a branch, else the one that is open; null: there is none. */
  moment(): LogMoment | null;
  /** The incident that orders and runs of this page go into; null: none, or nobody may write. */
  targetLog(): IncidentTimeline | null;
  /** Writes into the incident that the page is about: the shown branch, the shown incident while it is open, else the one that is; null: none, or nobody may. */
  target(): ((act: IncidentAct) => Promise<void>) | null;
  /** The log that is shown; null: there is none. */
  timeline(): IncidentTimeline | null;
  /** The log that is shown without its branches; null: there is none. */
  record(): IncidentTimeline | null;
  /** Plays the water of the shown record in this page: it is shown as the record's own. */
  playWater(source: WaterSource): Promise<void>;
  /** Takes the first of the proposed orders away: it was given or left out. */
  dropPrepared(): void;
  /** Shows a moment of the log by the page's clock. */
  replay(ms: number): void;
  /** Shows the newest state again. */
  leaveReplay(): void;
  /** Shows no branch, no file and no past moment. */
  showPresent(): void;
  /** Where the shown incident is, by its name, drawn as a unit that stands; null: it has no place, or none is shown. */
  placeMark(): readonly ShownUnit[] | null;
  /** The units of the shown log at the moment that is shown. */
  units(): readonly ShownUnit[];
  /** Another one whenever units may stand elsewhere by the clock of the page. */
  unitsKey(state: TwinState): string;
  /** Calls back when they may stand elsewhere by the log or by the present. */
  followUnits(changed: () => void): () => void;
  /** Starts a branch from a moment of the record, named by the next letter and the time. */
  branch(ms: number): void;
  showBranch(id: string | null): void;
  dropBranch(id: string): void;
  /** The orders that the shown branch alone gives; empty: its incident takes none, for it is closed, a file's, or nobody here may write. */
  adoptable(): readonly ActOf<'order'>[];
  /** Gives these to the incident of the shown branch, and shows its present. */
  adoptBranch(): Promise<void>;
  discard(): Promise<void>;
  packageText(): string;
  openPackage(file: File): Promise<void>;
}

/** A key for clients, incidents and orders, also in a page from a place that the browser does not trust with more. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The first branch is B: A is the record. */
const BRANCH_A = 'B'.charCodeAt(0);

/** Id of an incident that is read from a file: its own could be that of an incident at the hub. */
export const FILE_ID = 'file';

function wireOf(session: AccountSession, hubUrl: string): IncidentWire {
  let isHub = false;
  return {
    /** Every round begins with it: where a server of plain files stands, nothing else is asked for. */
    async list() {
      isHub ||= await hasHub(hubUrl);
      if (!isHub) throw new MessageError(incidentLogMessage('no-hub', {}));
      return session.get('incidents');
    },
    part: (id, after) => session.get(`incidents/${id}/log?after=${after}`),
    post: (id, entry) => session.post(`incidents/${id}/log`, entry),
  };
}

/** Listens to the logs of incidents, and keeps what is written here until the hub has it. */
export const incidentLogController: Opener<App, IncidentLogController> = {
  id: 'incident-log',
  open(app) {
    const { twin } = app;
    const session = app.service(ACCOUNT_SESSION);
    if (!session) throw new Error('incident-log: expected the session of an account');
    const nowMs = () => Math.round(performance.timeOrigin + performance.now());
    const state = createStore<IncidentDeskState>(() => ({
      shownId: null,
      branchId: null,
      branches: [],
      isReplayed: false,
      ownRuns: [],
      opened: null,
      prepared: [],
      stepId: null,
      version: 0,
    }));
    const changed = () => {
      state.setState(({ version }) => ({ version: version + 1 }));
      restore();
    };
    const report = (reason: unknown) => app.report('incident-log', reason);
    /** Reports an error to the person who would else believe that something was saved. */
    const tell = (error: unknown) => {
      report(error);
      app.panels.getState().notify(reasonIn(failureOf(error), twin.getState().language));
    };
    const branchStore = openBranchStore(twin.city.id, globalThis.indexedDB);
    let waiting: readonly SavedBranch[] = [];
    /** Those whose incident has come take their place; the others wait for it. */
    function restore(): void {
      const open = waiting.flatMap((kept) => {
        const parent = client.get(kept.incident)?.confirmed;
        return parent && parent.length >= Math.max(1, kept.seq) ? [{ kept, parent }] : [];
      });
      if (open.length === 0) return;
      waiting = waiting.filter((kept) => !open.some((one) => one.kept === kept));
      const branches = open.flatMap(({ kept, parent }) => {
        try {
          return branchOn(parent, kept) ?? [];
        } catch (error) {
          report(error);
          return [];
        }
      });
      state.setState((now) => ({ branches: [...now.branches, ...branches] }));
    }
    const store = openOutboxStore(twin.city.id, globalThis.indexedDB);
    const client = new IncidentClient({
      newClient: newKey,
      account: () => twin.getState().account?.name ?? null,
      store,
      wire: wireOf(session, app.hubUrl),
      nowMs,
      changed,
    });
    client.open().catch(report);
    branchStore.all().then((kept) => {
      waiting = kept;
      restore();
    }, report);
    session.follow(() => void client.sync());
    const timer = setInterval(() => void client.sync(), SYNC_EVERY_MS);
    const stop = twin.follow(
      ({ incidentNews, feed }) => `${incidentNews} ${feed.kind}`,
      () => void client.sync(),
    );
    const own = {
      ...openDesk(app, state, client, { nowMs, branchStore, tell }),
      state,
      client,
      dropPrepared: () => state.setState(({ prepared }) => ({ prepared: prepared.slice(1) })),
      async playWater(source: WaterSource) {
        const run = await app.service(WATER_AHEAD)?.play(source);
        if (run) state.setState(({ ownRuns }) => ({ ownRuns: [...ownRuns, run] }));
      },
    };
    const scenarios = openScenarioRuns(app, own);
    const plans = openResponsePlans(
      openPlanStore(twin.city.id, globalThis.indexedDB, tell),
      openSharedPlans(session, tell),
      report,
    );
    /** Where no hub is there, nothing is shared; that it is away the incidents say. */
    const readShared = async () => {
      if (await hasHub(app.hubUrl)) await plans.refresh();
    };
    readShared().catch(report);
    session.follow(() => void readShared().catch(report));
    const stopPlans = twin.follow(
      ({ responsePlanNews, feed }) => `${responsePlanNews} ${feed.kind}`,
      () => void readShared().catch(report),
    );
    const takeRuns = openRunLines({ newKey, target: () => own.target(), report });
    const stopRuns = twin.follow(({ runs }) => runs, takeRuns);
    const ahead = openLookAhead(app, {
      newKey,
      compared: (item, noAction, run, change) =>
        void own
          .target()?.({ kind: 'comment', text: changeText(twin, item, noAction, run, change) })
          .catch(report),
    });
    const orderBook = openOrderBook({
      origin: twin.city.origin,
      newKey,
      target: own.target,
      targetLog: own.targetLog,
      logs: () => client.all().map(({ shown }) => shown),
      follow: (listener) => state.subscribe(listener),
      prepare(prepared) {
        const current = own.current();
        if (current && state.getState().shownId === null) own.show(current.id);
        state.setState({ prepared });
        app.panels.getState().openTool(incidentLogController.id);
      },
    });
    const endOffer = app.offer(ORDER_BOOK, orderBook);
    const endWater = followRecordWater(twin, () => app.service(WATER_AHEAD)?.engine ?? null);
    const endSituation = keepSituation(twin, { moment: own.moment, follow: (listener) => state.subscribe(listener) });
    const close = () => {
      clearInterval(timer);
      stop();
      stopRuns();
      stopPlans();
      endOffer();
      endSituation();
      endWater();
      scenarios.close();
      ahead.close();
    };
    return { ...own, scenarios, plans, ahead, close };
  },
};

function shownUnits(
  log: IncidentTimeline,
  at: TimelineState,
  ms: number,
  language: TwinState['language'],
): ShownUnit[] {
  const t = words.in(language);
  const units = unitPlaces(log, at, ms).map(({ resource, name, state, at: place, ahead, leftMs }): ShownUnit => {
    const minutes = leftMs === null ? null : Math.max(1, Math.ceil(leftMs / MS_PER_MIN));
    const arrival = minutes === null ? [] : [t('incidentLog.inMinutes', { minutes })];
    return {
      id: resource,
      label: [name, t(`incidentLog.order_${state}`), ...arrival].join(' · '),
      line: [place, ...ahead].map(([eastMm, northMm]) => [eastMm / MM_PER_M, northMm / MM_PER_M] as const),
    };
  });
  return withMergedLabels(units, (label, count) => t('incidentLog.unitsHere', { name: label, count }));
}

function openDesk(
  { twin }: Pick<App, 'twin'>,
  state: StoreApi<IncidentDeskState>,
  client: IncidentClient,
  { nowMs, branchStore, tell }: { nowMs: () => number; branchStore: BranchStore; tell: (error: unknown) => void },
): Omit<
  IncidentLogController,
  'state' | 'client' | 'scenarios' | 'plans' | 'ahead' | 'playWater' | 'dropPrepared' | 'close'
> {
  const branchOf = ({ branches, branchId }: IncidentDeskState) => branches.find(({ id }) => id === branchId) ?? null;
  const parent = () => {
    const { shownId, opened } = state.getState();
    if (shownId === FILE_ID) return opened?.timeline ?? null;
    return (shownId !== null && client.get(shownId)?.shown) || null;
  };
  const timeline = () => branchOf(state.getState())?.timeline ?? parent();
  const leaveReplay = () => {
    state.setState({ isReplayed: false });
    twin.getState().leaveTime();
  };
  const changed = () => state.setState(({ version }) => ({ version: version + 1 }));
  const branchMs = ({ timeline: own }: IncidentBranch) =>
    Math.max(Math.round(twin.getState().shownTimeMs), own.last()?.receivedMs ?? 0);
  const replay = (ms: number) => {
    state.setState({ isReplayed: true });
    twin.getState().showTime(Math.round(ms));
  };
  /** What a file tells is past: it is shown at the time of its last line. */
  const show = (shownId: string | null) => {
    if (state.getState().isReplayed) leaveReplay();
    state.setState({ shownId, branchId: null, prepared: [] });
    const last = shownId === FILE_ID ? parent()?.last() : null;
    if (last) replay(last.receivedMs);
  };
  const mayWrite = () => mayActOnIncidents(twin.getState().account) || client.wireState === 'alone';
  const openIncident = (): string | null => {
    const isOpen = (id: string | null) => {
      const log = id === null ? null : client.get(id)?.shown;
      return log?.opened() !== null && log?.read('incident', '', 'closedMs') === 0;
    };
    const { shownId } = state.getState();
    if (isOpen(shownId)) return shownId;
    // What is really done goes into an exercise only where the page shows it.
    const open = client.all().filter(({ id, shown }) => isOpen(id) && !isExercise(shown));
    return open.length === 1 ? open[0].id : null;
  };
  const current = () => {
    const id = openIncident();
    const log = id === null ? null : client.get(id)?.shown;
    return id !== null && log ? { id, log } : null;
  };
  /** The open incident; while a recording or the clock shows the past, as it was then. */
  const openAt = (): LogMoment | null => {
    const open = current();
    if (!open) return null;
    const now = twin.getState();
    const isPast = situationMode({ ...now, situationIncident: null }, nowMs()) === 'replay';
    const ms = isPast ? Math.round(now.shownTimeMs) : nowMs();
    const plain = { branch: null, isScenario: false, inputHashes: [], ownRuns: [] };
    return { ...open, ...plain, ms, isPast, at: isPast ? 'replay' : 'present' };
  };
  const recordAt = (): LogMoment | null => {
    const { shownId, isReplayed, opened, ownRuns } = state.getState();
    const branch = branchOf(state.getState());
    const log = timeline();
    if (!log || shownId === null || (!isReplayed && branch === null)) return null;
    const scenario = shownId === FILE_ID ? (opened?.package.scenario ?? null) : null;
    return {
      id: shownId,
      log,
      ms: Math.round(twin.getState().shownTimeMs),
      at: branch === null ? 'replay' : 'branch',
      isPast: isReplayed,
      branch: branch?.name ?? null,
      isScenario: scenario !== null,
      inputHashes: scenario?.inputs.map(({ resultHash }) => resultHash) ?? [],
      ownRuns,
    };
  };
  const showPresent = () => {
    if (state.getState().shownId === FILE_ID) return show(null);
    leaveReplay();
    state.setState({ branchId: null });
  };
  const adoptable = () => {
    const branch = branchOf(state.getState());
    const log = branch && branch.incident !== FILE_ID && mayWrite() ? client.get(branch.incident)?.shown : null;
    if (!branch || !log || log.read('incident', '', 'closedMs') > 0) return [];
    return adoptableOrders(factsOf(log), factsOf(branch.timeline));
  };
  const shownMs = () => {
    const { isReplayed, branchId } = state.getState();
    return isReplayed || branchId !== null ? Math.round(twin.getState().shownTimeMs) : nowMs();
  };
  return {
    units() {
      const log = timeline();
      if (!log || log.length === 0) return [];
      const ms = shownMs();
      const isPast = state.getState().isReplayed;
      return shownUnits(log, isPast ? log.seek(ms) : log.present(), ms, twin.getState().language);
    },
    placeMark() {
      const opened = (timeline() ?? current()?.log)?.opened();
      if (!opened?.place) return null;
      const [eastM, northM] = enuFromLonLat(twin.city.origin, opened.place);
      return [{ id: 'incident', label: opened.title, line: [[eastM, northM]] }];
    },
    unitsKey({ shownTimeMs, language }) {
      const { isReplayed, branchId } = state.getState();
      return `${language} ${isReplayed || branchId !== null ? Math.floor(shownTimeMs / MOVE_EVERY_MS) : ''}`;
    },
    followUnits(changed) {
      const stop = state.subscribe(changed);
      const moving = setInterval(() => {
        const log = timeline();
        if (log && !state.getState().isReplayed && log.idsOf('order').length > 0) changed();
      }, MOVE_EVERY_MS);
      return () => {
        stop();
        clearInterval(moving);
      };
    },
    show,
    timeline,
    record: parent,
    current,
    moment: () => recordAt() ?? openAt(),
    targetLog() {
      const branch = branchOf(state.getState());
      if (branch) return branch.timeline;
      const id = mayWrite() ? openIncident() : null;
      return (id !== null && client.get(id)?.shown) || null;
    },
    target() {
      const branch = branchOf(state.getState());
      if (branch)
        return async (act) => {
          write(branch, act, branchMs(branch));
          changed();
        };
      const id = mayWrite() ? openIncident() : null;
      return id === null ? null : (act) => client.add(id, act);
    },
    replay,
    leaveReplay,
    showPresent,
    async openIncident(act) {
      const id = newKey();
      await client.add(id, act);
      show(id);
      return id;
    },
    act: actOnShown,
    takePlan: (plan) => actOnShown({ kind: 'plan', plan: plainPlan(plan) }),
    branch(ms) {
      const { shownId, branches } = state.getState();
      const from = parent();
      if (!from || shownId === null) return;
      const own = branches.filter(({ incident }) => incident === shownId).length;
      const time = formatTime(cityTime(ms, twin.city.zone), true);
      const name = words.in(twin.getState().language)('incidentLog.branchName', {
        name: String.fromCharCode(BRANCH_A + own),
        time,
      });
      const seq = from.seqAt(ms);
      const made = { id: newKey(), incident: shownId, name, seq, timeline: from.branch(ms) };
      state.setState({ branches: [...branches, made], branchId: made.id });
      keep(made);
      replay(ms);
    },
    showBranch: (branchId) => state.setState({ branchId }),
    dropBranch(id) {
      state.setState((now) => ({
        branches: now.branches.filter((one) => one.id !== id),
        branchId: now.branchId === id ? null : now.branchId,
      }));
      branchStore.remove(id).catch(tell);
    },
    adoptable,
    async adoptBranch() {
      const branch = branchOf(state.getState());
      if (!branch) return;
      for (const act of adoptable()) await client.add(branch.incident, { ...act, order: newKey() });
      showPresent();
    },
    async discard() {
      const { shownId } = state.getState();
      if (shownId !== null) await client.discard(shownId);
    },
    packageText() {
      const { branches, shownId } = state.getState();
      const { city } = twin;
      const recording = twin.getState().replay;
      return incidentPackageText({
        city: city.id,
        cityHash: city.inputHash,
        recording: recording && { name: recording.name, fromMs: recording.fromMs, toMs: recording.toMs },
        entries: parent()?.entries() ?? [],
        branches: branches
          .filter(({ incident }) => incident === shownId)
          .map(({ name, seq, timeline: own }) => ({ name, seq, entries: own.entries() })),
        scenario: shownId === FILE_ID ? (state.getState().opened?.package.scenario ?? null) : null,
      });
    },
    async openPackage(file) {
      const read = await readPackage(file);
      const whole = timelineOf(read.entries);
      const others = state.getState().branches.filter(({ incident }) => incident !== FILE_ID);
      const branches = read.branches.map(({ name, seq, entries }) => {
        const own = new IncidentTimeline({ parent: whole, seq });
        for (const entry of entries.slice(seq)) own.append(entry);
        return { id: newKey(), incident: FILE_ID, name, seq, timeline: own };
      });
      state.setState({
        opened: { file: file.name, package: read, timeline: whole },
        branches: [...others, ...branches],
      });
      show(FILE_ID);
    },
  };

  async function actOnShown(act: IncidentAct): Promise<void> {
    const now = state.getState();
    const branch = branchOf(now);
    if (branch) {
      write(branch, act, branchMs(branch));
      changed();
    } else if (now.shownId !== null && now.shownId !== FILE_ID) await client.add(now.shownId, act);
  }

  /** Those of a file are in the file. */
  function keep(branch: IncidentBranch): void {
    if (branch.incident === FILE_ID) return;
    branchStore.put(savedBranch(branch)).catch(tell);
  }

  /** In a branch this window numbers the lines; nobody vouches for them. */
  function write(branch: IncidentBranch, act: IncidentAct, atMs: number): void {
    const { incident, timeline: own } = branch;
    const last = own.last();
    const id = last?.incident ?? incident;
    const client = 'branch-of-this-page';
    const sent = parseSentEntry({ client, n: own.length + 1, atMs: Math.min(atMs, nowMs()), act });
    const taken = { incident: id, receivedMs: atMs, role: 'visitor', by: 'page' } as const;
    own.append(entryAfter(last, sent, { ...taken, refused: refusalOf(own, act, id) }));
    keep(branch);
  }
}
