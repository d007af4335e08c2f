/** How a run of a worker goes on, whatever it plays. */
export type RunStatus =
  | { kind: 'running'; progressRatio: number; etaS: number | null }
  /** `refusal`: why it could not go on with what was changed. */
  | { kind: 'paused'; progressRatio: number; refusal?: string }
  | { kind: 'failed'; reason: string }
  /** By hand: what was computed till then stays. */
  | { kind: 'stopped' }
  | { kind: 'done' };

export const isGoing = ({ kind }: RunStatus): boolean => kind === 'running' || kind === 'paused';

/** The rest takes as long a simulated second as what is done; a paused run's late news leaves it paused. */
export function goingOn(
  status: RunStatus,
  { timeS, fromS, endS, wallS }: { timeS: number; fromS: number; endS: number; wallS: number },
): RunStatus {
  if (status.kind !== 'running') return status;
  const progressRatio = Math.min(1, Math.max(0, timeS - fromS) / (endS - fromS));
  return {
    kind: 'running',
    progressRatio,
    etaS: progressRatio > 0 ? (wallS * (1 - progressRatio)) / progressRatio : null,
  };
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
