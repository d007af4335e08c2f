import type { Message } from '../../../../model/text/message.ts';
import type { Twin } from '../../../twin/twin.ts';
import { viewMessage } from '../../messages.ts';
import { reasonOf } from '../reason.ts';
import type { Stage } from './stage.ts';

/** After so many losses in so long, the picture is not rebuilt again by itself. */
const MAX_LOSSES = 3;
const WITHIN_MS = 5 * 60_000;

/**
 * A lost WebGL context cannot be restored in place: every object of it is foreign afterwards. So the stage is thrown
 * away and built again from the twin, which lost nothing. An error while rendering is treated the same, with a limit.
 */
export function watchContext(
  stage: Stage,
  losses: number[],
  rebuild: () => void,
  { twin, fail }: { twin: Pick<Twin, 'getState'>; fail(what: string, reason: string | Message): void },
): () => void {
  const { canvas, scene } = stage.widget;
  let lost = false;
  const lose = (reason: Message): void => {
    if (lost) return;
    lost = true;
    const nowMs = performance.now();
    losses.push(nowMs);
    const recent = losses.filter((atMs) => nowMs - atMs < WITHIN_MS).length;
    const isGivenUp = recent > MAX_LOSSES;
    fail('picture', isGivenUp ? viewMessage('picture-gone', { times: recent, minutes: WITHIN_MS / 60_000 }) : reason);
    if (isGivenUp) return;
    twin.getState().recordRecovery('context', 'rebuilt', reason.text.en);
    setTimeout(rebuild, recent * 200);
  };
  const onLost = (event: Event): void => {
    event.preventDefault();
    lose(viewMessage('context-lost', {}));
  };
  canvas.addEventListener('webglcontextlost', onLost);
  const end = scene.renderError.addEventListener((_: unknown, error: unknown) =>
    lose(viewMessage('render-error', { reason: reasonOf(error) })),
  );
  return () => {
    canvas.removeEventListener('webglcontextlost', onLost);
    end();
  };
}
