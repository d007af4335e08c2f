import type { Twin } from '../twin/twin.ts';
import { instantOfWall } from '../twin/wall-clock.ts';

const MIN_PER_DAY = 1440;
/** Of a film: 24 s at 25 a second; at 1,920 px and c. 0.5 MB a frame this stays below `MOST_BYTES`. */
export const MOST_FRAMES = 600;
/** What the page holds of a film; beyond it a tab of a small machine is in danger. */
const MOST_BYTES = 400e6;
const JPEG_QUALITY = 0.9;

/** From date to date, wall-clock minutes of the plan; both ends are shown. */
export interface FilmSpan {
  fromMin: number;
  toMin: number;
  daysPerFrame: number;
}

/** How many frames the span has: one each pace, and its end. */
export function frameCount({ fromMin, toMin, daysPerFrame }: FilmSpan): number {
  return toMin < fromMin ? 0 : 1 + Math.ceil((toMin - fromMin) / (daysPerFrame * MIN_PER_DAY));
}

export function frameMins(span: FilmSpan): number[] {
  return Array.from({ length: frameCount(span) }, (_, i) =>
    Math.min(span.toMin, span.fromMin + i * span.daysPerFrame * MIN_PER_DAY),
  );
}

/** What a frame shows of the plan: its record up to the data date, from then on what it means to do. */
export const frameKind = (min: number, dataDateMin: number | null): 'actual' | 'planned' =>
  dataDateMin !== null && min <= dataDateMin ? 'actual' : 'planned';

/**
 * Sets the one clock to each instant in turn and keeps what `take` makes of it. The clock stands while it is filmed and is given back
 * as it was, also after a failure; a frame during which somebody moved it is taken again.
 */
export async function shootFilm(
  twin: Pick<Twin, 'getState' | 'city'>,
  mins: readonly number[],
  take: (min: number) => Promise<Blob>,
  tell: (doneRatio: number) => void,
  cancel: AbortSignal,
): Promise<Blob[]> {
  const { shownTimeMs, playing, showTime, play } = twin.getState();
  const frames: Blob[] = [];
  let bytes = 0;
  try {
    for (const min of mins) {
      const timeMs = instantOfWall(Math.round(min), twin.city.zone);
      let frame: Blob;
      do {
        cancel.throwIfAborted();
        play(false);
        showTime(timeMs);
        frame = await take(min);
      } while (twin.getState().shownTimeMs !== timeMs);
      bytes += frame.size;
      if (bytes > MOST_BYTES)
        throw new Error(`film: expected at most ${MOST_BYTES / 1e6} MB of frames, got more after ${frames.length}`);
      frames.push(frame);
      tell(frames.length / mins.length);
    }
    cancel.throwIfAborted();
    return frames;
  } finally {
    showTime(shownTimeMs);
    play(playing);
  }
}

export function jpegOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('film: expected a JPEG of the frame, got none'))),
      'image/jpeg',
      JPEG_QUALITY,
    ),
  );
}

/** `frame-0001.jpg` …, stored: JPEG does not shrink further. The packer is fetched by who wants it. */
export async function zipFrames(frames: readonly Blob[]): Promise<Blob> {
  const { BlobReader, BlobWriter, ZipWriter } = await import('@zip.js/zip.js');
  const zip = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false, level: 0 });
  for (const [i, frame] of frames.entries())
    await zip.add(`frame-${String(i + 1).padStart(4, '0')}.jpg`, new BlobReader(frame));
  return zip.close();
}

const WEBM_TYPES = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'];

/** What this browser records, the smallest first; null: it records no WebM. */
export function webmType(): string | null {
  if (typeof MediaRecorder === 'undefined' || typeof CanvasCaptureMediaStreamTrack === 'undefined') return null;
  return WEBM_TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? null;
}

/** Of a megapixel at 25 a second; edges of buildings stay clean. */
const BITS_PER_S = 12e6;

/**
 * Plays the frames onto a canvas that is recorded: a recorder stamps frames by the clock on the wall, so a film is recorded in the time
 * that it takes. Each frame is decoded ahead and handed over by `requestFrame` when it is due.
 */
export async function recordWebm(
  frames: readonly Blob[],
  framesPerS: number,
  mimeType: string,
  tell: (doneRatio: number) => void,
  cancel: AbortSignal,
): Promise<Blob> {
  const canvas = document.createElement('canvas');
  let next = await createImageBitmap(frames[0]);
  canvas.width = next.width;
  canvas.height = next.height;
  const context = canvas.getContext('2d');
  const stream = canvas.captureStream(0);
  const [track] = stream.getVideoTracks();
  if (!context || !(track instanceof CanvasCaptureMediaStreamTrack))
    throw new Error('film: expected a canvas that can be recorded, got none');
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: BITS_PER_S });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const ended = new Promise<void>((resolve, reject) => {
    recorder.onstop = () => resolve();
    recorder.onerror = () => reject(new Error('film: expected a recording, got an error of the recorder'));
  });
  try {
    recorder.start();
    const beganMs = performance.now();
    for (let i = 0; i < frames.length; i++) {
      cancel.throwIfAborted();
      context.drawImage(next, 0, 0, canvas.width, canvas.height);
      next.close();
      track.requestFrame();
      if (i + 1 < frames.length) next = await createImageBitmap(frames[i + 1]);
      await until(beganMs + ((i + 1) * 1000) / framesPerS);
      tell((i + 1) / frames.length);
    }
    // The last frame ends where the next would begin.
    track.requestFrame();
  } finally {
    if (recorder.state !== 'inactive') recorder.stop();
    track.stop();
  }
  await ended;
  return new Blob(parts, { type: 'video/webm' });
}

const until = (dueMs: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
