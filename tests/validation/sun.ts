import { existsSync } from 'node:fs';
import { refractionDeg, skyDirection, sunPosition } from '../../model/geo/sun.ts';
import { endlessWall, hashesByThreads, KERNEL, twoBlocks } from './sun-engine.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** The example of the report: NREL/TP-560-34302, A.5. */
function nrelExample(): Verdict[] {
  const place = { lonDeg: -105.1786, latDeg: 39.742476, elevationM: 1830.14 };
  const { altitudeDeg, azimuthDeg } = sunPosition(Date.UTC(2003, 9, 17, 19, 30, 30), place, 67);
  const zenithDeg = 90 - altitudeDeg - refractionDeg(altitudeDeg, 820, 11);
  return [
    atMost('sun.nrel: zenith off by, 10⁻⁶ °', Math.abs(zenithDeg - 50.111622) * 1e6, 0.6),
    atMost('sun.nrel: zenith without refraction off by, 10⁻⁶ °', Math.abs(90 - altitudeDeg - 50.127954) * 1e6, 0.6),
    atMost('sun.nrel: azimuth off by, 10⁻⁶ °', Math.abs(azimuthDeg - 194.340241) * 1e6, 0.6),
  ];
}

/** Places to the minute of arc, and when it is eight by the sun there on 大寒, 2026-01-20, by China's clock. */
const CITIES = {
  beijing: { lonDeg: 116 + 24 / 60, latDeg: 39 + 55 / 60, eight: '08:25:30' },
  shanghai: { lonDeg: 121 + 29 / 60, latDeg: 31 + 14 / 60, eight: '08:05:02' },
  xian: { lonDeg: 108 + 56 / 60, latDeg: 34 + 18 / 60, eight: '08:55:06' },
  guangzhou: { lonDeg: 113 + 15 / 60, latDeg: 23 + 8 / 60, eight: '08:37:54' },
} as const;
type City = keyof typeof CITIES;
const DAY_MS = Date.UTC(2026, 0, 20) - 8 * 3_600_000;
const BAND_HOURS = [8, 16] as const;

/** Published hours (as quoted by a maker of sunlight software) are those of longitudes that are not told: half a minute is 0.125° of them. */
function trueSolarTime(): Verdict[] {
  return Object.entries(CITIES).map(([name, city]) => {
    const [hours, minutes, seconds] = city.eight.split(':').map(Number);
    const { trueSolarHour } = sunPosition(DAY_MS + 1000 * (3600 * hours + 60 * minutes + seconds), city);
    return atMost(`sun.trueSolar: ${name}, 8:00 off by, s`, Math.abs(trueSolarHour - 8) * 3600, 30);
  });
}

const WALL_M = 54;
const SILL_M = 0.9;
const STEP_S = 1;
/** An endless wall of 54 m in the south, as many heights away; minutes of sun from 8 to 16 true solar time, from a reckoning of its own. */
const WALLS: [city: City, heightsAway: number, minutes: number][] = [
  ['beijing', 1.75, 117.7],
  ['beijing', 1.7, 0],
  ['shanghai', 1.3, 181.3],
  ['shanghai', 1.5, 318.8],
  ['xian', 1.5, 220.5],
  ['guangzhou', 1.2, 362.8],
];

function walls(): Verdict[] {
  return WALLS.map(([name, heightsAway, expected]) => {
    let lit = 0;
    for (let s = 0; s < 86_400; s += STEP_S) {
      const sun = sunPosition(DAY_MS + s * 1000, CITIES[name]);
      if (sun.trueSolarHour < BAND_HOURS[0] || sun.trueSolarHour >= BAND_HOURS[1]) continue;
      const [, north, up] = skyDirection(sun);
      if (north >= 0 || SILL_M - (up / north) * heightsAway * WALL_M > WALL_M) lit += STEP_S;
    }
    return atMost(`sun.wall: ${name} at ${heightsAway} heights, off by, min`, Math.abs(lit / 60 - expected), 0.5);
  });
}

/** The same walls by the engine that is shipped: its windows, its rays, its minutes. */
async function engineWalls(): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const [name, heightsAway, expected] of WALLS) {
    const minutes = await endlessWall(CITIES[name], WALL_M, heightsAway * WALL_M);
    verdicts.push(
      atMost(`sun.engineWall: ${name} at ${heightsAway} heights, off by, min`, Math.abs(minutes - expected), 0.5),
    );
  }
  return verdicts;
}

async function engineBlocks(): Promise<Verdict[]> {
  const { windows, worstMin } = await twoBlocks();
  return [
    atLeast('sun.twoBlocks: windows', windows, 1000),
    atMost('sun.twoBlocks: worst against planes of boxes by the second, min', worstMin, 1),
  ];
}

const THREADS = [1, 2, 4];

async function engineThreads(): Promise<Verdict[]> {
  const { oracle, kernel } = await hashesByThreads(THREADS);
  return THREADS.map((threads, i) =>
    exactly(`sun.threads: hash on ${threads} as the TypeScript core's`, kernel[i] === oracle ? 1 : 0, 1),
  );
}

export const CASES: readonly ValidationCase[] = [
  { name: 'sun.nrel', quick: true, run: async () => nrelExample() },
  { name: 'sun.trueSolar', quick: true, run: async () => trueSolarTime() },
  // Every second of six days; the engine's own walls, below, are quick.
  { name: 'sun.wall', quick: false, run: async () => walls() },
  { name: 'sun.engineWall', quick: true, run: engineWalls },
  { name: 'sun.twoBlocks', quick: true, run: engineBlocks },
  {
    name: 'sun.threads',
    quick: true,
    missing: () => (existsSync(KERNEL) ? null : `${KERNEL}: no kernel (npm run kernels)`),
    run: engineThreads,
  },
];
