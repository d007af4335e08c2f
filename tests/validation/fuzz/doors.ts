import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Command } from 'commander';
import { parseManifest } from '../../../model/city/manifest.ts';
import { FeedError } from '../../../model/sensors/decode.ts';
import { parseSensorKinds } from '../../../model/sensors/sensor-kind.ts';
import { parseCitySensors } from '../../../model/sensors/sensors.ts';
import { parseSource } from '../../../model/sensors/sources.ts';
import { readerOf } from '../../../readers/listed-readers.ts';
import { readSchedule } from '../../../readers/schedule/schedule-file.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import { sourceMessage } from '../../../src/plugins/feeds/messages.ts';
import { openRecordingFile, type ReadTable } from '../../../src/plugins/feeds/tasks/tape.ts';
import { oracleOf } from '../../../workers/flood/core/solvers.ts';
import { startFlood } from '../../../workers/flood/flood.ts';
import { readResult } from '../../../workers/flood/results/result-file.ts';
import type { Door } from './door.ts';
import { jsonDoor, PAGE_DOORS } from './page-doors.ts';
import { SPATIAL_DOORS } from './spatial-doors.ts';

/** As the page has it: a thread a table, ended after 8 s (`tasks/start-table-reader.ts`, whose `Worker` is the browser's). */
const readTableAside: ReadTable = (bytes) =>
  new Promise((done, fail) => {
    const worker = new Worker(join(import.meta.dirname, 'table-thread.js'), { workerData: bytes });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      settle();
      void worker.terminate();
    };
    const timer = setTimeout(() => end(() => fail(new FeedError(sourceMessage('table-slow', { seconds: 8 })))), 8000);
    worker.once('error', ({ message }) =>
      end(() => fail(new FeedError(sourceMessage('table-stopped', { reason: message })))),
    );
    worker.once('message', ({ table, messages, stack }) =>
      end(() => (table ? done(table) : fail(messages ? new FeedError(...messages) : new Error(stack)))),
    );
  });

/** A command of the command line, in this process and without its words. */
async function call(command: Command, args: readonly string[]): Promise<void> {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    await command.exitOverride().parseAsync([...args], { from: 'user' });
  } finally {
    process.stdout.write = write;
    process.exitCode = 0;
  }
}

function put(bytes: Uint8Array, name: string, folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const path = join(folder, basename(name));
  writeFileSync(path, bytes);
  return path;
}

/** Eight by eight cells of 10 m that fall to the south-east, as a scenario names them beside it. */
const FLOOD_GROUND = `ncols 8\nnrows 8\nxllcorner 0\nyllcorner 0\ncellsize 10\nNODATA_value -9999\n${Array.from(
  { length: 8 },
  (_, row) => Array.from({ length: 8 }, (_, column) => 20 - row / 2 - column / 4).join(' '),
).join('\n')}\n`;

/** A flood's result of a head and the arrays behind it, in base 64. */
function resultFile(head: unknown, arrays: string): Uint8Array<ArrayBuffer> {
  const text = Buffer.from(JSON.stringify(head) ?? '');
  const start = Buffer.from('SHFLOOD1\0\0\0\0');
  start.writeUInt32LE(text.length, 8);
  return new Uint8Array(Buffer.concat([start, text, Buffer.from(arrays, 'base64')]));
}

/** By the name that a seed has for it; `read <id>` is the reader of that id. */
export const DOORS: Readonly<Record<string, Door>> = {
  async bake(bytes, name, folder) {
    const { bakeCommand } = await import('../../../cli/city/bake.ts');
    const assumed = ['--assume-height', '6', '--assume-ids', 'sequence', '--assume-diameter', '300'];
    const crs = /\.(inp|city\.json)$/.test(name) ? ['--crs', 'EPSG:28992'] : [];
    const out = ['--out', join(folder, 'out'), '--id', 'c', '--threads', '0', '--json'];
    await call(bakeCommand(), [put(bytes, name, folder), ...assumed, ...crs, ...out]);
  },
  async recipe(bytes, name, folder) {
    const { bakeCommand } = await import('../../../cli/city/bake.ts');
    const path = put(bytes, name, folder);
    await call(bakeCommand(), [path, '--out', join(folder, 'out'), '--threads', '0', '--json']);
  },
  async construction(bytes, name, folder) {
    const { constructionCommand } = await import('../../../cli/sim/sim-construction.ts');
    await call(constructionCommand(), [put(bytes, name, folder), '--out', join(folder, 'out'), '--json']);
  },
  async crowd(bytes, name, folder) {
    const { crowdCommand } = await import('../../../cli/sim/sim-crowd.ts');
    await call(crowdCommand(), [put(bytes, name, folder), '--out', join(folder, 'out'), '--json']);
  },
  /** Read, laid out and played for its first seconds: how long a run takes is its owner's wish. */
  async flood(bytes, name, folder) {
    const { readCase } = await import('../../../cli/sim/flood-case.ts');
    const path = put(bytes, name, folder);
    writeFileSync(join(folder, 'dem.asc'), FLOOD_GROUND);
    const { input } = await readCase(path, folder);
    const flood = startFlood(oracleOf, input);
    for (let second = 1; second <= 5; second++) flood.advanceTo(Math.min(input.endS, second));
    flood.frame();
  },
  /** One file of a baked city in place of its own. */
  async verify(bytes, name, folder) {
    const { verifyCommand } = await import('../../../cli/city/verify.ts');
    const city = `${folder}-city`;
    if (!existsSync(join(city, 'manifest.json'))) {
      const { bakeCity } = await import('../../../tiles/bake.ts');
      const { testCity } = await import('../../tiles/check/test-city.ts');
      await bakeCity(testCity('hill'), city, { threads: 0 });
    }
    const path = join(city, name);
    const own = readFileSync(path);
    writeFileSync(path, bytes);
    try {
      await call(verifyCommand(), [city, '--json']);
    } finally {
      writeFileSync(path, own);
    }
  },
  async recorded(bytes, name, folder) {
    const { readRecorded } = await import('../../../hub/simulated/recorded-feed.ts');
    await readRecorded(put(bytes, name, folder), 8);
  },
  async 'result head'(bytes, name) {
    // The file of a seed is spoilt too: what is left of it stands in a result.
    const seed = JSON.parse(new TextDecoder().decode(bytes)) as { head?: unknown; arrays?: unknown } | null;
    await readResult(resultFile(seed?.head, String(seed?.arrays)), name);
  },
  async replay(bytes, name, folder) {
    const { replayCommand } = await import('../../../cli/hub/replay.ts');
    await call(replayCommand(), [put(bytes, name, folder)]);
  },
  async incidents(bytes, name, folder) {
    const { replayCommand } = await import('../../../cli/hub/replay.ts');
    await call(replayCommand(), [put(bytes, name, folder), '--incidents']);
  },
  async audit(bytes, name, folder) {
    const { auditCommand } = await import('../../../cli/hub/audit.ts');
    await call(auditCommand(), [put(bytes, name, folder)]);
  },
  async schedule(bytes, name) {
    await readSchedule(bytes, name);
  },
  async recording(bytes) {
    const messages = (await openRecordingFile(bytes, readTableAside)).messages();
    for (let next = await messages.next(); !next.done; ) next = await messages.next();
  },
  async result(bytes, name) {
    await readResult(Uint8Array.from(bytes), name);
  },
  manifest: jsonDoor(parseManifest),
  kinds: jsonDoor(parseSensorKinds),
  sensors: jsonDoor(parseCitySensors),
  source: jsonDoor(parseSource),
  ...PAGE_DOORS,
  ...SPATIAL_DOORS,
};

const WISH = { assumedCrs: 'EPSG:28992', tag: { key: 'building' } };

/** The door of a name. */
export function doorOf(name: string): Door {
  const [, id] = /^read (.*)$/.exec(name) ?? [];
  if (id === undefined) return DOORS[name];
  return async (bytes, file) => {
    const reader = readerOf(id);
    if (!reader) throw new RangeError(`no reader ${id}`);
    for (const gives of reader.gives) await reader.read(bytesSource(bytes, file), { ...WISH, gives }, new Problems());
  };
}
