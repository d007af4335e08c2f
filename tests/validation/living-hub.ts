import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const CLI = resolve(import.meta.dirname, '../../cli/shapan.js');

/** The device password of the hubs that validation starts. */
export const DEVICE_TOKEN = 'a device of the validation';
export const PASSWORD = 'correct horse battery';
const START_S = 120;

/** A hub as a person starts it: a process of its own, which may be killed. */
export interface LivingHub {
  child: ChildProcess;
  url: string;
  /** Where devices connect. */
  devices: string;
  /** Of the first administrator, while there is none. */
  invite: string | undefined;
  /** All that it printed. */
  printed(): string;
  health(): Promise<{ status: number; text: string }>;
  /** The most memory that it ever had, from its begin on (VmHWM). */
  peakRssMb(): number;
  /** Resolves when the process is gone. */
  kill(): Promise<void>;
  /** By SIGTERM; resolves to the exit code. A hub that has not ended after 15 s is killed, which gives null. */
  stop(): Promise<number | null>;
}

/** A process that may refuse to start: what it printed, and its exit code; null where it neither listened nor ended in time. */
export interface Start {
  hub: LivingHub | null;
  code: number | null;
  printed: string;
}

/** Starts the command line with these arguments; resolves when it listens, ends, or has done neither for two minutes. */
export async function tryStart(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  nodeArgs: readonly string[] = [],
): Promise<Start> {
  const child = spawn(process.execPath, [...nodeArgs, CLI, ...args], {
    env: { ...process.env, SHAPAN_DEVICE_TOKEN: DEVICE_TOKEN, DATABASE_URL: '', MQTT_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  const untilMs = Date.now() + START_S * 1000;
  while (!/mqtts?:\/\/.*\n.*Ctrl\+C/.test(printed) && child.exitCode === null && Date.now() < untilMs)
    await new Promise((done) => setTimeout(done, 50));
  if (child.exitCode !== null) return { hub: null, code: child.exitCode, printed };
  if (!printed.includes('Ctrl+C')) {
    child.kill('SIGKILL');
    return { hub: null, code: null, printed };
  }
  return { hub: livingHub(child, () => printed), code: null, printed };
}

/** Starts a hub that must start. */
export async function startLivingHub(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  nodeArgs: readonly string[] = [],
): Promise<LivingHub> {
  const { hub, printed } = await tryStart(['hub', ...args], env, nodeArgs);
  if (!hub) throw new Error(`the hub did not start: ${printed}`);
  return hub;
}

function livingHub(child: ChildProcess, printed: () => string): LivingHub {
  const url = /https?:\/\/[\d.]+:\d+(?=\/v1\.1)/.exec(printed())?.[0] ?? '';
  const gone = once(child, 'exit');
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await gone;
  };
  return {
    child,
    url,
    devices: /mqtts?:\/\/[\d.]+:\d+/.exec(printed())?.[0] ?? '',
    invite: /invite=([\w-]+)/.exec(printed())?.[1],
    printed,
    async health() {
      const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(10_000) });
      return { status: answer.status, text: await answer.text() };
    },
    peakRssMb: () =>
      Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024),
    kill: () => end('SIGKILL'),
    async stop() {
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await end('SIGTERM');
      clearTimeout(late);
      return child.exitCode;
    },
  };
}
