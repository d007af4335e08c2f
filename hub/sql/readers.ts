import { MessageError } from '../../model/text/message.ts';
import { MS_PER_MIN } from '../../model/time.ts';
import { hubMessage } from '../messages.ts';
import type { Asker } from './sql-api.ts';

/** A question of a quiet asker may take so long. */
export const QUESTION_LIMIT_MS = 5000;
/** An asker's share of the engine in a minute; who has had it gets this much less for each next question, down to the least. */
const SHARE_MS = 10_000;
const MIN_LIMIT_MS = 500;
/** Time limit of a long query while one had to be ended within the last minute, whoever sent it: many addresses may be one person. */
const WARY_LIMIT_MS = 1000;
/** Cut queries of an asker in ten minutes after which the next ones are refused for as long. */
const MAX_CUTS = 3;
const CUTS_MS = 600_000;
/** A question that has waited longer is refused: whoever asked has gone, or asks again. */
const MAX_WAIT_MS = 10_000;
const MAX_WAITING = 500;

/** The hub does not answer this question now, and says why; `statusCode` is HTTP's for it. */
export class QuestionRefused extends MessageError {
  readonly statusCode: number;

  constructor(why: keyof typeof STATUS, limitMs: number) {
    super(hubMessage(`question-${why}`, { seconds: Math.round(limitMs / 100) / 10 }));
    this.statusCode = STATUS[why];
  }
}

/** `gone`: nobody hears this one. */
const STATUS = { 'too-long': 400, 'too-many': 503, 'often-too-long': 429, gone: 499 } as const;

/** What an asker had of the engine lately. */
interface Share {
  usedMs: number;
  sinceMs: number;
  cutsMs: number[];
}

interface Question extends Asker {
  sinceMs: number;
  begin(limitMs: number): Promise<void>;
  refuse(error: QuestionRefused): void;
}

/** Sessions that questions are answered in. */
interface Pool {
  sessions: number;
  /** Those who write have the same session: while many questions wait, it is left free for as long as each took. */
  rests: boolean;
}

/** More questions that wait than a page asks at once. */
const BUSY_FROM = 8;
const MAX_REST_MS = 500;

/**
 * The questions of readers, as many at once as the engine has sessions for them. Short ones go first, and of these whoever had least of the engine in the last minute is next,
 * so that one asker's hundred questions do not stand before another's first.
 */
export class Readers {
  private readonly waiting: Question[] = [];
  private readonly shares = new Map<string, Share>();
  private free: number;
  private readonly rests: boolean;
  private lastCutMs = Number.NEGATIVE_INFINITY;
  private readonly nowMs: () => number;

  constructor({ sessions, rests }: Pool, nowMs: () => number = () => performance.now()) {
    this.free = sessions;
    this.rests = rests;
    this.nowMs = nowMs;
  }

  /** `work` is told its time limit, and throws `QuestionRefused` itself where it did not keep it. */
  ask<Result>({ asker, isLong, signal }: Asker, work: (limitMs: number) => Promise<Result>): Promise<Result> {
    const share = this.shareOf(asker);
    if (share.cutsMs.length >= MAX_CUTS) return Promise.reject(new QuestionRefused('often-too-long', CUTS_MS));
    if (this.waiting.length >= MAX_WAITING) return Promise.reject(new QuestionRefused('too-many', MAX_WAIT_MS));
    if (signal?.aborted) return Promise.reject(new QuestionRefused('gone', 0));
    return new Promise<Result>((done, fail) => {
      const question: Question = {
        asker,
        isLong,
        sinceMs: this.nowMs(),
        begin(limitMs) {
          signal?.removeEventListener('abort', leave);
          return work(limitMs).then(done, (error: unknown) => failed(error));
        },
        refuse(error) {
          signal?.removeEventListener('abort', leave);
          fail(error);
        },
      };
      const failed = (error: unknown) => this.failed(share, error, fail);
      const leave = () => this.leave(question);
      signal?.addEventListener('abort', leave);
      this.waiting.push(question);
      this.next();
    });
  }

  /** Drops a question whose asker has gone; one that has begun is finished. */
  private leave(question: Question): void {
    const at = this.waiting.indexOf(question);
    if (at < 0) return;
    this.waiting.splice(at, 1);
    question.refuse(new QuestionRefused('gone', 0));
  }

  private failed(share: Share, error: unknown, fail: (error: unknown) => void): void {
    if (error instanceof QuestionRefused) {
      this.lastCutMs = this.nowMs();
      share.cutsMs.push(this.lastCutMs);
    }
    fail(error);
  }

  private next(): void {
    if (this.free === 0) return;
    const question = this.takeNext();
    if (!question) return;
    this.free--;
    const share = this.shareOf(question.asker);
    const beganMs = this.nowMs();
    const isWary = question.isLong && beganMs - this.lastCutMs < MS_PER_MIN;
    const mostMs = isWary ? WARY_LIMIT_MS : QUESTION_LIMIT_MS;
    const limitMs = Math.max(MIN_LIMIT_MS, Math.min(mostMs, SHARE_MS - share.usedMs));
    void question.begin(limitMs).finally(() => {
      const tookMs = this.nowMs() - beganMs;
      share.usedMs += tookMs;
      const goOn = () => {
        this.free++;
        this.next();
      };
      if (this.rests && this.waiting.length > BUSY_FROM) setTimeout(goOn, Math.min(tookMs, MAX_REST_MS));
      else goOn();
    });
  }

  private takeNext(): Question | undefined {
    this.refuseLate();
    const usedMs = this.waiting.map(({ asker, isLong }) => this.shareOf(asker).usedMs + (isLong ? MS_PER_MIN : 0));
    const at = usedMs.indexOf(Math.min(...usedMs));
    return at < 0 ? undefined : this.waiting.splice(at, 1)[0];
  }

  private refuseLate(): void {
    const sinceMs = this.nowMs() - MAX_WAIT_MS;
    // They stand in the order in which they came.
    while (this.waiting.length > 0 && this.waiting[0].sinceMs < sinceMs)
      this.waiting.shift()?.refuse(new QuestionRefused('too-many', MAX_WAIT_MS));
  }

  /** The share of this minute; those of minutes that are over go. */
  private shareOf(asker: string): Share {
    const nowMs = this.nowMs();
    const known = this.shares.get(asker);
    const share = known ?? { usedMs: 0, sinceMs: nowMs, cutsMs: [] };
    if (nowMs - share.sinceMs > MS_PER_MIN) {
      share.usedMs = 0;
      share.sinceMs = nowMs;
    }
    share.cutsMs = share.cutsMs.filter((ms) => nowMs - ms < CUTS_MS);
    if (known) return share;
    for (const [name, { sinceMs, cutsMs }] of this.shares)
      if (nowMs - sinceMs > MS_PER_MIN && cutsMs.every((ms) => nowMs - ms >= CUTS_MS)) this.shares.delete(name);
    this.shares.set(asker, share);
    return share;
  }
}
