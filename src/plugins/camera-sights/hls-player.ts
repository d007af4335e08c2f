import Hls, { type ErrorData } from 'hls.js';
import workerPath from 'hls.js/dist/hls.worker.js?url';
import { type PlayStream, type StreamFailure, unplayable } from './stream-player.ts';

/** Seconds that are read ahead and kept behind: a stream that plays for days holds no more. */
const BUFFER_S = 10;

/** Plays an HLS playlist by hls.js, which works in a worker of its own. */
export const playHls: PlayStream = (video, url, lose) => {
  if (!Hls.isSupported()) {
    lose({ kind: 'unplayable', detail: 'Media Source Extensions' });
    return () => {};
  }
  const hls = new Hls({ workerPath, maxBufferLength: BUFFER_S, backBufferLength: BUFFER_S, enableWebVTT: false });
  hls.on(Hls.Events.ERROR, (_, error) => {
    if (error.fatal) lose(hlsFailure(error));
  });
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    video.play().catch((error: unknown) => lose(unplayable(error)));
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return () => {
    hls.destroy();
    video.removeAttribute('src');
    video.load();
  };
};

/** What an error of the library is to somebody who looks at a camera. Without an answer its code is 0 or left out. */
export function hlsFailure({
  type,
  details,
  response,
}: Pick<ErrorData, 'type' | 'details' | 'response'>): StreamFailure {
  const status = response?.code ?? 0;
  if (status >= 400) return { kind: 'refused', status };
  if (type === Hls.ErrorTypes.NETWORK_ERROR && status === 0) return { kind: 'unreached' };
  return { kind: 'unplayable', detail: details };
}
