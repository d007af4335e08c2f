import { filmMessage } from '../../../model/text/film-messages.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { Twin } from '../../twin/twin.ts';
import { type EncodedFrame, webmOf } from './webm.ts';

/** Frames of a film at most: 24 s at 25 a second; at 1,920 px and c. 0.5 MB a frame this stays below `MOST_BYTES`. */
export const MAX_FRAMES = 600;
/**
 * What the page holds of a film; beyond it a tab of a small machine is in danger. One picture is drawn or decoded at a time, so a film
 * asks for its frames and, while it is packed or encoded, once more for the file. Measured over all of Chromium's processes: 11 frames
 * of 1,280 × 720 (1.97 MB): 861 MB before, the city not all loaded, 964 at most while shot, 970 packed, 964 as WebM, 960 after.
 */
export const MAX_BYTES = 400e6;
const JPEG_QUALITY = 0.9;

/** The clock, and what else a frame wants of the picture before it is taken. */
interface Shot {
  readonly timeMs: number;
  pose?(): Promise<void>;
}

/**
 * Sets the one clock to each instant in turn and keeps what `take` makes of it. The clock stands while it is filmed and is given back
 * as it was, also after a failure; a frame during which somebody moved it is taken again.
 */
export async function captureFilm<S extends Shot>(
  twin: Pick<Twin, 'getState'>,
  shots: readonly S[],
  take: (shot: S) => Promise<Blob>,
  onProgress: (doneRatio: number) => void,
  cancel: AbortSignal,
): Promise<Blob[]> {
  const { shownTimeMs, playing, showTime, play } = twin.getState();
  const frames: Blob[] = [];
  let bytes = 0;
  try {
    for (const shot of shots) {
      const { timeMs } = shot;
      let frame: Blob;
      do {
        cancel.throwIfAborted();
        play(false);
        await shot.pose?.();
        showTime(timeMs);
        frame = await take(shot);
      } while (twin.getState().shownTimeMs !== timeMs);
      bytes += frame.size;
      if (bytes > MAX_BYTES)
        throw new MessageError(filmMessage('film-large', { mostMb: MAX_BYTES / 1e6, frames: frames.length }));
      frames.push(frame);
      onProgress(frames.length / shots.length);
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
      (blob) => (blob ? resolve(blob) : reject(new MessageError(filmMessage('film-frame', {})))),
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

/** The smaller first; VP9 of level 4.1 holds 1,920 × 1,080 at 60 a second. */
const CODECS = [
  { codec: 'vp09.00.41.08', codecId: 'V_VP9' },
  { codec: 'vp8', codecId: 'V_VP8' },
] as const;
/** A video codec that WebM carries and this browser may encode. */
type FilmCodec = (typeof CODECS)[number];

/** Bits a second for a megapixel at 25 frames a second; edges of buildings stay clean. */
const BITS_PER_S = 12e6;
/** A player that seeks starts from such a frame. */
const KEY_EVERY_S = 2;
/** Pictures that wait for the encoder at most. */
const BATCH = 8;

const configOf = ({ codec }: FilmCodec, { width, height }: { width: number; height: number }, framerate: number) => ({
  codec,
  width,
  height,
  framerate,
  bitrate: BITS_PER_S,
});

/** What this browser encodes; null: nothing, or it may not, since encoders are kept from pages without TLS that another machine serves. */
export async function filmCodec(): Promise<FilmCodec | null> {
  if (typeof VideoEncoder === 'undefined') return null;
  for (const codec of CODECS) {
    const { supported } = await VideoEncoder.isConfigSupported(configOf(codec, { width: 1920, height: 1080 }, 30));
    if (supported) return codec;
  }
  return null;
}

/** Each frame stands as long as the others, whatever time its encoding takes. */
export async function encodeWebm(
  frames: readonly Blob[],
  framesPerS: number,
  codec: FilmCodec,
  onProgress: (doneRatio: number) => void,
  cancel: AbortSignal,
): Promise<Blob> {
  const frameMs = 1000 / framesPerS;
  const encoded: EncodedFrame[] = [];
  let failure: DOMException | null = null;
  let size = { width: 0, height: 0 };
  const encoder = new VideoEncoder({
    output(chunk) {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      encoded.push({ bytes, timeMs: chunk.timestamp / 1000, isKey: chunk.type === 'key' });
    },
    error(error) {
      failure = error;
    },
  });
  try {
    for (const [i, frame] of frames.entries()) {
      cancel.throwIfAborted();
      const picture = await createImageBitmap(frame);
      if (i === 0) {
        size = { width: picture.width, height: picture.height };
        encoder.configure(configOf(codec, size, framesPerS));
      }
      const shot = new VideoFrame(picture, { timestamp: i * frameMs * 1000, duration: frameMs * 1000 });
      encoder.encode(shot, { keyFrame: i % (KEY_EVERY_S * framesPerS) === 0 });
      shot.close();
      picture.close();
      if (i % BATCH === BATCH - 1 || i === frames.length - 1) await encoder.flush();
      onProgress((i + 1) / frames.length);
    }
    cancel.throwIfAborted();
  } catch (error) {
    throw failure ?? error;
  } finally {
    if (encoder.state !== 'closed') encoder.close();
  }
  return webmOf(encoded, {
    codecId: codec.codecId,
    widthPx: size.width,
    heightPx: size.height,
    durationMs: frames.length * frameMs,
  });
}
