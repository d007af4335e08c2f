import { Agent, request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** Askers without a login, each from an address of its own, who ask again as soon as they have an answer. */
export interface AskersWork {
  url: string;
  /** Asked in turn; one that begins with `POST ` has its body after a blank. */
  paths: readonly string[];
  askers: number;
  forMs: number;
}

/** Answers of each path by their status; 0: none came. */
export type AskersTally = Record<string, Record<number, number>>;

const { url, paths, askers, forMs } = workerData as AskersWork;
const { hostname, port } = new URL(url);
const tally: AskersTally = {};
const untilMs = performance.now() + forMs;

function ask(one: string, agent: Agent, localAddress: string): Promise<number> {
  const [, method = 'GET', path = one, body] = /^(POST) (\S+) (.*)$/.exec(one) ?? [];
  return new Promise((done) => {
    const asked = request(
      {
        hostname,
        port,
        path,
        method,
        agent,
        localAddress,
        headers: body ? { 'Content-Type': 'application/json' } : {},
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => done(answer.statusCode ?? 0));
        answer.on('error', () => done(0));
      },
    );
    asked.on('error', () => done(0));
    asked.end(body);
  });
}

async function askOn(asker: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const address = `127.1.${1 + (asker >> 7)}.${1 + (asker & 127)}`;
  for (let i = asker; performance.now() < untilMs; i++) {
    const one = paths[i % paths.length];
    const status = await ask(one, agent, address);
    tally[one] ??= {};
    tally[one][status] = (tally[one][status] ?? 0) + 1;
  }
  agent.destroy();
}

await Promise.all(Array.from({ length: askers }, (_, asker) => askOn(asker)));
parentPort?.postMessage(tally);
