import type { Stage } from '../panes/stage.ts';

/** Share of the time that pictures may take which nobody's hand requested. */
const SHARE = 0.2;
const LOOK_MS = 20;

/** Asks for frames that may wait, so that drawing leaves the machine time for what comes. */
interface OnDemandDrawing {
  /** A frame, as soon as it is due. */
  requestFrame(): void;
  close(): void;
}

/**
 * Frames for what comes by itself. Each takes as long as the last one took, to its end in the graphics process, and four times as long
 * nothing is asked for: 20 ms of waiting with a GPU. In software, where a picture with 20,000 marks takes 0.65 s of a core, marks that
 * aged were drawn once a second; so what came waited behind the drawing, and marks aged the more (p99 of the feed 776 ms, 338 with this).
 */
export function drawOnDemand({ scene, widget }: Stage): OnDemandDrawing {
  const gl = widget.canvas.getContext('webgl2');
  let beganMs = 0;
  let endedMs = 0;
  let lastedMs = 0;
  let isWatched = false;
  let lookTimer = 0;
  let pendingRequests = 0;

  /** A frame ends when the graphics process has done it, not when its calls are made. */
  function watch(of: WebGL2RenderingContext, fence: WebGLSync): void {
    if (of.getSyncParameter(fence, of.SYNC_STATUS) !== of.SIGNALED && !of.isContextLost()) {
      lookTimer = window.setTimeout(watch, LOOK_MS, of, fence);
      return;
    }
    of.deleteSync(fence);
    isWatched = false;
    endedMs = performance.now();
    lastedMs = endedMs - beganMs;
  }

  const ends = [
    scene.preRender.addEventListener(() => {
      if (!isWatched) beganMs = performance.now();
    }),
    scene.postRender.addEventListener(() => {
      const fence = isWatched ? null : gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
      if (!gl || !fence) return;
      isWatched = true;
      lookTimer = window.setTimeout(watch, 0, gl, fence);
    }),
  ];

  function requestFrame(): void {
    if (pendingRequests !== 0) return;
    const dueMs = endedMs + lastedMs * (1 / SHARE - 1);
    pendingRequests = window.setTimeout(
      () => {
        pendingRequests = 0;
        if (isWatched) requestFrame();
        else scene.requestRender();
      },
      Math.max(isWatched ? LOOK_MS : 0, dueMs - performance.now()),
    );
  }

  return {
    requestFrame,
    close() {
      for (const end of ends) end();
      clearTimeout(lookTimer);
      clearTimeout(pendingRequests);
    },
  };
}
