import { parseAct } from '../../../../model/alarms/alarm-act.ts';
import { type CityCase, newerCase, parseCase } from '../../../../model/cases/cases.ts';
import { ACTS_TOPIC, CASES_TOPIC } from '../../../../model/hub/topics.ts';
import { jsonOf, readingOf } from '../../../../model/sensors/decode.ts';
import { failureOf, reasonAt } from '../../../twin/failure.ts';
import { streamIn } from './mqtt-source.ts';
import type { Pipeline } from './pipeline.ts';
import { openRecordingFile, type ReadTable, type RecordedMessage, type Recording } from './tape.ts';

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
  private readonly recordingFile: Recording;
  private readonly make: () => Pipeline;
  private readonly streamOf: (id: string) => number | undefined;
  private messages: AsyncIterator<RecordedMessage> | null = null;
  private ahead: RecordedMessage | null = null;

  private constructor(recordingFile: Recording, make: () => Pipeline, streamOf: (id: string) => number | undefined) {
    this.recordingFile = recordingFile;
    this.make = make;
    this.streamOf = streamOf;
    this.fromMs = recordingFile.fromMs;
    this.toMs = recordingFile.toMs;
    this.atMs = recordingFile.fromMs;
    this.pipeline = make();
  }

  /** `make` gives an empty pipeline, `streamOf` its stream by the name that topics or tables have. */
  static async open(
    bytes: Uint8Array,
    make: () => Pipeline,
    streamOf: (id: string) => number | undefined,
    readTable?: ReadTable,
  ): Promise<ReplayedFeed> {
    return new ReplayedFeed(await openRecordingFile(bytes, readTable), make, streamOf);
  }

  /** True: it began anew, and what was shown before counts no more. One call after the other. */
  async goTo(timeMs: number): Promise<boolean> {
    const wantedMs = Math.min(this.toMs, Math.max(this.fromMs, timeMs));
    const isFullState = this.messages === null || wantedMs < this.atMs;
    if (isFullState) {
      this.pipeline = this.make();
      this.cases = new Map();
      this.ahead = null;
      this.messages = this.recordingFile.messages();
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
    return isFullState;
  }

  private async next(): Promise<RecordedMessage | null> {
    const { ahead } = this;
    this.ahead = null;
    if (ahead) return ahead;
    const read = await this.messages?.next();
    return !read || read.done ? null : read.value;
  }

  private take(message: RecordedMessage): void {
    const place = message.kind === 'reading' ? message.stream : message.topic;
    try {
      if (message.kind === 'reading') this.replayReading(this.streamOf(message.stream), message.reading, message.logMs);
      else this.takeRaw(message);
    } catch (error) {
      this.pipeline.refuse(0, reasonAt(place, failureOf(error)));
    }
  }

  private takeRaw({ topic, data, logMs }: RecordedMessage & { kind: 'message' }): void {
    const id = streamIn(topic);
    if (id !== undefined) this.replayReading(this.streamOf(id), readingOf(jsonOf(data)), logMs);
    else if (topic === ACTS_TOPIC) this.pipeline.alarms.act(parseAct(jsonOf(data)));
    else if (topic === CASES_TOPIC) {
      const recordedCase = parseCase(jsonOf(data));
      this.cases.set(recordedCase.id, newerCase(this.cases.get(recordedCase.id), recordedCase));
    }
  }

  /** A recording is one wire: what is silent while it speaks is missing, whichever source told it then. */
  private replayReading(stream: number | undefined, reading: ReturnType<typeof readingOf>, logMs: number): void {
    if (stream === undefined) return;
    this.pipeline.take({ stream, ...reading }, logMs, 'live');
    for (let source = 0; source < this.pipeline.qualities.length; source++) this.pipeline.markHeartbeat(source, logMs);
  }
}
