import type { Text } from '../../model/city/manifest.ts';
import { type Line, lineOf, nearestOn, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { DemoCity } from '../demo-city.ts';
import { partOf, textOf } from '../names/words.ts';
import { everyM, type Manhole } from '../pipes/manholes.ts';
import type { PipeNetwork } from '../pipes/network.ts';
import { type ElementRow, siteElements } from '../site/site-model.ts';
import type { Lamp } from '../streets/lamps.ts';
import type { Junction } from '../streets/roads.ts';

/** Where a sensor stands and what it belongs to. */
export interface SensorPlace {
  at: Point;
  name: Text;
  /** Id of the object that it watches. */
  of: string;
  elevationM?: number;
  warn?: number;
  alarm?: number;
  /** Several quantities by turns at one place: which of the kind's `STREAMS` this one is. */
  stream?: number;
}

interface Stream {
  zh: string;
  en: string;
  /** UCUM. */
  unit: string;
}

/** Quantities of the kinds that have more than one or whose unit the plan leaves open (a counter's `1`: of whom, and since when); others take name and unit of the plan. */
export const STREAMS: Readonly<Record<string, readonly Stream[]>> = {
  pump: [
    { zh: '运行状态', en: 'state', unit: '1' },
    { zh: '电流', en: 'current', unit: 'A' },
    { zh: '流量', en: 'flow', unit: 'm3/s' },
  ],
  gate: [{ zh: '开度', en: 'open angle', unit: 'deg' }],
  heat: [
    { zh: '供水温度', en: 'flow temperature', unit: 'Cel' },
    { zh: '供水压力', en: 'flow pressure', unit: 'MPa' },
  ],
  cover: [{ zh: '倾角', en: 'tilt of the cover', unit: 'deg' }],
  lamp: [{ zh: '功率', en: 'power', unit: 'W' }],
  // Either way through: it tells neither how many are inside nor which way they went.
  crowd: [{ zh: '通过人数', en: 'people passing', unit: '1/min' }],
  metro: [
    { zh: '积水', en: 'water depth', unit: 'm' },
    { zh: '烟感', en: 'smoke', unit: '%/m' },
    { zh: '客流密度', en: 'crowding', unit: '1/m2' },
  ],
  site: [
    { zh: '墙体测斜', en: 'wall inclination', unit: 'mm' },
    { zh: '支撑轴力', en: 'strut force', unit: 'kN' },
    { zh: '地表沉降', en: 'settlement', unit: 'mm' },
    { zh: '地下水位', en: 'ground water', unit: 'm' },
    { zh: '倾斜', en: 'tilt', unit: 'mm/m' },
  ],
  bridge: [
    { zh: '挠度', en: 'deflection', unit: 'mm' },
    { zh: '应变', en: 'strain', unit: '[ppm]' },
  ],
  building: [
    { zh: '沉降', en: 'settlement', unit: 'mm' },
    { zh: '应变', en: 'strain', unit: '[ppm]' },
    { zh: '振动速度', en: 'vibration', unit: 'mm/s' },
    { zh: '能耗功率', en: 'power drawn', unit: 'kW' },
  ],
  noise: [{ zh: '等效声级', en: 'equivalent level', unit: 'dB[SPL]' }],
};

export interface Sources {
  city: DemoCity;
  network: PipeNetwork;
  manholes: readonly Manhole[];
  lamps: readonly Lamp[];
}

/** So many of a list, evenly spread over it and in its order. */
export function spread<T>(list: readonly T[], count: number): T[] {
  if (count >= list.length) return [...list];
  return Array.from({ length: count }, (_, i) => list[Math.floor(((i + 0.5) * list.length) / count)]);
}

/** Each next one is the farthest from all before: so many a city's size need no grid. */
function farthest<T extends { at: Point }>(list: readonly T[], count: number): T[] {
  const out: T[] = [];
  const away = list.map(() => Number.POSITIVE_INFINITY);
  let next = 0;
  while (out.length < Math.min(count, list.length)) {
    out.push(list[next]);
    const [x, y] = list[next].at;
    let best = -1;
    for (let i = 0; i < list.length; i++) {
      away[i] = Math.min(away[i], Math.hypot(list[i].at[0] - x, list[i].at[1] - y));
      if (away[i] > best) [best, next] = [away[i], i];
    }
  }
  return out;
}

/** Fills up to `count` with an even share of `more`. */
function topUp(first: SensorPlace[], more: SensorPlace[], count: number): SensorPlace[] {
  if (first.length >= count) return spread(first, count);
  return [...first, ...spread(more, count - first.length)];
}

const ofManhole = (m: Manhole): SensorPlace => ({
  at: m.at,
  name: { zh: `检查井 ${m.id}`, en: `Manhole ${m.id}` },
  of: m.id,
});

/** Points every so many metres along a line. */
const along = (line: Line, spacingM: number, of: string, name: Text): SensorPlace[] =>
  everyM(line.lengthM, spacingM).map((s) => ({
    at: pointAt(line, s),
    name: partOf(name, ` ${Math.round(s)} m`, `${Math.round(s)} m`),
    of,
  }));

const isBigCrossing = (city: DemoCity, junction: Junction): boolean => {
  const classes = new Map(
    junction.segments.map((s) => [city.roads.segments[s].road, city.roads.segments[s].class] as const),
  );
  const names = [...classes.values()];
  return (
    names.filter((c) => c === 'arterial').length >= 1 &&
    names.filter((c) => c === 'arterial' || c === 'collector').length >= 2
  );
};

export const bigCrossings = (city: DemoCity) =>
  city.roads.junctions.filter((junction) => isBigCrossing(city, junction));

/** One placement a kind, after the words of plan.json `sensors.kinds`. */

/** Depth that the plan's limits of seepage are for, and the pressure that each metre below it adds at the same stage of the river. */
const SEEPAGE_DEPTH_M = 6;
const SEEPAGE_KPA_PER_M = 5.4;

/** A piezometer that lies deeper reads more at the same stage: one limit for all depths would stand at the deep ones in quiet weather. */
function seepageLimits(depthM: number): { warn: number; alarm: number } {
  const deeperKpa = SEEPAGE_KPA_PER_M * (depthM - SEEPAGE_DEPTH_M);
  return { warn: round1(25 + deeperKpa), alarm: round1(40 + deeperKpa) };
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}

export const PLACES: Readonly<Record<string, (s: Sources, count: number) => SensorPlace[]>> = {
  rain: ({ city }, count) =>
    farthest(
      city.plan.landmarks.filter((l) => ['school', 'fire', 'waterworks', 'sewage'].includes(l.kind)),
      count,
    ).map((l) => ({ at: l.at, name: partOf(textOf(l), '雨量站', 'rain gauge'), of: l.id })),
  river: ({ city }) =>
    city.plan.sensors.explicit.map((e) => ({
      at: e.at,
      name: textOf(e),
      of: 'river-main',
      warn: e.warnM,
      alarm: e.guaranteeM,
    })),
  'pipe-level': ({ city, manholes }, count) => {
    const storm = manholes.filter((m) => m.system === 'YS');
    const first = storm.filter((m, i) => m.trunk !== '' && i % 4 === 0).map(ofManhole);
    const fixed = [
      ...city.plan.pumpingStations.map((p) => ({
        at: p.at,
        name: partOf(textOf(p), '前池', 'forebay'),
        of: p.id,
        alarm: p.startM,
      })),
      ...city.plan.outfalls.map((o) => ({ at: o.at, name: { zh: `排口 ${o.id}`, en: `Outfall ${o.id}` }, of: o.id })),
    ];
    return topUp([...first, ...fixed], storm.filter((m) => m.trunk === '').map(ofManhole), count);
  },
  'pipe-flow': ({ network, manholes }, count) => {
    const ends = network.trunks
      .filter((t) => t.gravity)
      .map((t) => ({
        at: pointAt(t.line, t.line.lengthM - 1),
        name: partOf(textOf(t.trunk), '末端', 'lower end'),
        of: t.trunk.id,
      }));
    return topUp(ends, manholes.filter((m) => m.trunk !== '').map(ofManhole), count);
  },
  pond: ({ city }, count) => {
    const under = city.plan.underpasses.flatMap((u) =>
      [-8, 8].map((dy) => ({
        at: [u.at[0], u.at[1] + dy] as Point,
        name: partOf(textOf(u), '积水', 'ponding'),
        of: u.id,
        elevationM: u.lowM + 0.3,
        warn: 0.15,
        alarm: 0.27,
      })),
    );
    const low = city.roads.junctions
      .filter((j) => j.segments.filter((s) => city.roads.segments[s].class !== 'lane').length > 2)
      .map((j) => ({ j, z: city.ground.elevationAt(...j.at) }))
      .sort((a, b) => a.z - b.z);
    const picked: SensorPlace[] = [];
    for (const { j } of low) {
      if (picked.length === count - under.length) break;
      if (picked.some((p) => Math.hypot(p.at[0] - j.at[0], p.at[1] - j.at[1]) < LOW_APART_M)) continue;
      picked.push({
        at: j.at,
        name: { zh: `低洼路口 ${j.id}`, en: `Low crossing ${j.id}` },
        of: j.id,
        warn: 0.15,
        alarm: 0.27,
      });
    }
    return [...under, ...picked];
  },
  pump: ({ city, network }) => {
    const lifts = network.trunks.flatMap((t) => (t.trunk.liftStation ? [t.trunk.liftStation] : []));
    const up = city.plan.underpasses[0];
    return [
      ...city.plan.pumpingStations.map((p) => ({ at: p.at, name: textOf(p), of: `${p.id}-pumps` })),
      ...lifts.map((l) => ({ at: l.at, name: textOf(l), of: `${l.id}-pumps` })),
      {
        at: [up.at[0] + up.widthM / 2 + 6, up.at[1]] as Point,
        name: partOf(textOf(up), '泵房', 'pumps'),
        of: `${up.id}-pumps`,
      },
    ];
  },
  gate: ({ city }) =>
    city.plan.outfalls.map((o) => ({
      at: o.at,
      name: { zh: `拍门 ${o.gateId}`, en: `Flap gate ${o.gateId}` },
      of: o.id,
    })),
  'water-p': ({ city, network }, count) => {
    const trunks = network.trunks
      .filter((t) => t.trunk.system === 'JS')
      .flatMap((t) => along(t.line, 400, t.trunk.id, textOf(t.trunk)));
    const mains = network.pipes.filter((p) => p.system === 'JS' && !p.trunk);
    const inlets = city.plan.districts.flatMap((d) => {
      const own = mains.find((p) => p.line.includes(`seg-${d.id}.`));
      return own ? [{ at: flat(own.axis[0]), name: partOf(textOf(d), '给水入口', 'water inlet'), of: own.id }] : [];
    });
    return topUp(
      [...trunks, ...inlets],
      mains.map((p) => ({ at: flat(p.axis[0]), name: { zh: `给水 ${p.id}`, en: `Water ${p.id}` }, of: p.id })),
      count,
    );
  },
  'gas-p': ({ city, network }, count) => {
    const gate = city.plan.landmarks
      .filter((l) => l.kind === 'gas-gate')
      .map((l) => ({ at: l.at, name: textOf(l), of: l.id }));
    const valves = network.trunks
      .filter((t) => t.trunk.system === 'RQ')
      .flatMap((t) => along(t.line, 700, t.trunk.id, textOf(t.trunk)));
    const regulators = network.pipes.filter((p) => p.system === 'RQ' && !p.trunk);
    return topUp(
      [...gate, ...valves],
      regulators.map((p) => ({ at: flat(p.axis[0]), name: { zh: `调压 ${p.id}`, en: `Regulator ${p.id}` }, of: p.id })),
      count,
    );
  },
  'gas-leak': ({ network, manholes }, count) => {
    const gas = network.trunks.filter((t) => t.trunk.system === 'RQ');
    const near = manholes
      .filter((m) => gas.some((t) => Math.abs(nearestOn(t.line, ...m.at).offsetM) < 5))
      .map((m) => ({ ...ofManhole(m), warn: 0.5, alarm: 1.25 }));
    const every = gas.flatMap((t) => along(t.line, 60, t.trunk.id, partOf(textOf(t.trunk), '邻井', 'chamber at')));
    return topUp([...near, ...every], manholes.filter((m) => m.trunk === '').map(ofManhole), count).map((p) => ({
      ...p,
      warn: 0.5,
      alarm: 1.25,
    }));
  },
  heat: ({ network }, count) => chambersOf(network, 'RL', count, { zh: '热力', en: 'Heat' }),
  power: ({ city, network }, count) => {
    const stations = city.plan.landmarks
      .filter((l) => l.kind === 'substation')
      .map((l) => ({ at: l.at, name: textOf(l), of: l.id }));
    return [...stations, ...chambersOf(network, 'DL', count - stations.length, { zh: '环网柜', en: 'Ring main unit' })];
  },
  cover: ({ manholes }, count) => spread(manholes.filter((m) => m.trunk !== '').map(ofManhole), count),
  lamp: ({ lamps }, count) => {
    const main = lamps.filter((l) => l.roadClass === 'arterial' || l.roadClass === 'collector');
    return spread(main, count).map((l) => ({ at: l.at, name: { zh: `路灯 ${l.id}`, en: `Lamp ${l.id}` }, of: l.id }));
  },
  traffic: ({ city }, count) => {
    const arms = bigCrossings(city).flatMap((j) =>
      j.segments.flatMap((s): SensorPlace[] => {
        const segment = city.roads.segments[s];
        if (segment.level !== 'ground' || segment.lengthM < 40) return [];
        const line = lineOf(segment.points);
        const atStart = city.roads.junctions[segment.from] === j;
        const at = pointAt(line, atStart ? 30 : line.lengthM - 30);
        return [{ at, name: partOf(segment.name, '进口道', 'approach'), of: segment.id }];
      }),
    );
    return spread(arms, count);
  },
  crowd: ({ city }, count) => {
    const stadium = city.plan.landmarks.find((l) => l.kind === 'stadium');
    const gates = (stadium?.gates ?? []).map((g) => ({
      at: g.at,
      name: { zh: `体育场 ${g.id} 口`, en: `Stadium gate ${g.id}` },
      of: stadium?.id ?? '',
    }));
    const doors = city.plan.metro.stations.flatMap((s) =>
      s.entrances.map((e) => ({
        at: e.at,
        name: partOf(textOf(s), ` ${e.id.slice(-1)} 口`, `entrance ${e.id.slice(-1)}`),
        of: e.id,
      })),
    );
    const square = city.plan.landmarks.find((l) => l.kind === 'square');
    const edges = square ? ringPlaces(square.at, square.sizeM, 12, square.id, textOf(square)) : [];
    const busy = city.plan.landmarks
      .filter((l) => ['mall', 'market', 'hospital', 'exhibition', 'museum', 'university', 'heritage'].includes(l.kind))
      .flatMap((l) => ringPlaces(l.at, l.sizeM, 4, l.id, textOf(l)));
    return topUp([...gates, ...doors, ...edges], busy, count);
  },
  air: ({ city }, count) =>
    farthest(
      city.plan.landmarks.filter((l) => l.kind !== 'rail'),
      count,
    ).map((l) => ({
      at: [l.at[0] + 12, l.at[1] + 12] as Point,
      name: partOf(textOf(l), '空气站', 'air station'),
      of: l.id,
    })),
  noise: ({ city }, count) => {
    const { landmarks, construction } = city.plan;
    const hospitals = landmarks
      .filter((l) => l.kind === 'hospital')
      .map((l) => ({ at: l.at, name: textOf(l), of: l.id, warn: 55 }));
    const fence = construction.pit.siteFence.map((at) => ({
      at,
      name: { zh: '工地场界', en: 'Site fence' },
      of: construction.id,
      warn: 70,
      alarm: 75,
    }));
    const schools = landmarks
      .filter((l) => l.kind === 'school')
      .map((l) => ({ at: l.at, name: textOf(l), of: l.id, warn: 55 }));
    return topUp([...hospitals, ...fence], schools, count);
  },
  slope: ({ city }, count) => {
    const dam = city.plan.water.lakes.find((lake) => lake.damCrestM !== undefined);
    const onDam = dam
      ? [-2, -1, 0, 1, 2, 3].map((k) => ({
          at: [dam.at[0] + 10 * k - 70, dam.at[1] - 120] as Point,
          name: partOf(textOf(dam), '坝体', 'dam'),
          of: dam.id,
        }))
      : [];
    const face = Array.from({ length: count - onDam.length }, (_, k): SensorPlace => {
      const at: Point = [2350 + (k % 4) * 290, 1950 - Math.floor(k / 4) * 130];
      return {
        at,
        name: { zh: `青台山南坡 ${k + 1}`, en: `Qingtai Hill south slope ${k + 1}` },
        of: 'ED7',
        warn: 20,
        alarm: 40,
      };
    });
    return [...face, ...onDam];
  },
  levee: ({ city }, count) => {
    const { ground, plan } = city;
    const place = (k: number, depthM: number, side: 1 | -1): SensorPlace => {
      const axis = pointAt(ground.main, k);
      const [x1, y1] = pointAt(ground.main, k + 1);
      const d = side * plan.water.main.leveeOffsetM;
      const at: Point = [axis[0] - (y1 - axis[1]) * d, axis[1] + (x1 - axis[0]) * d];
      const crest = ground.crestMain(k);
      const chainage = `K${Math.floor(k / 1000)}+${String(k % 1000).padStart(3, '0')}`;
      return {
        at,
        name: {
          zh: `${side === 1 ? '左' : '右'}堤 ${chainage} 深 ${depthM} m`,
          en: `${side === 1 ? 'Left' : 'Right'} levee ${chainage}, ${depthM} m deep`,
        },
        of: 'river-main',
        elevationM: crest - depthM,
        ...seepageLimits(depthM),
      };
    };
    const dense: SensorPlace[] = [];
    for (let k = 2000; k <= 3200; k += 150) for (const depth of [3, 6, 9]) dense.push(place(k, depth, 1));
    const rest = [700, 1300, 3900, 5400, 6700, 7800].map((k) => place(k, 6, 1));
    const right = [2600, 4300, 7000].map((k) => place(k, 6, -1));
    return [...dense, ...rest, ...right].slice(0, count);
  },
  bridge: ({ city }) =>
    city.plan.bridges.flatMap((b) => {
      const road = city.plan.roads.alignments.find((r) => r.id === b.road);
      const line = lineOf(road?.points ?? []);
      const s = nearestOn(line, ...b.at).chainageM;
      const n = b.over === 'main' ? 10 : 2;
      return Array.from({ length: n }, (_, k): SensorPlace => {
        const at = pointAt(line, s + ((k + 0.5) / n - 0.5) * b.lengthM * 0.9);
        return {
          at,
          name: partOf(textOf(b), ` ${k + 1} 号测点`, `point ${k + 1}`),
          of: b.id,
          elevationM: b.deckM,
          stream: k % 2,
        };
      });
    }),
  metro: ({ city }) =>
    city.plan.metro.stations.flatMap((s) =>
      Array.from({ length: 10 }, (_, k): SensorPlace => {
        const entrance = s.entrances[k % s.entrances.length];
        const onPlatform = k >= s.entrances.length;
        const at: Point = onPlatform ? [s.at[0] - 50 + 16 * (k - s.entrances.length), s.at[1]] : entrance.at;
        return {
          at,
          name: onPlatform
            ? partOf(textOf(s), '站台', 'platform')
            : partOf(textOf(s), `${entrance.id.slice(-1)} 口`, `entrance ${entrance.id.slice(-1)}`),
          of: onPlatform ? s.id : entrance.id,
          elevationM: onPlatform ? s.platformM + 2.5 : entrance.sillM + 0.3,
          stream: onPlatform ? 1 + (k % 2) : 0,
        };
      }),
    ),
  site: ({ city }) => {
    const { construction: c } = city.plan;
    const counts = [
      c.sensors.wallInclinometer,
      c.sensors.strutForce,
      c.sensors.settlement,
      c.sensors.waterLevel,
      c.sensors.tilt,
    ];
    const inner = lineOf([...c.pit.stationBox, c.pit.stationBox[0]]);
    const outer = lineOf([...c.pit.basement, c.pit.basement[0]]);
    const fence = lineOf([...c.pit.siteFence, c.pit.siteFence[0]]);
    return counts.flatMap((n, stream) => {
      const lines = stream === 2 || stream === 3 ? [fence] : stream === 4 ? [outer] : [inner, outer];
      return Array.from({ length: n }, (_, k): SensorPlace => {
        const line = lines[k % lines.length];
        const at = pointAt(line, ((Math.floor(k / lines.length) + 0.5) / Math.ceil(n / lines.length)) * line.lengthM);
        const depth = stream === 1 ? c.wall.struts[k % 3].levelM : undefined;
        return {
          at,
          name: {
            zh: `会展站基坑 ${STREAMS.site[stream].zh} ${k + 1}`,
            en: `Expo Station pit, ${STREAMS.site[stream].en} ${k + 1}`,
          },
          of: c.id,
          stream,
          ...(depth === undefined ? {} : { elevationM: depth }),
          ...(stream === 2 ? { warn: 20, alarm: 30 } : stream === 0 ? { warn: 30, alarm: 45 } : {}),
        };
      });
    });
  },
  parking: ({ city }, count) => {
    const open = [...city.lots].sort((a, b) => Number(b.isPublic) - Number(a.isPublic) || b.spaces - a.spaces);
    return open.slice(0, count).map((lot) => ({ at: lot.ring[0], name: lot.name, of: lot.id }));
  },
  /** Built in with the lower elements of the project, and on their cards. */
  building: ({ city }, count) => {
    const elements = siteElements(city.plan);
    const measured: readonly ((row: ElementRow) => boolean)[] = [
      ({ ifcClass, storey }) => ifcClass === 'IfcSlab' && storey === 'S-base',
      ({ ifcClass, storey }) => ifcClass === 'IfcColumn' && /^[SB]\d/.test(storey),
      ({ ifcClass, storey }) => ifcClass === 'IfcSlab' && /^S\d/.test(storey),
      ({ ifcClass, storey }) => ifcClass === 'IfcDuctSegment' && storey === 'L1',
    ];
    return measured.flatMap((isMeasured, stream) =>
      spread(elements.filter(isMeasured), count / measured.length).map((row): SensorPlace => {
        const { zh, en } = STREAMS.building[stream];
        const corners = row.faces.flatMap(({ ring }) => ring);
        const mean = (k: number) => corners.reduce((sum, corner) => sum + corner[k], 0) / corners.length;
        return {
          at: [mean(0), mean(1)],
          elevationM: mean(2),
          name: partOf(row.name, ` ${zh}`, en),
          of: row.id,
          stream,
          ...(stream === 0 ? { warn: 20, alarm: 30 } : stream === 1 ? { warn: 200, alarm: 300 } : {}),
        };
      }),
    );
  },
};

/** Low crossings nearer than this are one low place. */
const LOW_APART_M = 120;

const flat = ([x, y]: readonly [number, number, number]): Point => [x, y];

function chambersOf(network: PipeNetwork, system: 'RL' | 'DL', count: number, word: Text): SensorPlace[] {
  const trunks = network.trunks
    .filter((t) => t.trunk.system === system)
    .flatMap((t) => along(t.line, 300, t.trunk.id, textOf(t.trunk)));
  const mains = network.pipes.filter((p) => p.system === system && !p.trunk);
  return topUp(
    trunks,
    mains.map((p) => ({ at: flat(p.axis[0]), name: partOf(word, ` ${p.id}`, p.id), of: p.id })),
    count,
  );
}

/** Places around a rectangle, evenly. */
function ringPlaces([x, y]: Point, [w, d]: Point, n: number, of: string, name: Text): SensorPlace[] {
  const ring = lineOf([
    [x - w / 2, y - d / 2],
    [x + w / 2, y - d / 2],
    [x + w / 2, y + d / 2],
    [x - w / 2, y + d / 2],
    [x - w / 2, y - d / 2],
  ]);
  return everyM(ring.lengthM, ring.lengthM / n).map((s, k) => ({
    at: pointAt(ring, s),
    name: partOf(name, ` ${k + 1} 号口`, `gate ${k + 1}`),
    of,
  }));
}
