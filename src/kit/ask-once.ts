import { readLimitS } from '../../model/read-limit.ts';
import { fileMessage } from '../../model/text/json-file.ts';
import { MessageError } from '../../model/text/message.ts';

/**
 * What a file that a person chose holds, by a worker of its own: a file of more than so many MiB is refused before one byte is read, and one that
 * is not read in the time of its size is given up, its worker with it.
 */
export async function askAboutFile<Answer>(
  file: Pick<File, 'name' | 'size'>,
  mostMib: number,
  open: () => Worker,
  ask: (worker: Worker) => Promise<Answer>,
): Promise<Answer> {
  refuseLarge(file, mostMib);
  const worker = open();
  const lost = () => new MessageError(fileMessage('lost', { file: file.name }));
  return askOnce(worker, readLimitS(file.size), lost, ask(worker));
}

/** Before it is read: a file of gigabytes need not come into memory to be refused. */
export function refuseLarge({ name, size }: Pick<File, 'name' | 'size'>, mostMib: number): void {
  const mib = size / 2 ** 20;
  if (mib > mostMib)
    throw new MessageError(fileMessage('large', { file: name, most: mostMib, got: Math.ceil(10 * mib) / 10 }));
}

/**
 * One answer of a worker that is there for it alone: a file that comes to no end, or takes too much memory, goes with it. `limitS`: until it is given
 * up; `lost` is what the reader of the page is told then.
 */
export async function askOnce<Answer>(
  worker: Worker,
  limitS: number,
  lost: () => Error,
  answer: Promise<Answer>,
): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new Promise<never>((_, reject) => {
    const stop = () => reject(lost());
    worker.onerror = stop;
    timer = setTimeout(stop, 1000 * (WORKER_START_S + limitS));
  });
  try {
    return await Promise.race([answer, ended]);
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}

/** For the worker to be there. */
const WORKER_START_S = 20;
