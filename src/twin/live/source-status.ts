import type { Text } from '../../../model/text/text.ts';

/** Whether a source of readings is heard, and since when. */
export type SourceStatus =
  /** Nothing answers at its address: the city is shown without it. */
  | { kind: 'none' }
  | { kind: 'connecting' }
  | { kind: 'live'; sinceMs: number }
  /**
   * `hasAnswered` false: it never answered, and `sinceMs` is when it was first asked. `needsLogin`: it answers, and shows nothing of the city
   * to who is not logged in.
   */
  | { kind: 'cut'; sinceMs: number; reason: Text; hasAnswered: boolean; needsLogin?: true }
  /** Read to its end: a file. */
  | { kind: 'ended' };
