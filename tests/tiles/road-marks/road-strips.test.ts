import { describe, expect, test } from 'vitest';
import type { RoadNetwork, RoadSegment } from '../../../model/roads/road-network.ts';
import { roadMarks } from '../../../tiles/road-marks/road-marks.ts';
import { roadStrips } from '../../../tiles/road-marks/road-strips.ts';
import { emptyLayer } from '../shape/layer.ts';

type Drawn = Partial<RoadSegment> & Pick<RoadSegment, 'from' | 'to' | 'points'>;

const segment = (part: Drawn, i: number): RoadSegment => ({
  id: `s${i}`,
  name: { zh: '', en: '' },
  class: 'primary',
  form: 'ground',
  lanes: 4,
  widthM: 16,
  speedKmPerH: 50,
  direction: 'both',
  isPrivate: false,
  clearanceM: null,
  weightLimitT: null,
  assumed: [],
  ...part,
});

const network = (junctions: [number, number][], drawn: Drawn[]): RoadNetwork => ({
  format: 1,
  junctions,
  segments: drawn.map(segment),
  turnBans: [],
});

const tally = (strips: ReturnType<typeof roadStrips>) => {
  const counts: Record<string, number> = {};
  for (const { tone } of strips) counts[tone] = (counts[tone] ?? 0) + 1;
  return counts;
};

describe('a lone road of four lanes, 100 m long', () => {
  const strips = roadStrips(
    network(
      [
        [0, 0],
        [100, 0],
      ],
      [
        {
          from: 0,
          to: 1,
          points: [
            [0, 0],
            [100, 0],
          ],
        },
      ],
    ),
  );

  test('has two kerbs, a double yellow line, two edge lines and ten dashes on each side', () => {
    expect(tally(strips)).toEqual({ kerb: 2, yellow: 2, white: 2 + 2 * 10 });
  });

  test('every ring runs anticlockwise and lies on the carriageway or its kerb', () => {
    for (const { ring } of strips) {
      let area = 0;
      for (const [i, [x, y]] of ring.entries()) {
        const [nx, ny] = ring[(i + 1) % ring.length];
        area += (x * ny - nx * y) / 2;
        expect(Math.abs(y)).toBeLessThanOrEqual(8.3 + 1e-9);
      }
      expect(area).toBeGreaterThan(0);
    }
  });
});

describe('two wide roads that cross', () => {
  const points = (x: number, y: number): [[number, number], [number, number]] => [
    [0, 0],
    [x, y],
  ];
  const cross = network(
    [
      [0, 0],
      [100, 0],
      [-100, 0],
      [0, 100],
      [0, -100],
    ],
    [points(100, 0), points(-100, 0), points(0, 100), points(0, -100)].map((line, i) => ({
      from: 0,
      to: i + 1,
      points: line,
    })),
  );
  const strips = roadStrips(cross);

  test('have a crossing of 14 bars on each arm', () => {
    expect(tally(strips).bar).toBe(4 * 14);
  });

  test('no line or kerb lies on the junction', () => {
    for (const { ring } of strips)
      for (const [x, y] of ring) expect(Math.max(Math.abs(x), Math.abs(y))).toBeGreaterThan(8);
  });

  test('stop lines hold those who come from the right-hand side', () => {
    // On the eastern arm, which runs away from the junction, they come from the east on its northern side.
    const stop = strips.filter(({ tone, ring }) => {
      const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
      return (
        tone === 'white' &&
        xs[0] > 0 &&
        Math.max(...xs) - Math.min(...xs) < 0.5 &&
        Math.max(...ys) - Math.min(...ys) > 5 &&
        Math.max(...xs) < 30 &&
        Math.min(...xs) > 10
      );
    });
    expect(stop).toHaveLength(1);
    expect(Math.min(...stop[0].ring.map(([, y]) => y))).toBeCloseTo(0, 6);
  });
});

test('lanes, tunnels, bridges, paths and narrow streets have no markings', () => {
  const line: [number, number][] = [
    [0, 0],
    [100, 0],
  ];
  const bare: Partial<RoadSegment>[] = [
    { class: 'lane' },
    { form: 'tunnel' },
    { form: 'bridge' },
    { class: 'path' },
    { widthM: 6 },
  ];
  const drawn = bare.map((part) => ({ from: 0, to: 1, points: line, ...part }));
  for (const one of drawn)
    expect(
      roadStrips(
        network(
          [
            [0, 0],
            [100, 0],
          ],
          [one],
        ),
      ),
    ).toEqual([]);
});

describe('markings of a city', () => {
  const road = {
    ...emptyLayer('area', 1, {
      kind: 'polygon',
      featurePart: Uint32Array.of(0, 0),
      partRing: Uint32Array.of(0),
      ringVertex: Uint32Array.of(0),
      lonLatDeg: new Float64Array(0),
    }),
    id: 'streets',
    group: 'road' as const,
    liftM: 0.2,
  };
  const city = {
    origin: { lonDeg: 108.75, latDeg: 34.3, heightM: 351 },
    layers: [road],
    files: {
      'road-network.json': JSON.stringify(
        network(
          [
            [0, 0],
            [100, 0],
          ],
          [
            {
              from: 0,
              to: 1,
              points: [
                [0, 0],
                [100, 0],
              ],
            },
          ],
        ),
      ),
    },
  };

  test('belong to its road layer, lie above it, and hold a tone a feature', () => {
    const [marks] = roadMarks(city);
    expect(marks.decorates).toBe('streets');
    expect(marks.liftM).toBeCloseTo(0.24, 6);
    const [tone] = marks.features.columns;
    expect(tone.type === 'uint32' && [...tone.values].every((value) => value <= 3)).toBe(true);
    expect(marks.features.count).toBe(tone.type === 'uint32' ? tone.values.length : -1);
  });

  test('are none without roads or without a network', () => {
    expect(roadMarks({ ...city, layers: [] })).toEqual([]);
    expect(roadMarks({ ...city, files: {} })).toEqual([]);
  });
});
