import { LEADER_LOST_MS } from '../../../model/walls/wall-step.ts';
import type { Reason } from '../../twin/failure.ts';

/** How this page fares on its wall. */
export type WallStatus =
  | { readonly kind: 'alone'; readonly takenBy: string | null }
  | {
      readonly kind: 'leads';
      /** From sending the last step until the hub had told it to the others; null: none was answered yet. */
      readonly answerMs: number | null;
      /** Why the last step did not arrive; null: it did. */
      readonly failure: Reason | null;
    }
  | {
      readonly kind: 'follows';
      /** The account that leads; null: no step has come yet. */
      readonly by: string | null;
      /** Since the last step came. */
      readonly ageMs: number;
      readonly isConnected: boolean;
      /** Steps began again after the leader was lost. */
      readonly isBack: boolean;
      /** What the leader shows and this page has not, in the language of the leader. */
      readonly missing: readonly string[];
    };

export const ALONE: WallStatus = { kind: 'alone', takenBy: null };

/** How a screen that follows stands: `waits`: nobody has led it yet. */
type StepState = 'waits' | 'inStep' | 'lost';

export const stepState = ({ by, ageMs }: Extract<WallStatus, { kind: 'follows' }>): StepState => {
  if (by === null) return 'waits';
  return ageMs > LEADER_LOST_MS ? 'lost' : 'inStep';
};
