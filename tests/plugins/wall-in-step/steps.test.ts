import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { SentStep, WallStep } from '../../../model/walls/wall-step.ts';
import type { App } from '../../../src/kit/plugin.ts';
import { followWall } from '../../../src/plugins/wall-in-step/follow-wall.ts';
import { leadWall } from '../../../src/plugins/wall-in-step/lead-wall.ts';
import { ALONE, stepState, type WallStatus } from '../../../src/plugins/wall-in-step/status.ts';
import { ACCOUNT_SESSION } from '../../../src/twin/account-session.ts';
import { HUB_TOPICS, type TopicListener } from '../../../src/twin/live/hub-topics.ts';
import { createTwin, type Twin } from '../../../src/twin/twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const ACCOUNT = {
  name: '王芳',
  role: 'planner' as const,
  scope: { areas: 'all' as const, classes: 'all' as const },
  areas: [],
};

let leader: Twin;
let follower: Twin;
let sent: SentStep[];
let answer: { leads: boolean; by: string } | Error;
let listener: TopicListener;
const ends: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  leader = createTwin(smallCity().city, 1000);
  follower = createTwin(smallCity().city, 1000);
  sent = [];
  answer = { leads: true, by: '王芳' };
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.useRealTimers();
});

const appOf = (twin: Twin): App =>
  ({
    twin,
    report: (_: string, reason: unknown) => {
      throw reason;
    },
    service: (key: unknown) => {
      if (key === ACCOUNT_SESSION)
        return {
          post: async (_: string, step: SentStep) => {
            sent.push(structuredClone(step));
            if (answer instanceof Error) throw answer;
            return answer;
          },
        };
      if (key === HUB_TOPICS)
        return {
          follow: (_: string, next: TopicListener) => {
            listener = next;
            return () => {};
          },
        };
      return null;
    },
  }) as unknown as App;

function lead(lost: (by: string) => void = () => {}) {
  leader.setState({ account: ACCOUNT } as object);
  const status = createStore<WallStatus>(() => ALONE);
  ends.push(leadWall(appOf(leader), 'hall-1', status, lost));
  return status;
}

function follow() {
  const status = createStore<WallStatus>(() => ALONE);
  ends.push(followWall(appOf(follower), 'hall-1', status));
  return status;
}

const told = (seq: number, part: object = {}): WallStep => ({
  leader: 'leader-one',
  seq,
  by: '王芳',
  atMs: 0,
  shown: {
    camera: { lonDeg: 1, latDeg: 2, heightM: 300, headingDeg: 4, pitchDeg: -5 },
    table: null,
    shownTimeMs: 5_000_000,
    playing: true,
    rate: 60,
    selectedId: 'b-1',
    desk: 'plain',
    language: 'en',
    theme: null,
    picture: '',
    ...part,
  },
});

test('a leader claims once, sends what changed at most thirty times a second, and again each second', async () => {
  lead();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent.map(({ seq, claims }) => [seq, claims])).toEqual([[1, true]]);
  for (let ms = 0; ms < 500; ms += 5) {
    leader.getState().reportCamera({ ...leader.getState().camera, heightM: 100 + ms });
    await vi.advanceTimersByTimeAsync(5);
  }
  await vi.advanceTimersByTimeAsync(50);
  expect(sent.length).toBeGreaterThan(10);
  expect(sent.length).toBeLessThanOrEqual(1 + 16);
  expect(sent.at(-1)).toMatchObject({ claims: false, shown: { camera: { heightM: 595 } } });
  const before = sent.length;
  await vi.advanceTimersByTimeAsync(3000);
  expect(sent.length - before).toBe(3);
});

test('a clock that plays on at its rate is nothing new, a jump of it is', async () => {
  leader.getState().showTime(0);
  leader.getState().play(true);
  lead();
  await vi.advanceTimersByTimeAsync(0);
  for (let ms = 60; ms <= 600; ms += 60) {
    await vi.advanceTimersByTimeAsync(60);
    leader.getState().showTime(ms * 60);
  }
  expect(sent).toHaveLength(1);
  leader.getState().showTime(9_000_000);
  await vi.advanceTimersByTimeAsync(40);
  expect(sent).toHaveLength(2);
});

test('a leader that another replaced is told by whom', async () => {
  const lost = vi.fn();
  lead(lost);
  answer = { leads: false, by: '李强' };
  await vi.advanceTimersByTimeAsync(1100);
  expect(lost).toHaveBeenCalledWith('李强');
});

test('while the hub does not answer a leader says so and tries each second alone', async () => {
  const status = lead();
  answer = new TypeError('Failed to fetch');
  await vi.advanceTimersByTimeAsync(1000);
  expect(status.getState()).toMatchObject({
    kind: 'leads',
    failure: { en: expect.stringContaining('cannot be reached') },
  });
  const before = sent.length;
  for (let i = 0; i < 20; i++) {
    leader.getState().reportCamera({ ...leader.getState().camera, heightM: i });
    await vi.advanceTimersByTimeAsync(40);
  }
  expect(sent.length - before).toBeLessThanOrEqual(1);
  answer = { leads: true, by: '王芳' };
  await vi.advanceTimersByTimeAsync(1000);
  expect(status.getState()).toMatchObject({ kind: 'leads', failure: null });
});

test('a follower shows what it is told, leaves what comes late, and plays on by its own clock', async () => {
  const status = follow();
  listener.connected(true);
  listener.take(told(2));
  expect(follower.getState()).toMatchObject({
    ledCamera: { heightM: 300 },
    shownTimeMs: 5_000_000,
    playing: true,
    selectedId: 'b-1',
    language: 'en',
  });
  follower.getState().showTime(5_000_000 + 60 * 1000);
  listener.take(told(1, { selectedId: 'b-0' }));
  expect(follower.getState().selectedId).toBe('b-1');
  listener.take(told(3, { shownTimeMs: 5_000_000 + 60 * 1000 + 60 * 50 }));
  expect(follower.getState().shownTimeMs).toBe(5_000_000 + 60 * 1000);
  listener.take(told(4, { shownTimeMs: 5_000_000 + 60 * 2000 }));
  expect(follower.getState().shownTimeMs).toBe(5_000_000 + 60 * 2000);
  expect(status.getState()).toMatchObject({ kind: 'follows', by: '王芳', isConnected: true });
});

test('a follower that lost its leader says so and stops its clock, and is in step again with the next step', async () => {
  const status = follow();
  listener.connected(true);
  listener.take(told(1));
  const state = () => {
    const now = status.getState();
    return now.kind === 'follows' ? stepState(now) : now.kind;
  };
  expect(state()).toBe('inStep');
  listener.connected(false);
  await vi.advanceTimersByTimeAsync(4500);
  expect(state()).toBe('lost');
  expect(follower.getState().playing).toBe(false);
  listener.take(told(2));
  expect(state()).toBe('inStep');
  expect(status.getState()).toMatchObject({ isBack: true });
  expect(follower.getState().playing).toBe(true);
});
