import { expect, test } from 'vitest';
import { instantOfWall } from '../../../model/wall-clock.ts';
import { readSchedule } from '../../../readers/schedule/schedule-file.ts';
import { followRoadWorks } from '../../../src/plugins/build/road-works.ts';
import { worksSpans } from '../../../workers/construction/site/works-spans.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const TABLE =
  'id,name,duration,predecessors,start no earlier than\nA,dig,5d,,2026-01-05\nB,pour,5d,A,\nC,frame,5d,B,\n';
const CASE = {
  format: 1,
  kind: 'construction',
  id: 'site',
  title: { zh: '工地', en: 'Site' },
  schedule: 'site.csv',
  site: {
    closures: [
      {
        id: 'east',
        tasks: ['A', 'B'],
        street: '中轴路东侧｜Axis Road, east side',
        lanes: 3,
        footway: true,
        residents: 5,
        ring: [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
      },
    ],
    limits: { dayDb: 70, nightDb: 55, clause: 'GB 12523', verified: true },
  },
};
const TAKEN = { segment: 'avenue', lanes: 3, of: 6, closes: 'against' as const, heading: [0, -1] as const };
const file = (name: string) => new TextEncoder().encode(name === 'site.csv' ? TABLE : JSON.stringify(CASE));
const flushed = () => new Promise((resolve) => setTimeout(resolve, 0));

async function roads() {
  const { city } = smallCity();
  const twin = pageTwin(city, 0);
  const read: string[] = [];
  followRoadWorks(twin, {
    city: { schedule: 'site.csv', construction: 'site.case.json' },
    read: async (path) => {
      read.push(path);
      return file(path);
    },
    spansOf: async (bytes, name, closures) => worksSpans(await readSchedule(bytes, name), closures),
    lanesTaken: async (areas) => Object.fromEntries(areas.map(({ id }) => [id, [TAKEN]])),
    report: (_, reason) => {
      throw reason;
    },
  });
  const at = (iso: string) => twin.getState().showTime(instantOfWall(Date.parse(`${iso}Z`) / 60_000, city.zone));
  return { twin, read, at };
}

test('nothing is read until somebody asks about roads; then the works of the shown day close their way, on any desk', async () => {
  const { twin, read, at } = await roads();
  at('2026-01-07T12:00');
  await flushed();
  expect(read).toEqual([]);
  twin.getState().needRoads();
  await expect.poll(() => twin.getState().roadWorks.length).toBe(1);
  expect(read).toEqual(['site.case.json', 'site.csv']);
  const name = twin.getState().language === 'zh' ? '中轴路东侧' : 'Axis Road, east side';
  expect(twin.getState().roadState.closed).toEqual([{ segment: 'avenue', by: name, way: 'against' }]);
  expect(twin.getState().roadWorks[0].ring).toEqual(CASE.site.closures[0].ring);
  // The ground is taken from Monday 5 January 08:00 to the end of the pour, Friday 16 January 17:00, the weekend included.
  at('2026-01-11T03:00');
  expect(twin.getState().roadState.closed).toHaveLength(1);
  for (const free of ['2026-01-05T07:00', '2026-01-16T18:00', '2026-01-20T12:00']) {
    at(free);
    expect(twin.getState().roadState.closed).toEqual([]);
    expect(twin.getState().roadWorks).toEqual([]);
  }
});

test('works can be left out of the closures, and orders by hand stay', async () => {
  const { twin, at } = await roads();
  at('2026-01-07T12:00');
  twin.getState().needRoads();
  await expect.poll(() => twin.getState().roadWorks.length).toBe(1);
  twin.getState().setRoadOrders([{ id: 'order-1', name: 'Closure 1', segments: ['side'] }]);
  expect(twin.getState().roadState.closed.map(({ segment }) => segment)).toEqual(['side', 'avenue']);
  twin.getState().letWorksClose(false);
  expect(twin.getState().roadState.closed.map(({ segment }) => segment)).toEqual(['side']);
  expect(twin.getState().roadWorks).toHaveLength(1);
});
