import { proxy, type Remote, wrap } from 'comlink';
import type { PlanBasis } from '../../../../model/plans/plan-basis.ts';
import type { BasisPart } from '../../../../model/plans/read-basis-file.ts';
import { readLimitS } from '../../../../model/read-limit.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { lastEndings, readersOf } from '../../../../readers/listed-readers.ts';
import type { Consent, Topology } from '../../../../workers/plans/topology.ts';
import { startTask } from '../../../kit/start-task.ts';
import { conflictsMessage } from '../messages.ts';
import type { CodeFinding } from './plan-columns.ts';
import type {
  PlanFileLook,
  PlanFileOptions,
  PlanFileParts,
  PlanImport,
  PlanReader,
  PlanStatement,
} from './plan-file-types.ts';

/** Endings of files that plans come in, with those that belong to a shapefile. */
export const PLAN_ENDINGS: readonly string[] = [
  ...lastEndings(readersOf('features', 'surfaces')),
  ...['.dbf', '.shx', '.prj', '.cpg'],
];

/** For the worker, its readers and GEOS to be there. */
const READER_START_S = 20;

/** A file of a plan in a worker of its own: one that comes to no end or runs out of memory goes with it. */
export interface OpenPlanFile {
  readonly name: string;
  look(wish: PlanFileOptions): Promise<PlanFileLook>;
  codes(column: string): Promise<CodeFinding>;
  topology(hear: (ratio: number) => void): Promise<Topology>;
  make(statement: PlanStatement, consent: Consent): Promise<PlanImport>;
  close(): void;
}

/** Parts of a shapefile stand behind its `.shp`. */
export function openPlanFile(files: PlanFileParts): OpenPlanFile {
  const sorted = [...files].sort((one, other) => Number(isPart(one.name)) - Number(isPart(other.name)));
  const [{ name: file }] = sorted;
  const { ask, close } = openReader(file, readLimitS(files.reduce((sum, { blob }) => sum + blob.size, 0)));
  return {
    name: file,
    look: (wish) => ask((planReader) => planReader.look(sorted, wish)),
    codes: (column) => ask((planReader) => planReader.codes(column)),
    topology: (hear) => ask((planReader) => planReader.topology(proxy(hear))),
    make: (statement, consent) => ask((planReader) => planReader.make(statement, consent)),
    close,
  };
}

/** Rules or a crosswalk from a file, in place of a part of the shipped basis; rejects with the rule or row and its field. */
export async function readBasisInWorker(part: BasisPart, file: File, shipped: PlanBasis): Promise<PlanBasis> {
  const { ask, close } = openReader(file.name, readLimitS(file.size));
  try {
    return await ask((planReader) => planReader.basis(part, { name: file.name, blob: file }, shipped));
  } finally {
    close();
  }
}

/** The worker of plan files for one of them, which ends a question that takes longer than so many seconds. */
function openReader(file: string, readS: number) {
  const seconds = READER_START_S + readS;
  let worker: Worker | null = null;
  let remote: Remote<PlanReader> | null = null;
  let refuse: (reason: unknown) => void = () => undefined;

  const close = () => {
    worker?.terminate();
    worker = null;
    remote = null;
  };

  function reader(): Remote<PlanReader> {
    if (remote) return remote;
    worker = startTask('plan-file');
    worker.onerror = ({ message }) =>
      refuse(new MessageError(conflictsMessage('file-stopped', { file, reason: message })));
    remote = wrap<PlanReader>(worker);
    return remote;
  }

  async function ask<T>(question: (reader: Remote<PlanReader>) => Promise<T>): Promise<T> {
    const planReader = reader();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ended = new Promise<never>((_, reject) => {
      refuse = (reason) => {
        close();
        reject(reason);
      };
      timer = setTimeout(
        () => refuse(new MessageError(conflictsMessage('file-slow', { file, seconds }))),
        seconds * 1000,
      );
    });
    try {
      return await Promise.race([question(planReader), ended]);
    } finally {
      clearTimeout(timer);
    }
  }

  return { ask, close };
}

const isPart = (name: string): boolean => /\.(?:dbf|shx|prj|cpg|sbn|sbx|qix|qmd|shp\.xml)$/i.test(name);

/** Files that a person chose or dropped. */
export const partsOf = (files: Iterable<File>): PlanFileParts =>
  Array.from(files, (file) => ({ name: file.name, blob: file }));
