import { type CityCase, laterCase, parseCase } from '../../city/cases.ts';
import { actOf } from './act.ts';
import { jsonOf, readingOf } from './decode.ts';
import { streamIn } from './mqtt-source.ts';
import type { Pipeline } from './pipeline.ts';
import { openTape, type Tape, type TapeMessage } from './tape.ts';
import { ACTS_TOPIC, CASES_TOPIC } from './topics.ts';

/** Between so many messages the worker's other work gets its turn: live messages come all the while. */
const MESSAGES_IN_A_ROW = 2000;

/**
 * A recording as the page shows it: the same pipeline as live, with the times of arrival that were recorded
 * for a clock. `goTo` an instant gives what the page showed then, by whatever way: forward it reads on, back it begins anew from the
 * beginning, since an alarm and what was done to it may lie any time before (an hour of the demo city: some 230,000 messages).
 */
export class ReplayedFeed {
  readonly fromMs: number;
  readonly toMs: number;
  atMs: number;
  pipeline: Pipeline;
  cases = new Map<string, CityCase>();
  private readonly tape: Tape;
  private readonly make: () => Pipeline;
  private readonly streamOf: (id: string) => number | undefined;
  private messages: AsyncIterator<TapeMessage> | null = null;
  private ahead: TapeMessage | null = null;

  private constructor(tape: Tape, make: () => Pipeline, streamOf: (id: string) => number | undefined) {
    this.tape = tape;
    this.make = make;
    this.streamOf = streamOf;
    this.fromMs = tape.fromMs;
    this.toMs = tape.toMs;
    this.atMs = tape.fromMs;
    this.pipeline = make();
  }

  /** `make` gives an empty pipeline, `streamOf` its stream by the name that topics or tables have. */
  static async open(
    bytes: Uint8Array,
    make: () => Pipeline,
    streamOf: (id: string) => number | undefined,
  ): Promise<ReplayedFeed> {
    return new ReplayedFeed(await openTape(bytes), make, streamOf);
  }

  /** True: it began anew, and what was shown before counts no more. One call after the other. */
  async goTo(timeMs: number): Promise<boolean> {
    const wantedMs = Math.min(this.toMs, Math.max(this.fromMs, timeMs));
    const isAnew = this.messages === null || wantedMs < this.atMs;
    if (isAnew) {
      this.pipeline = this.make();
      this.cases = new Map();
      this.ahead = null;
      this.messages = this.tape.messages();
    }
    let taken = 0;
    for (let message = await this.next(); message; message = await this.next()) {
      if (message.logMs > wantedMs) {
        this.ahead = message;
        break;
      }
      this.take(message);
      if (++taken % MESSAGES_IN_A_ROW === 0) await new Promise((done) => setTimeout(done));
    }
    // Not before: who is told the instant meanwhile would take what is there for all there was.
    this.atMs = wantedMs;
    return isAnew;
  }

  private async next(): Promise<TapeMessage | null> {
    const { ahead } = this;
    this.ahead = null;
    if (ahead) return ahead;
    const read = await this.messages?.next();
    return !read || read.done ? null : read.value;
  }

  private take(message: TapeMessage): void {
    const place = message.kind === 'reading' ? message.stream : message.topic;
    try {
      if (message.kind === 'reading') this.hear(this.streamOf(message.stream), message.reading, message.logMs);
      else this.takeRaw(message);
    } catch (error) {
      this.pipeline.refuse(0, `${place}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private takeRaw({ topic, data, logMs }: TapeMessage & { kind: 'message' }): void {
    const id = streamIn(topic);
    if (id !== undefined) this.hear(this.streamOf(id), readingOf(jsonOf(data)), logMs);
    else if (topic === ACTS_TOPIC) this.pipeline.alarms.act(actOf(jsonOf(data)));
    else if (topic === CASES_TOPIC) {
      const told = parseCase(jsonOf(data));
      this.cases.set(told.id, laterCase(this.cases.get(told.id), told));
    }
  }

  /** A recording is one wire: what is silent while it speaks is missing, whichever source told it then. */
  private hear(stream: number | undefined, reading: ReturnType<typeof readingOf>, logMs: number): void {
    if (stream === undefined) return;
    this.pipeline.take({ stream, ...reading }, logMs, 'live');
    for (let source = 0; source < this.pipeline.truths.length; source++) this.pipeline.hear(source, logMs);
  }
}
