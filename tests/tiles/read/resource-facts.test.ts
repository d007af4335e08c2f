import { describe, expect, test } from 'vitest';
import { parseCameras } from '../../../model/city/cameras.ts';
import { parseResources } from '../../../model/resources/resources.ts';

const ORIGIN = { lonDeg: 7.42, latDeg: 43.73, heightM: 0 };
const name = { zh: '消防站', en: 'Fire station' };

describe('resources of a city', () => {
  test('a vehicle stands at its team’s base unless it tells its own place; degrees become metres of the city', () => {
    const { teams, vehicles } = parseResources(
      {
        format: 1,
        teams: [{ id: 't', name, kind: 'fire', lonLat: [7.42, 43.74] }],
        vehicles: [
          { id: 'a', team: 't', kind: 'engine', rating: 8 },
          { id: 'b', team: 't', kind: 'boat', at: [5, 6], state: 'busy' },
        ],
      },
      ORIGIN,
    );
    // A hundredth of a degree of latitude is 1,111 m there.
    expect(teams[0].at[0]).toBeCloseTo(0, 3);
    expect(teams[0].at[1]).toBeGreaterThan(1105);
    expect(teams[0].at[1]).toBeLessThan(1115);
    expect(vehicles.map(({ at, state }) => [at, state])).toEqual([
      [teams[0].at, 'free'],
      [[5, 6], 'busy'],
    ]);
  });

  test.each([
    [{ teams: [{ id: 't', name, kind: 'fire' }] }, /teams\.0.*at .*lonLat.*neither/],
    [{ teams: [{ id: 't', name, kind: 'fire', at: [0, 0], lonLat: [7, 43] }] }, /teams\.0.*both/],
    [{ vehicles: [{ id: 'v', team: 'nobody', kind: 'engine' }] }, /vehicles\.0\.team.*nobody/],
    [{ hospitals: [1, 2].map(() => ({ id: 'h', name, at: [0, 0] })) }, /hospitals.*"h"/],
    [{ vehicles: [{ id: 'v', team: 't', kind: 'spaceship' }] }, /vehicles\.0\.kind.*spaceship/],
  ])('what cannot be taken is named: %j', (part, message) => {
    expect(() => parseResources({ format: 1, ...part }, ORIGIN)).toThrow(message);
  });
});

test('a camera takes what its file says of all, then what is usual, and names what was assumed', () => {
  const pose = { name, at: [0, 0], aboveGroundM: 6, headingDeg: 0, tiltDeg: -10 };
  const [one, other] = parseCameras(
    {
      fovDeg: 62,
      cameras: [
        { ...pose, id: 'a' },
        { ...pose, id: 'b', pixels: [3840, 2160], rangeM: 90 },
      ],
    },
    ORIGIN,
  );
  expect(one).toMatchObject({ fovDeg: 62, rangeM: 160, assumed: ['range', 'pixels'] });
  expect(other).toMatchObject({ fovDeg: 62, rangeM: 90, pixels: [3840, 2160], assumed: [] });
});
