import { beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../../model/accounts/accounts.ts';
import { type CityCase, escalatesMs, fileCase, nextCase } from '../../../model/cases/cases.ts';
import { words } from '../../../src/kit/words.ts';
import { CaseRow } from '../../../src/plugins/feeds/panels/case-row.tsx';
import { CommandsPanel } from '../../../src/plugins/feeds/panels/commands.tsx';
import { RecordingLane, ReplayBar } from '../../../src/plugins/feeds/panels/recordings.tsx';
import { feeds } from '../../../src/plugins/feeds/plugin.ts';
import { parseRecordings } from '../../../src/plugins/feeds/recordings.ts';
import { skewText, spanText } from '../../../src/plugins/feeds/sensor-text.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { attributeOf, markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const NOON_MS = Date.UTC(2026, 6, 18, 4);
const MINUTE_MS = 60_000;

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(smallCity().city, NOON_MS);
  twin.getState().takeFeed({ feed: { kind: 'live', sinceMs: NOON_MS }, feedMs: NOON_MS });
  await words.changeLanguage('en');
});
const markupOf = (element: React.ReactNode) => markupIn(twin, element);
const textOf = (element: React.ReactNode) => readable(markupOf(element));
const logIn = (role: Role, name = '甲') =>
  twin.getState().takeAccount({ name, role, scope: { areas: 'all', classes: 'all' }, areas: [] });

const filed = (priority: 1 | 2 | 3 | 4 = 2): CityCase =>
  fileCase(
    { key: 'a key of it', title: 'Ponding', object: 'road-1', place: null, alarm: null, priority },
    '20260718-0003',
    '甲',
    NOON_MS,
  );
const stepped = (one: CityCase, word: 'dispatch' | 'take' | 'report', by: string): CityCase => {
  const next = nextCase(one, { word, by, note: 'dry', unit: 'Drainage 1', atMs: NOON_MS + MINUTE_MS });
  if ('text' in next) throw new Error(next.text.en);
  return next;
};

describe('the row of a case', () => {
  const row = (one: CityCase) => <CaseRow one={one} />;
  const at = (minutes: number) => twin.getState().takeFeed({ feedMs: NOON_MS + minutes * MINUTE_MS });

  test('says how long still, or by how much it is late', async () => {
    at(4);
    expect(textOf(row(filed()))).toBe('Ponding 6:00 left 20260718-0003 · Filed');
    at(12.5);
    expect(textOf(row(filed()))).toContain('2:30 overdue');
    await words.changeLanguage('zh');
    expect(textOf(row(filed()))).toContain('超时 2:30');
  });

  test('has a bar as long as the part of its time that is used, which warns from four fifths on', () => {
    const bar = () => {
      const markup = markupOf(row(filed()));
      const [svg] = tagsOf(markup, 'svg').filter((tag) => tag.includes('case-limit'));
      const used = tagsOf(markup, 'rect').find((tag) => tag.includes('used')) ?? '';
      return [attributeOf(svg, 'class'), Number(attributeOf(used, 'width'))];
    };
    at(5);
    expect(bar()).toEqual(['case-limit ', 50]);
    at(8);
    expect(bar()).toEqual(['case-limit near', 80]);
    at(10);
    expect(bar()).toEqual(['case-limit over', 100]);
    at(60);
    expect(bar()).toEqual(['case-limit over', 100]);
  });

  test('names who was sent and how far up its lateness went', () => {
    expect(textOf(row(stepped(filed(), 'dispatch', '甲')))).toContain('Dispatched · Drainage 1');
    expect(textOf(row({ ...filed(), level: 2 }))).toContain('escalated 2 ×');
  });

  test('that is closed has no clock', () => {
    const closed: CityCase = { ...filed(), stage: 'closed', dueMs: null };
    expect(textOf(row(closed))).toBe('Ponding 20260718-0003 · Closed');
    expect(markupOf(row(closed))).not.toContain('case-limit');
  });

  test('opened has its log, in the time of the city, and what its stage may come to', () => {
    twin.getState().openCase('20260718-0003');
    expect(textOf(row(filed()))).toContain('12:00:00 filed · 甲');
    expect(textOf(row(filed()))).toContain('Log in with a duty account');
    logIn('dispatcher');
    expect(textOf(row(filed()))).toMatch(/Unit to dispatch Dispatch Void$/);
    expect(textOf(row(stepped(filed(), 'dispatch', '甲')))).toMatch(/Accept$/);
  });

  test('lets nobody check their own work, and asks for the words that a step needs', () => {
    twin.getState().openCase('20260718-0003');
    const checking = stepped(stepped(stepped(filed(), 'dispatch', '甲'), 'take', '乙'), 'report', '乙');
    const disabled = (name: string) => {
      logIn('dispatcher', name);
      return markupOf(row(checking))
        .split('<button')
        .filter((part) => part.includes('disabled'))
        .map((part) => readable(`<${part}`));
    };
    expect(disabled('乙')).toEqual(['Approve and close', 'Return']);
    expect(disabled('甲')).toEqual(['Return']);
  });
});

test('lateness is told at the limit and after each half of it, three times', () => {
  const { sinceMs, dueMs } = filed();
  const at = (level: number) => (escalatesMs({ sinceMs, dueMs, level }) ?? Number.NaN) - NOON_MS;
  expect([0, 1, 2].map(at)).toEqual([10, 15, 20].map((minutes) => minutes * MINUTE_MS));
  expect(at(3)).toBeNaN();
  expect(escalatesMs({ sinceMs, dueMs: null, level: 0 })).toBeNull();
});

describe('the panel of commands', () => {
  test('tells who may read them, and that there are none', async () => {
    expect(textOf(<CommandsPanel />)).toContain('Visible to dispatchers and controllers who are logged in.');
    logIn('controller');
    expect(textOf(<CommandsPanel />)).toContain('No commands today.');
    await words.changeLanguage('zh');
    expect(textOf(<CommandsPanel />)).toContain('今日无指令。');
  });
});

describe('a recording', () => {
  test('stands over the picture with its day, its moment and how fast it goes, and what waits in the present', () => {
    expect(textOf(<ReplayBar />)).toBe('');
    twin.getState().takeFeed({
      replay: { name: 'a', fromMs: NOON_MS - 3_600_000, toMs: NOON_MS },
      feedMs: NOON_MS - 1_800_000 + 250,
      openAlarms: 3,
    });
    twin.getState().setRate(10);
    expect(textOf(<ReplayBar />)).toBe('Replay Sat 18 Jul 11:30:00 · ×10 3 alarms open now Back to live');
    twin.getState().takeFeed({ openAlarms: 0 });
    expect(textOf(<ReplayBar />)).not.toContain('alarms open');
  });

  test('is chosen by those who may take it, and may be opened from a file by all', async () => {
    expect(textOf(<RecordingLane />)).toBe('Log in to play recordings Open a recording');
    logIn('visitor');
    expect(textOf(<RecordingLane />)).toContain('This account (Visitor) cannot replay; an analyst,');
    logIn('analyst');
    expect(textOf(<RecordingLane />)).toBe('Open a recording');
    await words.changeLanguage('zh');
    expect(textOf(<RecordingLane />)).toBe('打开录制文件');
  });

  test('can be played at the speeds of everything else on the desk', () => {
    const lane = feeds.places.lane?.find(({ id }) => id === 'feeds.recording');
    const replay = { name: 'a.mcap', fromMs: 1, toMs: 2 };
    const span = lane?.span?.({ ...twin.getState(), replay });
    expect(span?.rates.map(({ rate }) => rate)).toEqual([1, 10, 60, 600]);
  });

  test('is listed by its name and its two ends', () => {
    const list = { recordings: [{ name: 'a.mcap', fromMs: 1, toMs: 2 }] };
    expect(parseRecordings(list)).toEqual(list.recordings);
    expect(() => parseRecordings({ recordings: [{ name: 'a.mcap', fromMs: '1', toMs: 2 }] })).toThrow(/fromMs/);
  });
});

test('spans of rules are told in the unit that makes them round; offsets of clocks with their sign', () => {
  expect([5, 50, 60, 90, 120, 900, 5400, 3600, 14_400].map((s) => spanText(1000 * s))).toEqual(
    ['5 s', '50 s', '1 min', '90 s', '2 min', '15 min', '90 min', '1 h', '4 h'].map((text) =>
      text.replace(' ', '\u2009'),
    ),
  );
  expect([240, -3100, 0, 40].map(skewText)).toEqual(['+0.2', '−3.1', '0.0', '0.0']);
});
