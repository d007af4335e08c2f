import {
  type IncidentAnswer,
  type IncidentHead,
  parseAnswer,
  parseHeads,
  parsePart,
} from '../../../model/incidents/incident-answer.ts';
import {
  checkNext,
  entryAfter,
  type IncidentAct,
  type IncidentEntry,
  isLaterFormat,
  parseSentEntry,
  type SentEntry,
} from '../../../model/incidents/incident-entry.ts';
import { refusalOf } from '../../../model/incidents/incident-state.ts';
import { IncidentTimeline } from '../../../model/incidents/incident-timeline.ts';
import { jsonHash } from '../../../model/text/json-hash.ts';
import { failureOf, type Reason } from '../../twin/failure.ts';
import { incidentLogMessage } from './messages.ts';

/** What was written here and not confirmed by the hub, by incident and client. */
export interface Outbox {
  incident: string;
  client: string;
  /** Account in whose name the lines were written; null: nobody was logged in, or a former version kept them. */
  who: string | null;
  /** In the order of their numbers. */
  sent: SentEntry[];
}

/** Keeps outboxes where a reload finds them. */
export interface OutboxStore {
  all(): Promise<Outbox[]>;
  /** All of them or none; an empty one is let go. */
  put(...boxes: readonly Outbox[]): Promise<void>;
}

/** The hub's addresses; each rejects where nothing comes back, and with `Refused` where the hub says no. */
export interface IncidentWire {
  list(): Promise<unknown>;
  part(incident: string, after: number): Promise<unknown>;
  post(incident: string, entry: SentEntry): Promise<unknown>;
}

/** One incident as this page knows it. */
interface KnownIncident {
  id: string;
  /** As the hub has it. */
  confirmed: IncidentTimeline;
  /** With what waits to be confirmed on top; the same one while nothing waits. */
  shown: IncidentTimeline;
  /** How many lines wait, of this page and of those that were closed before theirs went out. */
  waiting: number;
  /** Why the first of them does not go out, beside that the hub is away. */
  stuck: Reason | null;
  /** Why its log cannot be read: a later version wrote it. */
  unread: Reason | null;
}

/** Whether the hub answers; `alone`: it never did since the page was opened. */
type WireState = 'connecting' | 'live' | 'cut' | 'alone';

interface ClientParts {
  /** An id that was never used: this page takes one for each account that writes here. */
  newClient(): string;
  /** The account that is logged in; null: nobody. */
  account(): string | null;
  store: OutboxStore;
  wire: IncidentWire;
  nowMs(): number;
  /** Anything that is shown may be another than it was. */
  changed(): void;
}

interface Kept extends KnownIncident {
  boxes: Outbox[];
  /** The one that is stuck. */
  held: Outbox | null;
}

/**
 * The logs of incidents on a page: what the hub has confirmed, in its order, and on top what waits in the outbox. A line is kept before it
 * is sent, goes out as often as it takes, and is let go once the hub has numbered it; the hub knows it by client and number, so none is
 * lost and none is there twice. What the hub tells of new lines is a hint: they are fetched by number.
 */
export class IncidentClient {
  heads: readonly IncidentHead[] = [];
  wireState: WireState = 'connecting';
  /** Why the last answer was none. */
  failure: Reason | null = null;
  private readonly parts: ClientParts;
  private readonly known = new Map<string, Kept>();
  private running: Promise<void> | null = null;
  private isAgain = false;
  /** Under which id this page writes, and in whose name. */
  private writer: { client: string; who: string | null } | null = null;
  /** Lines are kept one after the other. */
  private keeping: Promise<unknown> = Promise.resolve();

  constructor(parts: ClientParts) {
    this.parts = parts;
  }

  /** Takes over what an earlier page left in the store, and asks the hub. */
  async open(): Promise<void> {
    for (const box of await this.parts.store.all()) this.at(box.incident).boxes.push({ ...box, who: box.who ?? null });
    for (const one of this.known.values()) this.show(one);
    await this.sync();
  }

  get(id: string): KnownIncident | null {
    return this.known.get(id) ?? null;
  }

  /** All that this page knows lines of. */
  all(): KnownIncident[] {
    return [...this.known.values()].filter(({ shown }) => shown.length > 0);
  }

  /** Writes a line: kept here first, then sent. Resolves once it is kept. */
  async add(incident: string, act: IncidentAct): Promise<void> {
    const { store, nowMs } = this.parts;
    const kept = this.keeping.then(async () => {
      const one = this.at(incident);
      const { client, who } = this.writerNow();
      let box = one.boxes.find((each) => each.client === client);
      if (!box) {
        box = { incident, client, who, sent: [] };
        one.boxes.push(box);
      }
      const last = box.sent.at(-1)?.n ?? countOf(one.confirmed, client);
      const sent = parseSentEntry({ client, n: last + 1, atMs: Math.round(nowMs()), act });
      await store.put({ ...box, sent: [...box.sent, sent] });
      box.sent.push(sent);
      this.show(one);
    });
    this.keeping = kept.catch(() => undefined);
    await kept;
    this.parts.changed();
    void this.sync();
  }

  /** Sends what waits and fetches what is new; one at a time, and once more if it was asked for meanwhile. */
  sync(): Promise<void> {
    this.isAgain = true;
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async run(): Promise<void> {
    while (this.isAgain) {
      this.isAgain = false;
      try {
        await this.round();
        this.wireState = 'live';
        this.failure = null;
      } catch (error) {
        this.wireState = this.wireState === 'live' || this.wireState === 'cut' ? 'cut' : 'alone';
        this.failure = failureOf(error);
      }
      this.parts.changed();
    }
  }

  private async round(): Promise<void> {
    const { wire } = this.parts;
    this.heads = parseHeads(await wire.list());
    for (const { id } of this.heads) this.at(id);
    for (const one of this.known.values()) {
      const head = this.heads.find(({ id }) => id === one.id);
      // The hub shows it no longer to whoever sits here now: after a logout, or in another district.
      if (!head && one.boxes.length === 0) {
        this.known.delete(one.id);
        continue;
      }
      if (head && head.seq > one.confirmed.length) await this.fetch(one);
      if (one.unread) continue;
      await this.sendAll(one);
      if (one.boxes.length > 0 || head) this.show(one);
    }
  }

  /** All lines after the last one here. A log that a later version wrote is told as one, and the others go on. */
  private async fetch(one: Kept): Promise<void> {
    try {
      for (let hasMore = true; hasMore; ) {
        const part = parsePart(await this.parts.wire.part(one.id, one.confirmed.length));
        for (const entry of part.entries) take(one, entry);
        hasMore = part.hasMore && part.entries.length > 0;
      }
      one.unread = null;
    } catch (error) {
      if (!isLaterFormat(error)) throw error;
      one.unread = failureOf(error);
    }
  }

  /** Incidents whose logs a later version wrote, by the title that the hub's list says. */
  unread(): { id: string; title: string; reason: Reason }[] {
    return [...this.known.values()].flatMap(({ id, unread }) =>
      unread ? [{ id, title: this.heads.find((head) => head.id === id)?.title ?? id, reason: unread }] : [],
    );
  }

  /** One that is stuck does not hold up the others. */
  private async sendAll(one: Kept): Promise<void> {
    let stuck: Reason | null = null;
    let held: Outbox | null = null;
    for (const box of [...one.boxes]) {
      const reason = await this.send(one, box);
      if (stuck || !reason) continue;
      stuck = reason;
      held = box;
    }
    one.stuck = stuck;
    one.held = held;
  }

  /** Resolves to why the first of what is left does not go out; null: it may go out later, or nothing is left. */
  private async send(one: Kept, box: Outbox): Promise<Reason | null> {
    const account = this.parts.account();
    // In its own name nobody else sends it.
    if (account !== null && box.who !== null && box.who !== account)
      return incidentLogMessage('outbox-of-another', { name: box.who }).text;
    while (box.sent.length > 0) {
      const [first] = box.sent;
      const answer = await this.answerTo(one, first);
      if ('zh' in answer) return answer;
      if (answer.kind === 'gap') {
        // What the hub wants is not here any more: its log is an older one than this page has seen confirmed.
        const { wanted } = answer;
        return wanted < first.n ? incidentLogMessage('outbox-gap', { wanted, got: first.n }).text : null;
      }
      await this.letGo(one, box, first.n);
      if (answer.entry.seq === one.confirmed.length + 1) take(one, answer.entry);
      else if (answer.entry.seq > one.confirmed.length) await this.fetch(one);
      this.show(one);
      this.parts.changed();
    }
    return null;
  }

  /** The hub's answer, or why it refuses the line as it is. */
  private async answerTo(one: Kept, sent: SentEntry): Promise<IncidentAnswer | Reason> {
    try {
      return parseAnswer(await this.parts.wire.post(one.id, sent));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return failureOf(error);
    }
  }

  private letGo(one: Kept, box: Outbox, n: number): Promise<void> {
    const gone = this.keeping.then(async () => {
      const sent = box.sent.filter((each) => each.n > n);
      await this.parts.store.put({ ...box, sent });
      box.sent = sent;
      if (sent.length === 0) one.boxes = one.boxes.filter((each) => each !== box);
    });
    this.keeping = gone.catch(() => undefined);
    return gone;
  }

  /**
   * Numbers what is stuck anew, under an id of its own and in the name of who is logged in, and sends it again; lines that the hub took
   * after all stay away.
   */
  async resend(incident: string): Promise<void> {
    const one = this.at(incident);
    while (this.running) await this.running;
    const { held } = one;
    if (!held) return;
    const kept = this.keeping.then(async () => {
      this.writer = null;
      const { client, who } = this.writerNow();
      const left = held.sent.filter((sent) => !isConfirmed(one.confirmed, sent));
      const sent = left.map((each, i) => ({ ...each, client, n: i + 1 }));
      const box: Outbox = { incident, client, who, sent };
      await this.parts.store.put(box, { ...held, sent: [] });
      held.sent = [];
      one.boxes = one.boxes.flatMap((each) => (each !== held ? each : sent.length > 0 ? box : []));
      one.stuck = null;
      one.held = null;
      this.show(one);
    });
    this.keeping = kept.catch(() => undefined);
    await kept;
    this.parts.changed();
    await this.sync();
  }

  /** The lines that wait, as a file that a person takes away. */
  waitingText(incident: string): string {
    const { shown, boxes } = this.at(incident);
    const lines = boxes.flatMap(({ who, sent }) =>
      sent.map(({ client, n, atMs, act }) => ({ who, client, n, atMs, act })),
    );
    const title = shown.opened()?.title ?? '';
    return `${JSON.stringify({ format: 1, kind: 'incident-lines', incident, title, lines }, null, 1)}\n`;
  }

  /** Another one whenever another account writes: the hub lets no two write under one. */
  private writerNow(): { client: string; who: string | null } {
    const who = this.parts.account();
    if (this.writer?.who !== who || !this.writer) this.writer = { client: this.parts.newClient(), who };
    return this.writer;
  }

  /** Takes back what waits and the hub refuses; lines of an incident that was never opened vanish with it. */
  async discard(incident: string): Promise<void> {
    const one = this.at(incident);
    for (const box of [...one.boxes]) await this.letGo(one, box, Number.MAX_SAFE_INTEGER);
    one.stuck = null;
    one.held = null;
    this.show(one);
    this.parts.changed();
  }

  private at(id: string): Kept {
    const known = this.known.get(id);
    if (known) return known;
    const confirmed = new IncidentTimeline();
    const one: Kept = { id, confirmed, shown: confirmed, waiting: 0, stuck: null, unread: null, boxes: [], held: null };
    this.known.set(id, one);
    return one;
  }

  /** Folds what waits on top of what is confirmed. */
  private show(one: Kept): void {
    const waiting = one.boxes.flatMap(({ sent }) => sent);
    one.waiting = waiting.length;
    one.shown = one.confirmed;
    if (waiting.length === 0) return;
    one.shown = new IncidentTimeline({ parent: one.confirmed, seq: one.confirmed.length });
    for (const sent of waiting) {
      const refused = refusalOf(one.shown, sent.act, one.id);
      const taken = { incident: one.id, receivedMs: sent.atMs, role: 'visitor', by: 'page', refused } as const;
      one.shown.append(entryAfter(one.shown.last(), sent, taken));
    }
  }
}

/** A line that is here already is left as it is; one that does not follow is refused. */
function take({ confirmed }: Kept, entry: IncidentEntry): void {
  if (entry.seq <= confirmed.length) return;
  checkNext(confirmed.last(), entry);
  confirmed.append(entry);
}

/** The last number that the hub has of a client. */
function countOf(timeline: IncidentTimeline, client: string): number {
  for (let seq = timeline.length; seq > 0; seq--) {
    const entry = timeline.entry(seq);
    if (entry.client === client) return entry.n;
  }
  return 0;
}

/** Whether the hub has a line as it was sent. */
function isConfirmed(timeline: IncidentTimeline, { client, n, atMs, act }: SentEntry): boolean {
  for (let seq = timeline.length; seq > 0; seq--) {
    const entry = timeline.entry(seq);
    if (entry.client === client && entry.n === n) return jsonHash([entry.atMs, entry.act]) === jsonHash([atMs, act]);
  }
  return false;
}

/** The hub answered, and said no; anything else is a wire that may come back. */
const isRefusal = (error: unknown): boolean => error instanceof Error && error.name === 'Refused';
