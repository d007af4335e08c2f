import { QUALITIES, type Quality } from '../twin/quality.ts';

/** Measured motion that is judged at once, ms: a shorter hitch (a garbage collection, a shader) is none of the picture's own cost. */
const SPAN_MS = 2000;

/**
 * Where half of a motion's time passes in frames longer than this, it stutters: fewer than 28 pictures a second. A screen of 30 Hz, as many a
 * wall's, gives 33.3 and does not. Frames are weighed by how long they last, not counted: a card that cannot follow takes some frames at once
 * into its queue and then holds the page for a tenth of a second; the median of those was 17 ms at 32 uneven pictures a second.
 */
const SLOW_MS = 36;

/** A picture that follows the hand so late is coarsened in mid-flight; every other change waits until the camera rests. */
const FAR_TOO_SLOW_MS = 100;

/** Half of the time in frames shorter than this leaves room: a screen of 60 Hz gives 16.7. A screen of 30 Hz never does, so there nothing is refined. */
const QUICK_MS = 20;

/** Spans in a row that must be quick before a finer picture is tried: ten seconds of motion. */
const QUICK_SPANS = 5;

/** A quality that was left for being slow is not tried again for so long; each time it is left again, for twice as long. */
export const RETRY_MS = 5 * 60_000;
const MAX_RETRY_MS = 60 * 60_000;

/**
 * Time after tiles came, the tab was away or the quality changed, in which frames still hold work of that: shaders, textures, a new shadow.
 */
export const UNSTEADY_MS = 1000;

/** One frame of a motion. */
interface MotionFrame {
  /** When it was begun. */
  readonly atMs: number;
  /** From its beginning to when the browser could begin the next one. */
  readonly frameMs: number;
  /** Else the clock alone moves what is drawn. */
  readonly cameraMoves: boolean;
}

/** What of the frames so far a judgement hangs on. */
export interface QualityWatch {
  readonly spanMs: number[];
  quickSpans: number;
  /** Due when the camera rests; null: nothing is. */
  due: Quality | null;
  /** Frames that begin earlier are not counted. */
  steadyFromMs: number;
  /** By quality: when it may be tried again, and how long it was put off. */
  readonly putOff: Map<Quality, { untilMs: number; forMs: number }>;
}

export const newQualityWatch = (): QualityWatch => ({
  spanMs: [],
  quickSpans: 0,
  due: null,
  steadyFromMs: 0,
  putOff: new Map(),
});

/** Frames that are drawn now tell nothing: tiles load, or nobody sees the page. */
export function ignoreFrames(watch: QualityWatch, atMs: number): void {
  watch.steadyFromMs = Math.max(watch.steadyFromMs, atMs + UNSTEADY_MS);
}

/** Counts a frame of a motion; returns the quality to be drawn from now on, null while that is the one of now. */
export function watchFrame(watch: QualityWatch, frame: MotionFrame, quality: Quality): Quality | null {
  if (frame.atMs < watch.steadyFromMs) return null;
  watch.spanMs.push(frame.frameMs);
  const isJudged = watch.spanMs.reduce((sum, each) => sum + each, 0) >= SPAN_MS;
  const halfTimeMs = isJudged ? halfTimeOf(watch.spanMs) : 0;
  if (isJudged) judge(watch, halfTimeMs, quality, frame.atMs);
  const mayChange = !frame.cameraMoves || halfTimeMs > FAR_TOO_SLOW_MS;
  return mayChange ? takeDue(watch, quality, frame.atMs) : null;
}

/** The camera came to rest: what is due may be drawn. */
export const watchRest = (watch: QualityWatch, quality: Quality, atMs: number): Quality | null =>
  takeDue(watch, quality, atMs);

function judge(watch: QualityWatch, halfTimeMs: number, quality: Quality, atMs: number): void {
  watch.spanMs.length = 0;
  watch.quickSpans = halfTimeMs < QUICK_MS ? watch.quickSpans + 1 : 0;
  const at = QUALITIES.indexOf(quality);
  if (halfTimeMs > SLOW_MS) {
    watch.due = QUALITIES[at - 1] ?? null;
    return;
  }
  // What was slow for one span of a motion and is not any more keeps its look.
  watch.due = null;
  const finer = QUALITIES[at + 1];
  if (!finer || watch.quickSpans < QUICK_SPANS) return;
  if (atMs >= (watch.putOff.get(finer)?.untilMs ?? 0)) watch.due = finer;
}

function takeDue(watch: QualityWatch, quality: Quality, atMs: number): Quality | null {
  const { due } = watch;
  if (due === null || due === quality) return null;
  if (QUALITIES.indexOf(due) < QUALITIES.indexOf(quality)) putOff(watch, quality, atMs);
  watch.due = null;
  watch.quickSpans = 0;
  watch.spanMs.length = 0;
  ignoreFrames(watch, atMs);
  return due;
}

function putOff({ putOff: all }: QualityWatch, quality: Quality, atMs: number): void {
  const forMs = Math.min(MAX_RETRY_MS, 2 * (all.get(quality)?.forMs ?? RETRY_MS / 2));
  all.set(quality, { untilMs: atMs + forMs, forMs });
}

/** Half of the time passes in frames at least so long; the longest is left out, as a hitch. */
function halfTimeOf(frameMs: readonly number[]): number {
  const sorted = [...frameMs].sort((a, b) => b - a);
  const kept = sorted.length > 1 ? sorted.slice(1) : sorted;
  const half = kept.reduce((sum, each) => sum + each, 0) / 2;
  let passedMs = 0;
  for (const each of kept) {
    passedMs += each;
    if (passedMs >= half) return each;
  }
  return 0;
}
