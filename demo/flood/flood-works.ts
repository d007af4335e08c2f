import type { FloodWorks } from '../../model/city/flood-works.ts';
import { crossings, directionAt, type Line, offsetLine, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { DemoCity } from '../demo-city.ts';
import { partOf, textOf } from '../names/words.ts';

const round = (value: number, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;
const place = ([x, y]: Point): [number, number] => [round(x), round(y)];

/** Corners of a defence's line stand this far apart, hours of a hydrograph. */
const STEP_M = 25;
const STEP_H = 0.5;
const LAST_H = 48;

/** A section of the left levee that ends this near the creek's mouth ends at the creek's levee. */
const MOUTH_M = 200;

const YEARS = ['20', '50', '100'] as const;

type Defence = FloodWorks['defences'][number];

/** A levee's line: its foot on the axis between two chainages, its crest by chainage. */
function crestLine(
  axis: Line,
  offsetM: number,
  from: number,
  to: number,
  crestAt: (s: number) => number,
): Defence['line'] {
  const count = Math.max(1, Math.round((to - from) / STEP_M));
  return Array.from({ length: count + 1 }, (_, k): [number, number, number] => {
    const s = from + ((to - from) * k) / count;
    const [x, y] = pointAt(axis, s);
    const [ux, uy] = directionAt(axis, s);
    return [...place([x - uy * offsetM, y + ux * offsetM]), round(crestAt(s))];
  });
}

/** Where the river's left levee and the creek's levees meet at its mouth: chainage on the river, and on the creek. */
function meetingAtMouth({ plan, ground }: DemoCity, creekSide: 1 | -1): { riverM: number; creekM: number } {
  const { main: m, tributary: t } = plan.water;
  const river = offsetLine(ground.main, m.leveeOffsetM);
  const creek = offsetLine(ground.tributary, creekSide * t.leveeOffsetM);
  const [hit] = crossings(river, creek);
  if (!hit) throw new Error('flood-works: expected the levees of river and creek to meet, they do not');
  return {
    riverM: ground.nearestMain(...hit.at).chainageM,
    creekM: ground.nearestTributary(...hit.at).chainageM,
  };
}

function defencesOf(city: DemoCity): Defence[] {
  const { plan, ground, trenches } = city;
  const { main: m, tributary: t, lakes } = plan.water;
  const out: Defence[] = [];
  const west = meetingAtMouth(city, -1);
  const east = meetingAtMouth(city, 1);
  for (const [i, { bank, fromK, toK, kind }] of m.leveeSections.entries()) {
    // The plan's sections end some way from the mouth; the levees themselves run on until they meet the creek's.
    const isBeforeMouth = bank === 'left' && toK < t.confluenceK && t.confluenceK - toK < MOUTH_M;
    const isBehindMouth = bank === 'left' && fromK > t.confluenceK && fromK - t.confluenceK < MOUTH_M;
    const from = isBehindMouth ? east.riverM : fromK;
    const to = isBeforeMouth ? west.riverM : toK;
    out.push({
      id: `levee-main-${bank}-${i + 1}`,
      label: partOf(textOf(m), bank === 'left' ? '左堤' : '右堤', `${bank} levee`),
      kind: kind.includes('wall') ? 'wall' : 'levee',
      line: crestLine(ground.main, (bank === 'left' ? 1 : -1) * m.leveeOffsetM, from, to, ground.crestMain),
    });
  }
  for (const { side, end, zh, en } of [
    { side: 1, end: east.creekM, zh: '左堤', en: 'left levee' },
    { side: -1, end: west.creekM, zh: '右堤', en: 'right levee' },
  ])
    out.push({
      id: `levee-trib-${side === 1 ? 'left' : 'right'}`,
      label: partOf(textOf(t), zh, en),
      kind: 'levee',
      line: crestLine(ground.tributary, side * t.leveeOffsetM, t.leveeFromM, end, ground.crestTributary),
    });
  for (const lake of lakes) {
    if (lake.damCrestM === undefined) continue;
    const [x, y] = lake.at;
    const ends: Point[] = [
      [x - 100, y - 120],
      [x + 40, y - 120],
    ];
    out.push({
      id: `dam-${lake.id}`,
      label: partOf(textOf(lake), '大坝', 'dam'),
      kind: 'dam',
      line: ends.map((end) => [...place(end), round(lake.damCrestM ?? 0)]),
    });
  }
  for (const { underpass, line, atM, reachM, halfWidthM } of trenches)
    for (const side of [1, -1]) {
      const edge = offsetLine(line, side * (halfWidthM + 1));
      out.push({
        id: `rim-${underpass.id}-${side === 1 ? 'left' : 'right'}`,
        label: partOf(textOf(underpass), '挡墙', 'wall'),
        kind: 'rim',
        line: [-1, -0.5, 0, 0.5, 1].map((share) => [
          ...place(pointAt(edge, ((atM + share * reachM) / line.lengthM) * edge.lengthM)),
          underpass.crestM,
        ]),
      });
    }
  return out;
}

/** Q(t) of the plan, CITY.md §3: Q0 + (Qp − Q0)·(r·e^(1−r))^shape, r = time since the start over the time to the peak. */
function hydrographsOf(
  peakFlow: Record<(typeof YEARS)[number], number>,
  shape: { baseFlow: number; timeToPeakH: number; shape: number; startsAtH?: number },
) {
  const timeH = Array.from({ length: LAST_H / STEP_H + 1 }, (_, k) => k * STEP_H);
  return YEARS.map((years) => ({
    returnYears: Number(years),
    timeH,
    dischargeM3ps: timeH.map((time) => {
      const r = Math.max(0, time - (shape.startsAtH ?? 0)) / shape.timeToPeakH;
      return round(shape.baseFlow + (peakFlow[years] - shape.baseFlow) * (r * Math.exp(1 - r)) ** shape.shape, 1);
    }),
  }));
}

/** A line across a river at a chainage, left bank first. */
function across(axis: Line, s: number, halfM: number): { from: [number, number]; to: [number, number] } {
  const [x, y] = pointAt(axis, s);
  const [ux, uy] = directionAt(axis, s);
  return { from: place([x - uy * halfM, y + ux * halfM]), to: place([x + uy * halfM, y - ux * halfM]) };
}

/** From the ends of the axes, so that a section that crosses them askew lies inside the map. */
const INSIDE_M = 80;

/** flood-works.json: levees, river and creek, gauges, the planned breach, the metro's doors, the design storm. */
export function floodWorksOf(city: DemoCity): FloodWorks {
  const { plan, water } = city;
  const defences = defencesOf(city);
  return {
    format: 1,
    defences,
    inflows: inflowsOf(city),
    outflows: outflowsOf(city),
    waters: water.map(({ id, name, rings, elevationM }) => ({
      id,
      label: name,
      ring: rings[0].map(place),
      levelM: elevationM.slice(0, rings[0].length).map((level) => round(level, 3)),
    })),
    gauges: plan.sensors.explicit.map((gauge) => ({
      id: gauge.id,
      label: textOf(gauge),
      at: place(gauge.at),
      chainageM: gauge.chainageM,
      warnM: gauge.warnM,
      guaranteeM: gauge.guaranteeM,
    })),
    breaches: breachesOf(city, defences),
    openings: openingsOf(city),
    storm: {
      a: plan.storm.A,
      b: plan.storm.b,
      c: plan.storm.C,
      n: plan.storm.n,
      r: plan.storm.r,
      validMin: [plan.storm.validMinutes[0], plan.storm.validMinutes[1]],
      depthMm: plan.storm.depthMm,
    },
  };
}

function inflowsOf({ plan, ground }: DemoCity): FloodWorks['inflows'] {
  const { main: m, tributary: t } = plan.water;
  return [
    {
      id: m.id,
      label: textOf(m),
      ...across(ground.main, INSIDE_M, m.leveeOffsetM),
      hydrographs: hydrographsOf(m.peakFlow, m.hydrograph),
    },
    {
      id: t.id,
      label: textOf(t),
      ...across(ground.tributary, INSIDE_M, t.leveeOffsetM),
      hydrographs: hydrographsOf(t.peakFlow, t.hydrograph),
    },
  ];
}

function outflowsOf({ plan, ground }: DemoCity): FloodWorks['outflows'] {
  const m = plan.water.main;
  return [
    {
      id: m.id,
      label: textOf(m),
      ...across(ground.main, ground.main.lengthM - INSIDE_M, m.leveeOffsetM),
      bedM: round(ground.bedMain(ground.main.lengthM)),
      slope: m.bedSlope,
      manningN: m.manning.channel,
    },
  ];
}

/** The breach that the plan's scenario opens. */
function breachesOf({ plan }: DemoCity, defences: readonly Defence[]): FloodWorks['breaches'] {
  const breach = plan.scenarios.find(isBreach);
  if (!breach) throw new Error('plan.json: scenarios: expected levee-breach with its widths, found none');
  return [
    {
      id: breach.id,
      label: textOf(breach),
      at: place(breach.at),
      defence: nearestDefence(defences, breach.at),
      chainageM: breach.chainageM,
      beginH: breach.breachAtH,
      returnYears: breach.floodYears,
      widthStartM: breach.widthStartM,
      widthEndM: breach.widthEndM,
      growH: breach.growHours,
      sillM: breach.sillM,
    },
  ];
}

/** Doors of the metro, by which water comes into its stations. */
function openingsOf({ plan }: DemoCity): FloodWorks['openings'] {
  const metro = plan.scenarios.find(isMetro);
  return plan.metro.stations.flatMap((station) =>
    station.entrances.map((entrance) => ({
      id: entrance.id,
      label: partOf(textOf(station), `${entrance.id.slice(-1)}口`, `entrance ${entrance.id.slice(-1)}`),
      at: place(entrance.at),
      sillM: entrance.sillM,
      widthM: entrance.widthM,
      into: station.id,
      roomM3: metro?.entrance.startsWith(station.id) ? metro.expected.stationVolumeM3 : null,
    })),
  );
}

type Scenario = DemoCity['plan']['scenarios'][number];

interface Breach extends Scenario {
  chainageM: number;
  breachAtH: number;
  floodYears: number;
  widthStartM: number;
  widthEndM: number;
  growHours: number;
  sillM: number;
}

interface MetroWater extends Scenario {
  entrance: string;
  expected: { stationVolumeM3: number };
}

const isBreach = (scenario: Scenario): scenario is Breach => scenario.id === 'levee-breach';
const isMetro = (scenario: Scenario): scenario is MetroWater => scenario.id === 'metro-water';

function nearestDefence(defences: readonly Defence[], [x, y]: Point): string {
  const awayM = ({ line }: Defence) => Math.min(...line.map(([a, b]) => Math.hypot(a - x, b - y)));
  return [...defences].sort((a, b) => awayM(a) - awayM(b))[0].id;
}
