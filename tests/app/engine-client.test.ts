import { expect, test } from 'vitest';
import { clientOf, type EngineCalls, openEngineHost, transferablesIn } from '../../src/app/engine-client.ts';
import type { EngineClient, EngineFault } from '../../src/twin/engine-host.ts';
import { type CountingTypes, openCounting } from '../workers/shared/counting-engine.ts';

/** The toy's host as its worker shell would answer, on this thread. */
async function countingCalls(): Promise<EngineCalls & { opens: number }> {
  const { host } = await openCounting();
  const calls = {
    opens: 0,
    async openAt() {
      calls.opens++;
      return { value: { city: 'toytown' } };
    },
    estimate: host.estimate.bind(host),
    play: host.run.bind(host),
    pause: async () => host.pause(),
    resume: host.resume.bind(host),
    stop: async () => host.stop(),
    forget: async (id: string) => host.forget(id),
    answer: host.ask.bind(host),
  };
  return calls;
}

const REQUEST = { perStep: 2, endS: 10, frameEveryS: 5 };

test('an engine starts and opens with its first question, once, whoever asks', async () => {
  const calls = await countingCalls();
  const started: string[] = [];
  const host = openEngineHost(async (id) => {
    started.push(id);
    return calls;
  });
  const client = host.engine<CountingTypes>('counting');
  expect(started).toEqual([]);
  expect(await client.questions.double(4)).toBe(8);
  expect(await host.engine<CountingTypes>('counting').open()).toEqual({ city: 'toytown' });
  expect([started, calls.opens]).toEqual([['counting'], 1]);
});

test('a run and questions about it go through; what is refused is thrown with its codes', async () => {
  const calls = await countingCalls();
  const client = clientOf(async () => calls) as EngineClient<CountingTypes>;
  const sums: number[] = [];
  const start = { startMs: 0, fields: [], branch: null };
  const end = await client.run('a', REQUEST, start, (event) => {
    if (event.kind === 'frame') sums.push(event.frame.sum);
  });
  expect([end?.result.sum, sums]).toEqual([20, [0, 10, 20]]);
  expect(await client.questionsOf('a').sumAt(1)).toBe(10);
  const fault = await client.questions.refuse().catch((error: EngineFault) => error);
  expect(fault).toMatchObject({ name: 'EngineFault', problems: [{ code: 'too-much', values: { most: 3 } }] });
});

test('an engine that could not start or open is tried anew by the next question', async () => {
  const calls = await countingCalls();
  let tries = 0;
  const client = clientOf(async () => {
    if (++tries === 1) throw new Error('no worker');
    return calls;
  });
  await expect(client.open()).rejects.toThrow('no worker');
  const { openAt } = calls;
  calls.openAt = async () => ({ fault: { name: 'Error', message: 'grid.json: 404', problems: [], messages: [] } });
  await expect(client.open()).rejects.toThrow('grid.json: 404');
  calls.openAt = openAt;
  expect(await client.open()).toEqual({ city: 'toytown' });
});

test('buffers and ports in what is handed over are found once each, shared memory is not', () => {
  const bytes = new Uint8Array(8);
  const { port1 } = new MessageChannel();
  const files = [
    { name: 'a', bytes },
    { name: 'b', bytes: new Uint8Array(bytes.buffer, 4) },
  ];
  expect(transferablesIn(files)).toEqual([bytes.buffer]);
  expect(transferablesIn({ port: port1, text: 'x', none: null })).toEqual([port1]);
  expect(transferablesIn(new Uint8Array(new SharedArrayBuffer(8)))).toEqual([]);
  port1.close();
});
