import { boundsOf } from '../../model/geo/plane/box.ts';
import { lineOf, nearestOn, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { DemoCity } from '../demo-city.ts';
import type { Plan } from '../plan.ts';
import { PIT_ZONES } from './site-tasks.ts';

/** How a case names what the recipe knows by key. */
export interface SiteWords {
  task: (key: string) => string;
}

/** Homes so near the fence hear its machines, those of ND5 so near the truck route its trucks (D15). */
const AUDIBLE_DISTANCE_M = 350;
const ROUTE_M = 80;
const ROUTE_DISTRICT = 'ND5';

/** Loose over solid, less 1, of loam. */
const SWELL_RATIO = 0.25;

/**
 * A loaded tipper at 30 km/h, in and out for each load, all night: as a row of points, each for the part of the time that a truck is
 * beside it. Planted (D15): its sound power is chosen so that the homes of ND5 beside the route have the plan's 58 dB(A).
 */
const TRUCK = { soundPowerDb: 105.5, speedMps: 30 / 3.6, stepM: 25, heightM: 1 };
const NIGHT_S = 8 * 3600;

/** Site office, hoarding, pumps and cranes: each day that the works last. */
const DAY_COST = 60_000;

/** What the works do to their neighbours, and what could be done instead. */
export function siteSurroundings(
  city: DemoCity,
  task: SiteWords['task'],
): {
  site: object;
  scenarios: object[];
  costPerDay: number;
} {
  const { plan } = city;
  const { construction } = plan;
  const route = lineOf(routeOf(plan));
  const homes = facadesOf(city, route);
  return {
    site: {
      pits: pitsOf(plan, task),
      closures: closuresOf(city, task),
      sources: [...machines(plan, task), ...trucks(plan, route, homes, task)],
      facades: homes.map(({ routeM: _, ...facade }) => facade),
      limits: { dayDb: 70, nightDb: 55, clause: 'GB 12523-2011', verified: false },
      groundwaterM: construction.groundwaterM,
    },
    scenarios: scenariosOf(),
    costPerDay: DAY_COST,
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Stage by stage and zone by zone, straight down between walls. */
function pitsOf({ construction: { pit, excavation, groundM, truckM3 } }: Plan, task: SiteWords['task']) {
  return excavation.flatMap(({ stage, toM }) =>
    Array.from({ length: PIT_ZONES }, (_, at) => at + 1).flatMap((zone) => {
      const isBasement = zone > PIT_ZONES / 2;
      if (stage === 5 && isBasement) return [];
      const { minX, maxX, minY, maxY } = boundsOf(isBasement ? pit.basement : pit.stationBox);
      const widthM = ((maxY - minY) * 2) / PIT_ZONES;
      return [
        {
          id: `dig-${stage}-${zone}`,
          task: task(`dig.${stage}.${zone}`),
          westM: minX,
          lengthM: maxX - minX,
          southM: round(minY + ((zone - 1) % (PIT_ZONES / 2)) * widthM),
          widthM: round(widthM),
          floorElevationM: toM,
          groundElevationM: stage === 1 ? groundM : excavation[stage - 2].toM,
          slope: 0,
          swellRatio: SWELL_RATIO,
          truckM3,
        },
      ];
    }),
  );
}

/** The hoarding stands on three of B2's lanes and its eastern footway until the station is covered. */
function closuresOf({ plan, buildings }: DemoCity, task: SiteWords['task']) {
  const { minY, maxY } = boundsOf(plan.construction.pit.siteFence);
  const beside = buildings.filter(({ at: [x, y] }) => Math.abs(x + 1250) < 200 && y > minY - 200 && y < maxY + 200);
  const residents = beside.reduce((sum, one) => sum + one.residents, 0);
  return [
    {
      id: 'B2-east',
      tasks: [task('divert.1'), task('backfill.4')],
      street: '中轴路东侧｜Axis Road, east side',
      lanes: 3,
      footway: true,
      residents,
      ring: [
        [-1246, minY],
        [-1225, minY],
        [-1225, maxY],
        [-1246, maxY],
      ],
    },
  ];
}

/** From the gate up B2, along A3 to X1: plan.json D15. */
function routeOf(plan: Plan): Point[] {
  const road = (id: string) => {
    const found = plan.roads.alignments.find((one) => one.id === id);
    if (!found) throw new Error(`site-1: expected a road ${id}, got none`);
    return found.points;
  };
  const a3 = road('A3');
  const b2 = road('B2');
  const [corner] = b2.filter(([, y]) => y > 1600 && y < 1650);
  const west = a3.filter(([x]) => x >= -3150 && x < corner[0]).toSorted((a, b) => b[0] - a[0]);
  return [[corner[0], 972], corner, ...west];
}

interface ExposedFacade {
  id: string;
  eastM: number;
  northM: number;
  heightM: number;
  residents: number;
  routeM: number;
}

/** The corner of each home that is nearest to what it hears, 4 m up. */
function facadesOf({ plan, buildings }: DemoCity, route: ReturnType<typeof lineOf>): ExposedFacade[] {
  const { at, groundM } = plan.construction;
  return buildings.flatMap(({ id, parts, residents, district }): ExposedFacade[] => {
    if (residents === 0) return [];
    const corners = parts.flatMap(({ ring }) => ring);
    const fromSite = nearest(corners, ([x, y]) => Math.hypot(x - at[0], y - at[1]));
    const fromRoute = nearest(corners, ([x, y]) => Math.abs(nearestOn(route, x, y).offsetM));
    const onRoute = district === ROUTE_DISTRICT && fromRoute.apartM < ROUTE_M;
    if (fromSite.apartM > AUDIBLE_DISTANCE_M && !onRoute) return [];
    const [x, y] = onRoute ? fromRoute.corner : fromSite.corner;
    return [
      {
        id,
        eastM: round(x),
        northM: round(y),
        heightM: round(groundM + 4),
        residents,
        routeM: onRoute ? nearestOn(route, x, y).chainageM : Number.NaN,
      },
    ];
  });
}

function nearest(corners: readonly Point[], apart: (corner: Point) => number): { corner: Point; apartM: number } {
  return corners
    .map((corner) => ({ corner, apartM: apart(corner) }))
    .reduce((best, one) => (one.apartM < best.apartM ? one : best));
}

/** Sound power of machines as tables of noise at work have it, dB(A); parts of the shift in which they run: chosen. */
function machines({ construction }: Plan, task: SiteWords['task']) {
  const [x, y] = construction.at;
  const at = (eastM: number, northM: number, aboveM = 2) => ({
    eastM,
    northM,
    heightM: round(construction.groundM + aboveM),
  });
  return [
    {
      id: 'trench-cutter',
      task: task('wall.1'),
      until: task('wall.23'),
      ...at(x, y),
      soundPowerDb: 112,
      runningRatio: 0.6,
    },
    {
      id: 'excavators',
      task: task('dig.1.1'),
      until: task('dig.5.3'),
      ...at(x, y),
      soundPowerDb: 110,
      runningRatio: 0.7,
    },
    {
      id: 'concrete-pump',
      task: task('station.0.1'),
      until: task('deck.4.2'),
      ...at(x + 30, y),
      soundPowerDb: 108,
      runningRatio: 0.4,
    },
    {
      id: 'steel-work',
      task: task('frame.5'),
      until: task('deck.40'),
      ...at(-1188, 865, 60),
      soundPowerDb: 105,
      runningRatio: 0.5,
    },
  ];
}

/** Points of the route that homes can hear: within two lengths of their distance the rest of a street does not count. */
function trucks(
  { construction }: Plan,
  route: ReturnType<typeof lineOf>,
  homes: readonly ExposedFacade[],
  task: SiteWords['task'],
) {
  const audibleDistancesM = homes.map(({ routeM }) => routeM).filter(Number.isFinite);
  const passes = 2 * construction.trucksPerNight;
  const runningRatio = (passes * TRUCK.stepM) / TRUCK.speedMps / NIGHT_S;
  const out = [];
  for (let at = TRUCK.stepM / 2; at < route.lengthM; at += TRUCK.stepM) {
    if (!audibleDistancesM.some((routeM) => Math.abs(routeM - at) < 2 * ROUTE_M)) continue;
    const [eastM, northM] = pointAt(route, at);
    out.push({
      id: `trucks-${Math.round(at)}`,
      task: task('dig.1.1'),
      until: task('dig.5.3'),
      times: ['22:00-24:00', '00:00-06:00'],
      eastM: round(eastM),
      northM: round(northM),
      heightM: round(construction.groundM + TRUCK.heightM),
      soundPowerDb: TRUCK.soundPowerDb,
      runningRatio: round(runningRatio * 100) / 100,
    });
  }
  return out;
}

/** What a reviewer would ask: more hands, a second shift, quiet weeks, trucks that run by day or stand still at night. */
function scenariosOf(): object[] {
  const everyDay = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'];
  return [
    {
      id: 'more-fixers',
      title: { zh: '钢筋工增至 160 人', en: '160 steel fixers' },
      crews: [{ resource: '钢筋工｜Steel fixers', capacity: 160 }],
    },
    {
      id: 'two-shifts',
      title: { zh: '两班制至 22 时', en: 'Two shifts until 22:00' },
      shifts: [
        {
          calendar: '六天制｜Six days',
          weekdays: everyDay,
          costRatio: 1.3,
          shifts: ['08:00-12:00', '13:00-17:00', '18:00-22:00'],
        },
      ],
    },
    {
      id: 'day-trucks',
      title: { zh: '渣土车改为白天', en: 'Trucks by day' },
      sources: [{ ids: 'trucks-', times: ['09:00-17:00'] }],
      cost: { once: 900_000 },
    },
    {
      id: 'quiet-trucks',
      title: { zh: '电动渣土车', en: 'Electric tippers' },
      sources: [{ ids: 'trucks-', quieterDb: 6 }],
      cost: { once: 2_400_000 },
    },
    {
      id: 'faster-dig',
      title: { zh: '土方增机一倍', en: 'Twice the diggers' },
      rates: [{ codes: 'P4.', rate: 1.6, crewRatio: 2 }],
      cost: { once: 1_500_000 },
    },
    {
      id: 'school-quiet',
      title: { zh: '高考前后停工', en: 'No work around the examination' },
      noGo: [{ from: '2027-06-01', to: '2027-06-14', times: '00:00-24:00' }],
    },
  ];
}
