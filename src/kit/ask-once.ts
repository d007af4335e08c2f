/** Why a worker gave no answer: it broke, or took longer than it was given. */
export type Failure = { readonly reason: string } | { readonly seconds: number };

/** How long a worker may take for its answer, and what the reader of the page is told if none comes. */
export interface Limits {
  readonly readS: number;
  /** For the worker, and the WebAssembly of its readers, to be there; absent: 20. */
  readonly startS?: number;
  /** Ends the worker before it has answered. */
  readonly cancel?: AbortSignal;
  failed(why: Failure): Error;
}

/** For a worker to be there, on a machine that does other things too. */
const WORKER_START_S = 20;

/** Waits for the one answer of a worker, and ends it then: a file that comes to no end, or takes too much memory, goes with it. */
export async function askOnce<Answer>(
  worker: Worker,
  { readS, startS = WORKER_START_S, cancel, failed }: Limits,
  answer: Promise<Answer>,
): Promise<Answer> {
  const seconds = startS + readS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new Promise<never>((_, reject) => {
    worker.onerror = ({ message }) => reject(failed({ reason: message }));
    timer = setTimeout(() => reject(failed({ seconds })), 1000 * seconds);
    cancel?.addEventListener('abort', () => reject(cancel.reason), { once: true });
  });
  try {
    return await Promise.race([answer, ended]);
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
