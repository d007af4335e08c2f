import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppContext } from '../../../src/kit/app-context.tsx';
import { instantOf } from '../../../src/kit/city-time.ts';
import { TimeAxisContext } from '../../../src/kit/time-axis.tsx';
import { words } from '../../../src/kit/words.ts';
import { BackToPresent, CityClock } from '../../../src/plugins/timeline/panels/city-clock.tsx';
import { RunLane } from '../../../src/plugins/timeline/panels/run-lane.tsx';
import { TimeBar } from '../../../src/plugins/timeline/panels/time-bar.tsx';
import { keepRestingTime } from '../../../src/plugins/timeline/resting-time.ts';
import { ORDER_BOOK } from '../../../src/twin/order-book.ts';
import type { RunFacts } from '../../../src/twin/runs.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { attributeOf, markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const at = (minute: number, day = 18) => instantOf(2026, 7, day, minute, city.zone);
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let twin: Twin;
beforeEach(async () => {
  vi.useFakeTimers({ now: at(18 * 60) });
  twin = pageTwin(city, at(10 * 60));
  twin.getState().openDesk('command');
  twin.getState().showTime(at(18 * 60));
  await words.changeLanguage('en');
});
afterEach(() => {
  vi.useRealTimers();
});
const bar = () => markupIn(twin, <TimeBar />);
const slider = () => tagsOf(bar(), 'div').find((tag) => tag.includes('role="slider"')) ?? '';
const head = () => Number(/class="head" style="left:([\d.]+)%/.exec(bar())?.[1]);
const ticks = () => {
  const hours = bar().split('class="hours"')[1].split('class="head"')[0];
  return [...hours.matchAll(/left:([\d.]+)%">([^<]*)</g)].map(([, left, text]) => [Number(left), text]);
};

describe('the bar around the present', () => {
  test('reaches from a day before to six hours ahead, by the quarter of an hour, with the present on it', () => {
    vi.setSystemTime(at(18 * 60 + 7));
    twin.getState().showTime(at(18 * 60 + 7));
    expect(attributeOf(slider(), 'aria-valuemax')).toBe('1800');
    expect(ticks()[0]).toEqual([0, '18:00']);
    expect(head()).toBeCloseTo(80 + 7 / 18, 3);
  });

  test('stays while the head is dragged within it, and gives way to the day of a time beyond', () => {
    twin.getState().showTime(at(19 * 60, 17));
    expect(attributeOf(slider(), 'aria-valuemax')).toBe('1800');
    twin.getState().showTime(at(17 * 60, 17));
    expect(attributeOf(slider(), 'aria-valuemax')).toBe('1440');
  });

  test('tells no developer’s note in place of what is shown', () => {
    expect(readable(bar())).not.toContain('sun and night lights');
  });
});

describe('the bar of another day', () => {
  beforeEach(() => {
    vi.setSystemTime(at(18 * 60, 25));
  });

  test('goes from midnight to midnight of the city, a tick every three hours', () => {
    expect(ticks().map(([, text]) => text)).toEqual([
      '00:00',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
      '15:00',
      '18:00',
      '21:00',
    ]);
    expect(ticks().map(([left]) => left)).toEqual([0, 12.5, 25, 37.5, 50, 62.5, 75, 87.5]);
    expect([attributeOf(slider(), 'aria-valuemax'), attributeOf(slider(), 'aria-valuenow')]).toEqual(['1440', '1080']);
  });

  test('has its head at the shown time', () => {
    expect(head()).toBe(75);
    twin.getState().showTime(at(0));
    expect(head()).toBe(0);
    twin.getState().showTime(at(6));
    expect(head()).toBeCloseTo(6 / 14.4, 6);
    expect(attributeOf(slider(), 'aria-valuetext')).toBe('00:06');
  });

  test('on the day on which clocks go forward has 23 hours', () => {
    twin = pageTwin({ ...city, zone: 'Europe/Zurich' }, instantOf(2026, 3, 29, 12 * 60, 'Europe/Zurich'));
    twin.getState().openDesk('command');
    twin.getState().showTime(instantOf(2026, 3, 29, 12 * 60, 'Europe/Zurich'));
    expect(attributeOf(slider(), 'aria-valuemax')).toBe('1380');
    expect(attributeOf(slider(), 'aria-valuenow')).toBe('660');
  });

  test('can be played at the speeds that are written there, one of them chosen', () => {
    twin.getState().setRate(600);
    expect(readable(bar())).toContain('×1 ×10 ×60 ×600');
    const radios = tagsOf(bar(), 'input').filter((tag) => tag.includes('type="radio"'));
    expect(radios.map((radio) => radio.includes('checked'))).toEqual([false, false, false, true]);
  });

  test('says that it is the time of the city, in either language', async () => {
    expect(readable(bar())).toContain('18:00 City time');
    await words.changeLanguage('zh');
    expect(readable(bar())).toContain('18:00 城市时间');
  });
});

describe('the bar of a recording', () => {
  beforeEach(() => {
    twin.getState().takeFeed({
      feed: { kind: 'live', sinceMs: 0 },
      replay: { name: 'a.mcap', fromMs: at(10 * 60), toMs: at(11 * 60) },
    });
    twin.getState().showTime(at(10 * 60 + 15));
  });

  test('goes from its beginning to its end, with nine ticks at most', () => {
    expect(head()).toBe(25);
    expect(attributeOf(slider(), 'aria-valuemax')).toBe('60');
    expect(ticks().map(([, text]) => text)).toEqual(['10:00', '10:10', '10:20', '10:30', '10:40', '10:50']);
  });

  test('says that it is one, to the second, and is played by the one set of speeds', () => {
    expect(readable(bar())).toContain('10:15:00 Replay');
    expect(readable(bar())).toContain('×1 ×10 ×60 ×600');
    expect(tagsOf(bar(), 'section')[0]).toContain('recording');
  });

  test('keeps its head at its ends while the shown time is outside', () => {
    twin.getState().showTime(at(9 * 60));
    expect(head()).toBe(0);
    twin.getState().showTime(at(12 * 60));
    expect(head()).toBe(100);
  });
});

describe('the lane of runs', () => {
  const run = (id: string, startMs: number, timesS: number[]): RunFacts => ({
    id,
    name: `Run ${id}`,
    form: {},
    origin: null,
    status: { kind: 'done' },
    startMs,
    endS: 7200,
    timesS,
    hash: null,
    notes: [],
  });
  const placeOf = (ms: number) => ((ms - at(0)) / (24 * HOUR_MS)) * 100;
  const spans = () => {
    const lane = markupIn(
      twin,
      <TimeAxisContext value={placeOf}>
        <RunLane />
      </TimeAxisContext>,
    );
    return tagsOf(lane, 'i').map((tag) => [
      attributeOf(tag, 'title'),
      attributeOf(tag, 'class'),
      attributeOf(tag, 'style'),
    ]);
  };

  test('has every run of every engine, as long as what is computed of it, the shown one marked', () => {
    twin.getState().addRun('wind', run('A', at(6 * 60), [0, 3600, 7200]));
    twin.getState().addRun('rain', run('B', at(12 * 60), [0, 21_600]));
    twin.getState().showRun('rain', 'B');
    expect(spans()).toEqual([
      ['Run A', 'run-span', `left:25%;width:${placeOf(at(8 * 60)) - 25}%`],
      ['Run B', 'run-span shown', 'left:50%;width:25%'],
    ]);
  });

  test('says on the lane what a run came to, and marks where a branch leaves', () => {
    const figures = { loss: null, more: [{ name: 'wetResidents' as const, value: 3180, unit: '1' }] };
    twin.getState().addRun('rain', { ...run('A', at(6 * 60), [0, 7200]), figures });
    twin.getState().addRun('rain', { ...run('B', at(6 * 60), [0, 7200]), origin: { id: 'A', name: 'A', timeS: 3600 } });
    expect(spans()[1].slice(1)).toEqual([
      'run-span branch',
      `left:${placeOf(at(7 * 60))}%;width:${placeOf(at(8 * 60)) - placeOf(at(7 * 60))}%`,
    ]);
    const lane = readable(
      markupIn(
        twin,
        <TimeAxisContext value={placeOf}>
          <RunLane />
        </TimeAxisContext>,
      ),
    );
    expect(lane).toBe('Run A · 3,180 people flooded Run B');
  });

  test('offers the others beside the shown run, and what a run supposes to the open incident alone', () => {
    const at0: readonly [number, number] = [0, 0];
    const measures = [{ task: { zh: '关闸', en: 'close the gate' }, at: at0, capability: null }];
    twin.getState().addRun('rain', run('A', at(6 * 60), [0, 7200]));
    twin.getState().addRun('rain', { ...run('B', at(6 * 60), [0, 7200]), measures });
    const app = testApp(twin);
    const lane = () =>
      readable(
        renderToStaticMarkup(
          <AppContext value={app}>
            <TimeAxisContext value={placeOf}>
              <RunLane />
            </TimeAxisContext>
          </AppContext>,
        ),
      );
    expect(lane()).toBe('Run A Run B');
    twin.getState().showRun('rain', 'B');
    expect(lane()).toBe('Run A Beside Run A Run B');
    app.offer(ORDER_BOOK, {
      ...{ incident: () => 'Flood', busy: () => null, follow: () => () => {}, prepare: () => {} },
      give: async () => {},
    });
    expect(lane()).toBe('Run A Beside Run A Run B Adopt: 1 order');
  });

  test('shows a run that has only begun as a mark that can be seen', () => {
    twin.getState().addRun('wind', run('A', at(6 * 60), [0]));
    expect(spans()[0][2]).toBe('left:25%;width:0.3%');
  });
});

describe('the present', () => {
  test('is shown by the minute on a desk of live things until somebody chooses a time, and again when it is given up', () => {
    const end = keepRestingTime(twin, Date.now);
    twin.getState().leaveTime();
    expect(twin.getState()).toMatchObject({ shownTimeMs: at(18 * 60), isTimeChosen: false });
    expect(readable(bar())).toContain('Follows the present');
    vi.advanceTimersByTime(2 * MINUTE_MS + 30_000);
    expect(twin.getState().shownTimeMs).toBe(at(18 * 60 + 2));
    twin.getState().showTime(at(16 * 60));
    vi.advanceTimersByTime(5 * MINUTE_MS);
    expect(twin.getState().shownTimeMs).toBe(at(16 * 60));
    twin.getState().leaveTime();
    expect(twin.getState().shownTimeMs).toBe(at(18 * 60 + 7));
    end();
  });

  test('is none of a planner’s: other desks show the morning that the page began with', () => {
    const end = keepRestingTime(twin, Date.now);
    twin.getState().leaveTime();
    twin.getState().openDesk('plan');
    expect(twin.getState().shownTimeMs).toBe(at(10 * 60));
    end();
  });

  test('stands apart from the shown time, which says how far off it is, and has a line of its own on the axis', () => {
    expect(readable(bar())).not.toMatch(/before now|after now/);
    twin.getState().showTime(at(13 * 60 + 40));
    expect(readable(bar())).toContain('4 h 20 min before now Back to now');
    expect(tagsOf(bar(), 'i').find((tag) => tag.includes('class="now"'))).toContain('left:80%');
    twin.getState().showTime(at(18 * 60, 21));
    expect(readable(bar())).toContain('3 d after now');
    expect(bar()).not.toContain('class="now"');
  });
});

test('the banner has the one clock of the desk with its mode, to the second, and the way back to the present', async () => {
  vi.setSystemTime(at(18 * 60) + 8250);
  const clock = () => readable(markupIn(twin, <CityClock />));
  const back = () => readable(markupIn(twin, <BackToPresent />));
  expect([clock(), back()]).toEqual(['Live 18:00:08 Sat 18 Jul', '']);
  twin.getState().showTime(at(3 * 60));
  expect([clock(), back()]).toEqual(['Replay 03:00:00 Sat 18 Jul', 'Now 18:00 Back to live']);
  await words.changeLanguage('zh');
  expect([clock(), back()]).toEqual(['回放 03:00:00 07-18 周六', '此刻 18:00 回到实况']);
});

test('whatever is shown in place of the present is put away at once', () => {
  const app = testApp(twin);
  twin.getState().showTime(at(3 * 60));
  app.showPresent();
  expect(twin.getState().isTimeChosen).toBe(false);
});
