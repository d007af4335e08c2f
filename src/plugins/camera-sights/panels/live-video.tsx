import { useEffect, useRef, useState } from 'react';
import type { CameraStream } from '../../../../model/city/camera-stream.ts';
import { useController } from '../../../kit/app-context.tsx';
import { useWords } from '../../../kit/words.ts';
import { cameraSightsController } from '../controller.ts';
import { openLiveStream } from '../live-stream.ts';
import type { StreamFailure } from '../stream-player.ts';

/** Interval at which a frame is taken for the picture in the scene, and for the time beside it. */
const FRAME_EVERY_MS = 500;
/** A picture that stands still for so long is not what is there now. */
const MAX_STILL_S = 15;
/** As wide as simulated pictures are. */
const FRAME_WIDTH_PX = 480;

/** What the camera itself sends, as long as it is in view; silent, for a camera's sound is nobody's picture. */
export function LiveVideo({
  id,
  stream: { kind, url },
  label,
  onLost,
}: {
  id: string;
  stream: CameraStream;
  label: string;
  onLost: (failure: StreamFailure) => void;
}) {
  const { t } = useWords();
  const controller = useController(cameraSightsController);
  const video = useRef<HTMLVideoElement>(null);
  const [isSeen, setSeen] = useState(false);
  const [isPlaying, setPlaying] = useState(false);
  useEffect(() => {
    if (!video.current) return;
    const sight = new IntersectionObserver(([entry]) => setSeen(entry.isIntersecting));
    sight.observe(video.current);
    return () => sight.disconnect();
  }, []);
  useEffect(() => {
    const element = video.current;
    if (!element || !isSeen) return;
    const frame = document.createElement('canvas');
    const stream = openLiveStream(element, { kind, url }, onLost);
    let shownS = -1;
    let movedMs = performance.now();
    const timer = setInterval(() => {
      const hasFrame = drawFrame(element, frame);
      setPlaying(hasFrame);
      if (hasFrame && element.currentTime !== shownS) {
        shownS = element.currentTime;
        movedMs = performance.now();
        controller.takeLive(id, frame);
      } else if (performance.now() - movedMs > 1000 * MAX_STILL_S) onLost({ kind: 'still', seconds: MAX_STILL_S });
    }, FRAME_EVERY_MS);
    return () => {
      clearInterval(timer);
      stream.end();
    };
  }, [isSeen, kind, url, id, onLost, controller]);
  return (
    <>
      <video ref={video} muted playsInline aria-label={label} />
      {!isPlaying && <p>{t('cameras.opening')}</p>}
    </>
  );
}

/** Draws what the video shows; false: nothing came yet. */
function drawFrame(video: HTMLVideoElement, frame: HTMLCanvasElement): boolean {
  const { readyState, videoWidth, videoHeight } = video;
  if (readyState < HTMLMediaElement.HAVE_CURRENT_DATA || videoWidth === 0) return false;
  const scale = Math.min(1, FRAME_WIDTH_PX / videoWidth);
  frame.width = Math.round(videoWidth * scale);
  frame.height = Math.round(videoHeight * scale);
  frame.getContext('2d')?.drawImage(video, 0, 0, frame.width, frame.height);
  return true;
}
