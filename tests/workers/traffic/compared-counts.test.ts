import { expect, test } from 'vitest';
import type { RoadSegment } from '../../../model/roads/road-network.ts';
import { comparedCounts } from '../../../workers/traffic/compared-counts.ts';

const segment = { id: 's', name: { zh: '街', en: 'Street' } } as RoadSegment;
const used = { labels: [], isGuessed: false, places: 2, offRoad: 0, blank: 0, segments: 1 };
const row = (hour: number | null, perHour: number) => ({ hour, perHour, perDay: null, heavyPct: null });
const stream = (id: string, way: 'along' | 'against' | null, rows: ReturnType<typeof row>[]) => ({
  id,
  name: { zh: id, en: id },
  atM: [0, 0] as const,
  segment: 0,
  way,
  rows,
});

test('a place is compared in its own direction, by the hours that were counted', () => {
  const streams = [
    stream('a', 'along', [row(7, 500), row(8, 700), row(3, 10)]),
    stream('b', null, [row(null, 900)]),
    stream('c', 'against', [row(17, 300)]),
  ];
  const morning = comparedCounts({ streams: streams.slice(0, 2), used }, 'morning', [segment], [600, 250]);
  expect(morning?.places.map(({ countedPerH, computedPerH, geh }) => [countedPerH, computedPerH, geh])).toEqual([
    [600, 600, 0],
    [900, 850, 1.69],
  ]);
  expect(morning).toMatchObject({ good: 2, countedPerH: 1500, computedPerH: 1450 });
  const evening = comparedCounts({ streams: streams.slice(2), used }, 'evening', [segment], [600, 250]);
  expect(evening?.places[0]).toMatchObject({ countedPerH: 300, computedPerH: 250 });
  expect(comparedCounts({ streams: [], used: null }, 'morning', [segment], [0, 0])).toBeNull();
});
