import type { CameraStream } from '../../../model/city/camera-stream.ts';
import { type PlayStream, type StreamFailure, unplayable } from './stream-player.ts';

/** A stream that plays in a video. */
interface LiveStream {
  end(): void;
}

/** By kind of stream; a player and its library come with the first camera of that kind. */
const PLAYERS: Record<CameraStream['kind'], () => Promise<PlayStream>> = {
  hls: async () => (await import('./hls-player.ts')).playHls,
  whep: async () => (await import('./whep-player.ts')).playWhep,
};

/** Plays a camera's own stream in a video; `onLost` is called at most once, with why it cannot be played or not any more, and never after the end. */
export function openLiveStream(
  video: HTMLVideoElement,
  { kind, url }: CameraStream,
  onLost: (failure: StreamFailure) => void,
): LiveStream {
  let isEnded = false;
  let stop: (() => void) | null = null;
  function end(): void {
    isEnded = true;
    stop?.();
    stop = null;
  }
  function lose(failure: StreamFailure): void {
    if (isEnded) return;
    end();
    onLost(failure);
  }
  PLAYERS[kind]()
    .then((play) => {
      if (isEnded) return;
      stop = play(video, url, lose);
      // A player may find at once that it cannot play.
      if (isEnded) end();
    })
    .catch((error: unknown) => lose(unplayable(error)));
  return { end };
}
