import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Random, seeded } from '../../../workers/shared/random.ts';
import { atLeast, atMost, exactly, type Verdict } from '../verdict.ts';
import type { Answer, Ask } from './child.ts';
import type { Crafted } from './crafted.ts';
import { mutate } from './mutate.ts';
import type { Seed } from './seed.ts';

const CHILD = join(import.meta.dirname, 'child.js');
const SEED = 20_261_122;
const MAX_CPU_S = 10;
/** On a machine that does other things a file may wait for its turn, not longer. */
const MAX_WALL_S = 300;
const MAX_BEYOND_REST_MB = 500;
const MAX_MESSAGE_BYTES = 2000;

interface Tally {
  tried: number;
  refused: number;
  crashes: string[];
  hangs: string[];
  faults: string[];
  beyondRestMb: number;
  beyondRestOf: string;
  longestMessageBytes: number;
}

/** A process that takes files one after the other; a new one where a file ended or hung the last. */
class Taker {
  private child: ChildProcess | null = null;
  private said = '';
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async take(ask: Ask): Promise<Answer | 'crashed' | 'hung'> {
    this.child ??= this.begin();
    const { child } = this;
    this.said = '';
    let watch: ReturnType<typeof setInterval> | undefined;
    const answer = await new Promise<Answer | 'crashed' | 'hung'>((done) => {
      const startS = cpuS(child);
      const startMs = performance.now();
      watch = setInterval(() => {
        const wallS = (performance.now() - startMs) / 1000;
        if (cpuS(child) - startS > MAX_CPU_S || wallS > MAX_WALL_S) done('hung');
      }, 200);
      child.once('message', (message) => done(message as Answer));
      // The command line's watch over its readers ends the process with a sentence (`cli/reader-watch.ts`).
      child.once('close', (code) => done(code === 1 && isSentence(this.said) ? endedBy(this.said) : 'crashed'));
      child.send(ask);
    });
    clearInterval(watch);
    child.removeAllListeners();
    if (typeof answer === 'string' || child.exitCode !== null) this.end();
    return answer;
  }

  private begin(): ChildProcess {
    const child = fork(CHILD, [this.folder], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    child.stderr?.on('data', (part: Buffer) => {
      this.said += part.toString();
    });
    return child;
  }

  end(): void {
    this.child?.kill('SIGKILL');
    this.child = null;
  }
}

const isSentence = (said: string): boolean => /^shapan: .*\n$/.test(said);
const endedBy = (said: string): Answer => ({ outcome: 'refused', text: said.trim(), peakMb: 0, rssMb: 0 });

/** Seconds that the process has worked so far. */
function cpuS({ pid }: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

/** What is taken: `each` spoilt copies of a seed at each of its doors, and files that were made to do harm. */
interface Spoil {
  folder: string;
  seeds: readonly Seed[];
  each: number;
  crafted?: readonly Crafted[];
  /** All in one process: the memory of one door is not told from that of the others. */
  isQuick?: boolean;
}

async function takeFiles({ folder, seeds, each, crafted = [], isQuick = false }: Spoil): Promise<Tally> {
  const random = seeded(SEED);
  const tally: Tally = {
    tried: 0,
    refused: 0,
    crashes: [],
    hangs: [],
    faults: [],
    beyondRestMb: 0,
    beyondRestOf: '',
    longestMessageBytes: 0,
  };
  await takeCrafted(folder, crafted, tally);
  const shared = new Taker(folder);
  try {
    for (const seed of seeds)
      for (const door of seed.doors) {
        // In a process of its own the memory of each door is its own; the quick part has no time to begin a hundred of them.
        const taker = isQuick ? shared : new Taker(folder);
        try {
          await takeSeed(taker, seed, door, each, random, tally);
        } finally {
          if (!isQuick) taker.end();
        }
      }
  } finally {
    shared.end();
  }
  return tally;
}

async function takeSeed(
  taker: Taker,
  seed: Seed,
  door: string,
  each: number,
  random: Random,
  tally: Tally,
): Promise<void> {
  const good = await taker.take({ door, name: seed.name, bytes: seed.bytes });
  if (typeof good === 'string' || (good.outcome !== 'taken' && door !== 'recipe'))
    throw new Error(
      `${door} ${seed.name}: the good file was not taken: ${typeof good === 'string' ? good : good.text}`,
    );
  let rest = good;
  for (let i = 0; i < each; i++) {
    const what = `${door} ${seed.name} ${i}`;
    const bytes = i === 0 ? new Uint8Array() : mutate(seed.bytes, seed.kind, random);
    const answer = await taker.take({ door, name: seed.name, bytes });
    tallyAnswer(what, answer, rest.rssMb, tally);
    if (typeof answer !== 'string') continue;
    const again = await taker.take({ door, name: seed.name, bytes: seed.bytes });
    if (typeof again !== 'string') rest = again;
  }
}

function tallyAnswer(what: string, answer: Answer | 'crashed' | 'hung', restMb: number, tally: Tally): void {
  tally.tried++;
  if (answer === 'crashed') tally.crashes.push(what);
  else if (answer === 'hung') tally.hangs.push(what);
  else {
    const { outcome, text, peakMb } = answer;
    if (outcome === 'refused') tally.refused++;
    if (outcome === 'fault') tally.faults.push(`${what}: ${text.slice(0, 600)}`);
    else tally.longestMessageBytes = Math.max(tally.longestMessageBytes, Buffer.byteLength(text));
    if (peakMb - restMb > tally.beyondRestMb) {
      tally.beyondRestMb = peakMb - restMb;
      tally.beyondRestOf = what;
    }
  }
}

/** Files that were made to cost their reader memory, time or stack: each in a process of its own. */
async function takeCrafted(folder: string, crafted: readonly Crafted[], tally: Tally): Promise<void> {
  for (const { what, door, name, bytes } of crafted) {
    const taker = new Taker(folder);
    try {
      const empty = await taker.take({ door, name, bytes: new Uint8Array() });
      tallyAnswer(
        `${door} ${name}: ${what}`,
        await taker.take({ door, name, bytes: await bytes() }),
        typeof empty === 'string' ? 0 : empty.rssMb,
        tally,
      );
    } finally {
      taker.end();
    }
  }
}

/** Spoilt files and what came of them: `name` is that of the case, `least` how many have to be tried. */
export async function spoiltVerdicts(name: string, least: number, spoil: Spoil): Promise<Verdict[]> {
  const tally = await takeFiles(spoil);
  for (const line of [...tally.crashes, ...tally.hangs, ...tally.faults]) process.stderr.write(`${line}\n`);
  process.stderr.write(`${name} most memory: ${tally.beyondRestOf}\n`);
  return [
    atLeast(`${name} tried`, tally.tried, least),
    atLeast(`${name} refused in words`, tally.refused, Math.round(least / 4)),
    exactly(`${name} crashes`, tally.crashes.length, 0),
    exactly(`${name} hangs over 10 s`, tally.hangs.length, 0),
    exactly(`${name} errors that are no message`, tally.faults.length, 0),
    atMost(`${name} MB beyond rest`, Math.round(tally.beyondRestMb), MAX_BEYOND_REST_MB),
    atMost(`${name} bytes of a message`, tally.longestMessageBytes, MAX_MESSAGE_BYTES),
  ];
}
