import { dugDays, groundWithPit, levelGround } from '../../workers/construction/site/earthwork.ts';
import { facadeLevels } from '../../workers/construction/site/facade-noise.ts';
import { atMost, exactly, type ValidationCase } from './verdict.ts';

/** A floor of 40 × 30 m, 8 m down, 1:0.75: rim 52 × 42 m, prismoid 8/6·(1,200 + 4·46·36 + 2,184) m³. */
const PIT = { westM: 0, southM: 0, lengthM: 40, widthM: 30, floorElevationM: 392, slope: 0.75 };
const PRISMOID_M3 = (8 / 6) * (40 * 30 + 4 * 46 * 36 + 52 * 42);
const SOIL = { id: 'pit', swellRatio: 0.25, truckM3: 15 };

const FACADE = { id: 'f', eastM: 10, northM: 0, heightM: 0, residents: 1 };
const MACHINE = { eastM: 0, northM: 0, heightM: 0, soundPowerDb: 100, runningRatio: 1 };
const LIMITS = { dayDb: 70, nightDb: 55, clause: 'of the case', verified: true };

/** A pit in daily lifts against the prismoid, its trucks against its soil, façades against Lp = Lw − 20 lg r − 8 and sums of energy. */
export const SITE: ValidationCase = {
  name: 'construction.site',
  quick: true,
  run: async () => {
    const ground = levelGround(PIT, 400, 1);
    const days = dugDays(
      { ...PIT, ...SOIL },
      ground,
      Array.from({ length: 20 }, (_, day) => (day + 1) / 20),
    );
    const cutM3 = days.reduce((sum, day) => sum + day.cutM3, 0);
    const trips = days.reduce((sum, day) => sum + day.trips, 0);
    const surface = groundWithPit(PIT, ground, -Infinity);
    const level = (dayMin: number, nightMin: number, count = 1) =>
      facadeLevels(
        Array.from({ length: count }, () => ({ source: MACHINE, dayMin, nightMin })),
        FACADE,
        LIMITS,
      );
    return [
      atMost('construction.site.cutOffPct', 100 * Math.abs(cutM3 / PRISMOID_M3 - 1), 0.05),
      exactly('construction.site.trips', trips, Math.ceil((cutM3 * 1.25) / 15)),
      exactly('construction.site.floorM', Math.min(...surface), 392),
      atMost('construction.site.dayDbOffBy', Math.abs(level(960, 0).dayDb - 72), 0.1),
      atMost('construction.site.halfDayDbOffBy', Math.abs(level(480, 0).dayDb - 68.99), 0.1),
      atMost('construction.site.twoMachinesDbOffBy', Math.abs(level(960, 0, 2).dayDb - 75.01), 0.1),
      atMost('construction.site.anHourAtNightDbOffBy', Math.abs(level(0, 60).nightDb - 62.97), 0.1),
      exactly('construction.site.passesByDay', Number(level(480, 0).pass), 1),
      exactly('construction.site.passesByNight', Number(level(0, 60).pass), 0),
      exactly(
        'construction.site.verdictOfUnreadLimit',
        Number(facadeLevels([], FACADE, { ...LIMITS, verified: false }).pass !== null),
        0,
      ),
    ];
  },
};
