import { type Remote, wrap } from 'comlink';
import { readLimitS } from '../../model/read-limit.ts';
import { fileMessage } from '../../model/text/json-file.ts';
import { MessageError } from '../../model/text/message.ts';
import { askOnce, type Limits } from './ask-once.ts';

/** Starts a worker of the page for a task of `src/tasks.ts`. */
export const startTask = (task: string): Worker =>
  new Worker(new URL('../page.worker.ts', import.meta.url), { type: 'module', name: task });

/** Asks a task one question, in a worker of its own that ends with the answer. */
export const askTask = <Task, Answer>(
  task: string,
  limits: Limits,
  ask: (task: Remote<Task>) => Promise<Answer>,
): Promise<Answer> => {
  const worker = startTask(task);
  return askOnce(worker, limits, ask(wrap<Task>(worker)));
};

/**
 * Asks a task what a file holds that a person chose: a file of more than so many MiB is refused before one byte is read, and one that is not read in
 * the time of its size is given up, its worker with it.
 */
export async function askAboutFile<Task, Answer>(
  task: string,
  file: Pick<File, 'name' | 'size'>,
  mostMib: number,
  ask: (task: Remote<Task>) => Promise<Answer>,
): Promise<Answer> {
  refuseLarge(file, mostMib);
  const failed = () => new MessageError(fileMessage('lost', { file: file.name }));
  return askTask(task, { readS: readLimitS(file.size), failed }, ask);
}

/** Before it is read: a file of gigabytes need not come into memory to be refused. */
export function refuseLarge({ name, size }: Pick<File, 'name' | 'size'>, mostMib: number): void {
  const mib = size / 2 ** 20;
  if (mib > mostMib)
    throw new MessageError(fileMessage('large', { file: name, most: mostMib, got: Math.ceil(10 * mib) / 10 }));
}
