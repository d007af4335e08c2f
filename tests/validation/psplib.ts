import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readPsplib } from '../../readers/psplib/psplib.ts';
import type { RcpspInstance } from '../../workers/construction/rcpsp/instance.ts';
import { instanceOfProject } from '../../workers/construction/rcpsp/instance.ts';

const FOLDER = resolve('../shared/data/construction/psplib');

export interface KnownInstance {
  instance: RcpspInstance;
  /** The best makespan that anyone reported; in J30 the optimum. */
  best: number;
}

export const missingPsplib = (): string | null => (existsSync(FOLDER) ? null : `${FOLDER} is not there`);

/** A set of PSPLIB with its best known makespans, in the order of the table; every n-th instance. */
export function knownInstances(set: 'j30' | 'j120', every: number): KnownInstance[] {
  const files = untar(gunzipSync(readFileSync(resolve(FOLDER, `${set}-rcp.tar.gz`))));
  const table = readFileSync(resolve(FOLDER, `${set}hrs.sm`), 'utf8');
  const rows = [...table.matchAll(/^(\d+)\s+(\d+)\s+(\d+)\s/gm)].map(([, parameter, number, best]) => ({
    id: `${set}_${parameter}_${number}`,
    best: Number(best),
  }));
  return rows
    .filter((_, i) => i % every === 0)
    .map(({ id, best }) => {
      const text = files.get(`${id}.rcp`);
      if (text === undefined) throw new Error(`${set}: expected ${id}.rcp, got none`);
      return { instance: instanceOfProject(readPsplib(text, id)).instance, best };
    });
}

/** Files of a ustar archive by their base names: blocks of 512 bytes, sizes in octal. */
function untar(bytes: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  for (let at = 0; at + 512 <= bytes.length; ) {
    const text = (from: number, length: number) =>
      bytes.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(text(124, 12).trim() || '0', 8);
    const name = text(0, 100);
    if (name.endsWith('.rcp'))
      files.set(name.slice(name.lastIndexOf('/') + 1), bytes.toString('latin1', at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
