import { createStore, type StoreApi } from 'zustand/vanilla';
import { entryAfter, type IncidentAct, parseSentEntry } from '../../../model/incidents/incident-entry.ts';
import { type IncidentPackage, incidentPackageText } from '../../../model/incidents/incident-package.ts';
import { refusalOf } from '../../../model/incidents/incident-state.ts';
import { IncidentTimeline, timelineOf } from '../../../model/incidents/incident-timeline.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { App } from '../../kit/plugin.ts';
import { ACCOUNT_SESSION, type AccountSession } from '../../twin/account-session.ts';
import { hasHub } from '../../twin/has-hub.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { IncidentClient, type IncidentWire } from './incident-client.ts';
import { incidentLogMessage } from './messages.ts';
import { openOutboxStore } from './outbox-store.ts';
import { openScenarioDesk, type ScenarioDesk } from './scenario-desk.ts';
import { readPackage } from './start-package.ts';

/** Without news from the hub the logs are asked for so often. */
const SYNC_EVERY_MS = 5000;

/** What goes on by itself from a moment of an incident; kept in this window, and in the package of its incident. */
export interface IncidentBranch {
  id: string;
  incident: string;
  name: string;
  /** The parent's line that it goes on after. */
  seq: number;
  timeline: IncidentTimeline;
}

/** What the desk shows; small facts, the logs lie with the client. */
interface IncidentDeskState {
  /** The incident that is open; a package's has its own mark. */
  shownId: string | null;
  /** The branch that is shown in place of its incident. */
  branchId: string | null;
  branches: readonly IncidentBranch[];
  /** The clock of the page says which moment of the log is shown; else the newest one. */
  isReplayed: boolean;
  /** Read from a file: to be looked at alone. */
  opened: { file: string; package: IncidentPackage; timeline: IncidentTimeline } | null;
  /** Counts what changed in the logs. */
  version: number;
}

/** The incidents of the city as panels meet them. */
export interface IncidentLogController extends Controller {
  readonly state: StoreApi<IncidentDeskState>;
  readonly client: IncidentClient;
  readonly scenarios: ScenarioDesk;
  show(id: string | null): void;
  /** Opens a new one; its id. */
  openIncident(act: IncidentAct): Promise<string>;
  /** Writes into what is shown: the incident's log at the hub, or the branch at the shown moment. */
  act(act: IncidentAct): Promise<void>;
  /** The log that is shown; null: there is none. */
  timeline(): IncidentTimeline | null;
  /** Shows a moment of the log by the page's clock. */
  replay(ms: number): void;
  /** Shows the newest state again. */
  leaveReplay(): void;
  branch(ms: number, name: string): void;
  showBranch(id: string | null): void;
  discard(): Promise<void>;
  packageText(): string;
  openPackage(file: File): Promise<void>;
}

/** A key for clients, incidents and orders, also in a page from a place that the browser does not trust with more. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Of what is read from a file the id alone could be that of an incident at the hub. */
const FILE_ID = 'file';

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
export const incidentLogOpener: Opener<App, IncidentLogController> = {
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
      opened: null,
      version: 0,
    }));
    const changed = () => state.setState(({ version }) => ({ version: version + 1 }));
    const store = openOutboxStore(twin.city.id, globalThis.indexedDB);
    const client = new IncidentClient({ client: newKey(), store, wire: wireOf(session, app.hubUrl), nowMs, changed });
    const report = (reason: unknown) => app.report('incident-log', reason);
    client.open().catch(report);
    session.follow(() => void client.sync());
    const timer = setInterval(() => void client.sync(), SYNC_EVERY_MS);
    const stop = twin.follow(
      ({ incidentNews, feed }) => `${incidentNews} ${feed.kind}`,
      () => void client.sync(),
    );
    const own = { ...desk(app, state, client, nowMs), state, client };
    const scenarios = openScenarioDesk(app, own);
    const close = () => {
      clearInterval(timer);
      stop();
      scenarios.close();
    };
    return { ...own, scenarios, close };
  },
};

function desk(
  { twin }: Pick<App, 'twin'>,
  state: StoreApi<IncidentDeskState>,
  client: IncidentClient,
  nowMs: () => number,
): Omit<IncidentLogController, 'state' | 'client' | 'scenarios' | 'close'> {
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
  const show = (shownId: string | null) => {
    if (state.getState().isReplayed) leaveReplay();
    state.setState({ shownId, branchId: null });
  };
  const replay = (ms: number) => {
    state.setState({ isReplayed: true });
    twin.getState().showTime(Math.round(ms));
  };
  return {
    show,
    timeline,
    replay,
    leaveReplay,
    async openIncident(act) {
      const id = newKey();
      await client.add(id, act);
      show(id);
      return id;
    },
    async act(act) {
      const now = state.getState();
      const branch = branchOf(now);
      if (branch) {
        const atMs = Math.max(Math.round(twin.getState().shownTimeMs), branch.timeline.last()?.receivedMs ?? 0);
        write(branch, act, atMs);
        state.setState({ version: now.version + 1 });
      } else if (now.shownId !== null && now.shownId !== FILE_ID) await client.add(now.shownId, act);
    },
    branch(ms, name) {
      const { shownId, branches } = state.getState();
      const from = parent();
      if (!from || shownId === null) return;
      const seq = from.seqAt(ms);
      const made = { id: newKey(), incident: shownId, name, seq, timeline: from.branch(ms) };
      state.setState({ branches: [...branches, made], branchId: made.id });
      replay(ms);
    },
    showBranch: (branchId) => state.setState({ branchId }),
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

  /** In a branch this window numbers the lines; nobody vouches for them. */
  function write({ incident, timeline: own }: IncidentBranch, act: IncidentAct, atMs: number): void {
    const last = own.last();
    const id = last?.incident ?? incident;
    const client = 'branch-of-this-page';
    const sent = parseSentEntry({ client, n: own.length + 1, atMs: Math.min(atMs, nowMs()), act });
    const taken = { incident: id, receivedMs: atMs, role: 'visitor', by: 'page' } as const;
    own.append(entryAfter(last, sent, { ...taken, refused: refusalOf(own, act, id) }));
  }
}
