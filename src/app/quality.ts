import { browserText } from '../kit/browser-text.ts';
import { isQuality, type Quality } from '../twin/quality.ts';
import type { Twin } from '../twin/twin.ts';

/** How fine the picture is at first, before frames were measured. */
interface WantedQuality {
  /** Fixed by `?quality=` in the address, for pictures and tests, or by what was chosen in this browser; null: as frames take. */
  readonly choice: Quality | null;
  /** The choice, else what this browser came to rest at; null: it is here for the first time. */
  readonly first: Quality | null;
}

const KEPT = browserText('shapan.quality.');
const CHOICE = 'choice';
const MEASURED = 'measured';

export function wantedQuality(search: string, kept: Pick<typeof KEPT, 'load'> = KEPT): WantedQuality {
  const requested = new URLSearchParams(search).get('quality');
  const choice = [requested, kept.load(CHOICE)].find(isQuality) ?? null;
  const measured = kept.load(MEASURED);
  return { choice, first: choice ?? (isQuality(measured) ? measured : null) };
}

/** Keeps what is chosen, and what is measured, in this browser from now on; what the address fixed is not kept. */
export function saveQuality(twin: Twin, kept: Pick<typeof KEPT, 'save'> = KEPT): () => void {
  return twin.subscribe((state, before) => {
    if (state.qualityChoice !== before.qualityChoice) kept.save(CHOICE, state.qualityChoice ?? '');
    if (state.quality !== before.quality && state.qualityChoice === null) kept.save(MEASURED, state.quality);
  });
}
