import { connectAsync, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOTHING } from '../../hub/accounts/scope.ts';
import {
  LEADER_LOST_MS,
  MAX_STEP_BYTES,
  MAX_STEPS_PER_S,
  parseWallStep,
  type WallStep,
} from '../../model/walls/wall-step.ts';
import { sentStep, wallShown } from '../model/walls/steps.ts';
import { openWholeHub, type WholeHub } from './whole-hub.ts';

let whole: WholeHub;
let nowMs = Date.UTC(2026, 10, 25, 10);
let planner = '';
let controller = '';
let listener: MqttClient;
const received: { topic: string; step: WallStep }[] = [];

beforeAll(async () => {
  whole = await openWholeHub({ nowMs: () => nowMs });
  planner = await whole.login('王芳', 'planner');
  controller = await whole.login('李强', 'controller');
  listener = await comeAs(undefined);
  listener.on('message', (topic, payload) =>
    received.push({ topic, step: parseWallStep(JSON.parse(payload.toString())) }),
  );
  await listener.subscribeAsync('shapan/walls/+/step');
});
afterAll(async () => {
  listener.end(true);
  await whole.close();
});

const comeAs = (token: string | undefined): Promise<MqttClient> =>
  connectAsync(`${whole.url.replace('http', 'ws')}/mqtt`, {
    reconnectPeriod: 0,
    protocolVersion: 4,
    ...(token === undefined ? {} : { username: 'token', password: token }),
  });
const send = (wall: string, token: string, body: object) => whole.ask('POST', `/walls/${wall}/step`, token, body);
const stepsOf = (wall: string) => received.filter(({ topic }) => topic === `shapan/walls/${wall}/step`);
const numbersOf = (wall: string) => stepsOf(wall).map(({ step }) => step.seq);

test('a step of the leader comes to the wall’s own topic, with account and time', async () => {
  const answer = await send('hall-1', planner, sentStep());
  expect(answer.json()).toEqual({ leads: true, by: '王芳' });
  await expect.poll(() => stepsOf('hall-1')).toHaveLength(1);
  expect(stepsOf('hall-1')[0].step).toEqual({
    leader: 'leader-one',
    seq: 1,
    by: '王芳',
    atMs: nowMs,
    shown: wallShown(),
  });
});

test('a step that was overtaken is not told', async () => {
  for (const seq of [5, 4, 5, 6]) await send('overtaken', planner, sentStep({ seq }));
  await expect.poll(() => numbersOf('overtaken')).toEqual([5, 6]);
});

test('of two leaders the newest wins, and the older one is told whose account it is', async () => {
  await send('two', planner, sentStep({ seq: 1 }));
  const other = { leader: 'leader-two', claims: true };
  expect((await send('two', controller, sentStep({ ...other, seq: 1 }))).json()).toEqual({ leads: true, by: '李强' });
  const late = await send('two', planner, sentStep({ seq: 2, claims: false }));
  expect(late.json()).toEqual({ leads: false, by: '李强' });
  await send('two', controller, sentStep({ ...other, seq: 2, claims: false }));
  await expect
    .poll(() => stepsOf('two').map(({ step }) => `${step.by} ${step.seq}`))
    .toEqual(['王芳 1', '李强 1', '李强 2']);
});

test('a leader that was cut off comes back when nobody leads in its place', async () => {
  await send('cut', planner, sentStep({ seq: 1 }));
  await send('cut', controller, sentStep({ leader: 'leader-two' }));
  nowMs += LEADER_LOST_MS;
  expect((await send('cut', planner, sentStep({ seq: 2, claims: false }))).json()).toEqual({ leads: true, by: '王芳' });
});

test('who takes a wall is a row of the audit, each step of it is not', async () => {
  for (const seq of [1, 2, 3]) await send('audited', planner, sentStep({ seq, claims: seq === 1 }));
  const auditor = await whole.login('auditor of walls', 'auditor');
  const lines = (await whole.ask('GET', '/audit', auditor)).body.trim().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as { what: string; of: string; who: string });
  expect(rows.filter(({ what, of }) => what === 'wall.lead' && of === 'audited')).toMatchObject([{ who: '王芳' }]);
});

test('a bad step, a bad name and one too large are refused', async () => {
  expect((await send('bad', planner, sentStep({ seq: 0 }))).statusCode).toBe(400);
  expect((await send('a%2Fb', planner, sentStep())).statusCode).toBe(400);
  expect((await send('%23', planner, sentStep())).json().error.text.zh).toContain('屏幕墙名称');
  const large = sentStep({ shown: wallShown({ picture: 'x'.repeat(MAX_STEP_BYTES) }) });
  expect((await send('bad', planner, large)).statusCode).toBe(413);
  expect(stepsOf('bad')).toEqual([]);
});

test('who sends as fast as a leader may is heard, a flood is held back', async () => {
  const step = (seq: number) => send('fast', planner, sentStep({ seq, claims: false }));
  for (let seq = 1; seq <= MAX_STEPS_PER_S; seq++) expect((await step(seq)).statusCode).toBe(200);
  const flood = await Promise.all(Array.from({ length: 200 }, (_, i) => step(100 + i)));
  expect(flood.map(({ statusCode }) => statusCode)).toContain(429);
});

test('who may see nothing of the city hears nothing of its walls', async () => {
  const blind = await comeAs(await whole.login('blind', 'analyst', NOTHING));
  const heard: string[] = [];
  blind.on('message', (topic) => heard.push(topic));
  await blind.subscribeAsync('shapan/walls/+/step');
  await send('shut', controller, sentStep());
  await expect.poll(() => stepsOf('shut')).toHaveLength(1);
  expect(heard).toEqual([]);
  blind.end(true);
});
