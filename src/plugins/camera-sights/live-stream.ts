import type Hls from 'hls.js';

/** Seconds that are read ahead and kept behind: a stream that plays for days holds no more. */
const BUFFER_S = 10;

/** A stream that plays in a video. */
interface LiveStream {
  close(): void;
}

/**
 * Plays an HLS playlist by hls.js, whose code comes with the first camera that has one and works in a worker of its own. `onLost` is called once,
 * with what the library or the browser says, when it cannot be played or not any more.
 */
export function openHls(video: HTMLVideoElement, url: string, onLost: (reason: string) => void): LiveStream {
  let hls: Hls | null = null;
  let isClosed = false;
  const lose = (reason: string) => {
    if (isClosed) return;
    close();
    onLost(reason);
  };
  function close(): void {
    isClosed = true;
    hls?.destroy();
    hls = null;
    video.removeAttribute('src');
    video.load();
  }
  Promise.all([import('hls.js'), import('hls.js/dist/hls.worker.js?url')]).then(
    ([{ default: Player }, { default: workerPath }]) => {
      if (isClosed) return;
      if (!Player.isSupported()) return lose('Media Source Extensions');
      hls = new Player({ workerPath, maxBufferLength: BUFFER_S, backBufferLength: BUFFER_S, enableWebVTT: false });
      hls.on(Player.Events.ERROR, (_, { fatal, details, response }) => {
        if (fatal) lose(response?.code ? `${details} (HTTP ${response.code})` : details);
      });
      hls.on(Player.Events.MANIFEST_PARSED, () => {
        video.play().catch((error: unknown) => lose(String(error)));
      });
      hls.loadSource(url);
      hls.attachMedia(video);
    },
    (error: unknown) => lose(String(error)),
  );
  return { close };
}
