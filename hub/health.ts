import { open, readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Message } from '../model/text/message.ts';
import type { HubClock } from './clock.ts';
import type { History } from './history/history.ts';
import { serviceMessage } from './service-messages.ts';
import { shortReasonOf } from './unready.ts';

/** What is wrong with the hub, part by part, until it is right again. */
export interface Health {
  /** Null: the part works. */
  set(part: string, problem: Message | null): void;
  problems(): readonly Message[];
}

export function openHealth(): Health {
  const byPart = new Map<string, Message>();
  return {
    set(part, problem) {
      const known = byPart.get(part);
      if (problem && known?.code !== problem.code) process.stderr.write(`hub: ${problem.text.en}\n`);
      if (problem) byPart.set(part, problem);
      else byPart.delete(part);
    },
    problems: () => [...byPart.values()],
  };
}

/** Name of the file in the hub's folder that holds its own time, written as long as it runs. */
const ALIVE = 'alive';
const LOOK_EVERY_MS = 3000;
/** A log segment of the embedded database: with less room the next one cannot be made. */
const MIN_FREE_BYTES = 32 * 1024 * 1024;

interface Watched {
  folder: string;
  history: Pick<History, 'probe'>;
  broker: { problem(): Message | null; probe(): Promise<void> };
  clock: HubClock;
}

/**
 * Looks every three seconds whether the folder can be written, has room, whether the database takes a row, the broker answers and delivers, and
 * the clock runs as time does: a monitor hears of a full disk within ten seconds, also where nobody sends anything. Returns what ends it.
 */
export function watchHealth(health: Health, { folder, history, broker, clock }: Watched): () => Promise<void> {
  let looking: Promise<void> | null = null;
  const look = async () => {
    health.set('clock', clock.problem());
    const away = broker.problem();
    health.set('broker', away);
    const delivery = broker.probe().then(
      () => null,
      (error: unknown) => serviceMessage('delivery-stands', { reason: shortReasonOf(error) }),
    );
    await writeAlive(folder, clock.nowMs()).then(
      (problem) => health.set('folder', problem),
      (error: unknown) =>
        health.set('folder', serviceMessage('folder-unwritable', { folder, reason: shortReasonOf(error) })),
    );
    await history.probe(clock.nowMs()).then(
      () => health.set('history', null),
      (error: unknown) => health.set('history', serviceMessage('history-failing', { reason: shortReasonOf(error) })),
    );
    // A broker that is away delivers nothing: that is said already.
    const stands = await delivery;
    health.set('delivery', away ? null : stands);
  };
  const lookOnce = () => {
    looking ??= look().finally(() => {
      looking = null;
    });
  };
  const timer = setInterval(lookOnce, LOOK_EVERY_MS).unref();
  lookOnce();
  return async () => {
    clearInterval(timer);
    await looking;
  };
}

/** When a hub last ran on this folder; null where none did, or its mark cannot be read. */
export async function readLastMs(folder: string): Promise<number | null> {
  const ms = Date.parse(await readFile(join(folder, ALIVE), 'utf8').catch(() => ''));
  return Number.isFinite(ms) ? ms : null;
}

/** Whether a hub ever ran on this folder, whatever its mark says. */
export async function hasRun(folder: string): Promise<boolean> {
  return (await stat(join(folder, ALIVE)).catch(() => null)) !== null;
}

async function writeAlive(folder: string, nowMs: number): Promise<Message | null> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < MIN_FREE_BYTES)
    return serviceMessage('disk-full', { folder, mib: Math.floor((bavail * bsize) / 2 ** 20) });
  // Over its own bytes, so that a disk without room leaves the mark as it was.
  const file = await open(join(folder, ALIVE), 'a+').then((made) =>
    made.close().then(() => open(join(folder, ALIVE), 'r+')),
  );
  try {
    await file.write(new Date(nowMs).toISOString(), 0);
  } finally {
    await file.close();
  }
  return null;
}
