import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { centroidOf } from '../../model/geo/plane/ring.ts';
import type { CityInput } from '../../tiles/model.ts';
import type { DemoCity } from '../demo-city.ts';
import { ORIGIN } from '../emit.ts';

interface Stop {
  id: string;
  zh: string;
  en: string;
  captionZh: string;
  captionEn: string;
  /** What is looked at, its height above the ground, from how far, from which side (degrees clockwise from north) and how steeply. */
  target: Point;
  aboveM: number;
  distanceM: number;
  headingDeg: number;
  pitchDeg: number;
  hour: number;
  layers?: string[];
  seconds: number;
}

/** Titles have at most eight Chinese characters (LOOK §8, kiosk); captions one or two sentences with figures of the plan. */
const STOPS: readonly Stop[] = [
  {
    id: 'tour-overview',
    zh: '一座河边的城',
    en: 'A city by a river',
    captionZh: '澄川：8 × 6 公里，27 个片区，40 万居民。澄河自西向东穿城而过，左岸是新城与老城，右岸是工业园和大学城。',
    captionEn:
      'Chengchuan: 8 by 6 km, 27 districts, 400,000 people. The Cheng River runs east between new and old town and the south bank.',
    target: [-300, 200],
    aboveM: 0,
    distanceM: 4300,
    headingDeg: 8,
    pitchDeg: -32,
    hour: 10.5,
    seconds: 14,
  },
  {
    id: 'tour-river',
    zh: '堤防与洪水',
    en: 'Levees and floods',
    captionZh: '左堤 K2+350 后面是澄湖洼地，低于百年一遇水位 3.5 米以上。堤顶按五十年一遇水位加 1.5 米。',
    captionEn:
      'Behind the left levee at K2+350 the lake basin lies 3.5 m and more below the 100-year level; the crest is the 50-year level plus 1.5 m.',
    target: [-1772, -930],
    aboveM: 6,
    distanceM: 900,
    headingDeg: 338,
    pitchDeg: -20,
    hour: 9,
    seconds: 12,
  },
  {
    id: 'tour-stadium',
    zh: '三万人的看台',
    en: 'Thirty thousand seats',
    captionZh: '澄川体育场：30,000 座、20 个出口，每口净宽 2.7 米。散场的人流走向地铁站和下穿通道。',
    captionEn: 'The stadium: 30,000 seats, 20 gates of 2.7 m. The crowd leaves for the metro and the underpass.',
    target: [-2480, 190],
    aboveM: 15,
    distanceM: 620,
    headingDeg: 315,
    pitchDeg: -24,
    hour: 16,
    seconds: 12,
  },
  {
    id: 'tour-centre',
    zh: '轴线与双塔',
    en: 'Axis and towers',
    captionZh: '行政商务区沿中轴路展开：澄川之心 218 米，金融双塔 156 米，2 号线会展站正在开挖。',
    captionEn:
      'The centre along Axis Road: Heart of Chengchuan 218 m, Finance Towers 156 m, and the pit of Expo Station on line 2.',
    target: [-1250, 800],
    aboveM: 60,
    distanceM: 1050,
    headingDeg: 12,
    pitchDeg: -19,
    hour: 17.3,
    seconds: 13,
  },
  {
    id: 'tour-oldtown',
    zh: '高岸上的老城',
    en: 'Old town on the bluff',
    captionZh: '老城建在阶地上，比新城高出 6 米；鼓楼、城隍庙、文峰塔之间保留着 15 米以下的视线走廊。',
    captionEn:
      'The old town stands on a terrace 6 m above the new one; a view corridor capped at 15 m joins pagoda, drum tower and river.',
    target: [1150, 560],
    aboveM: 10,
    distanceM: 760,
    headingDeg: 40,
    pitchDeg: -25,
    hour: 8,
    seconds: 12,
  },
  {
    id: 'tour-underground',
    zh: '街道下面',
    en: 'Under the street',
    captionZh: '七类管线 640 多公里：雨污水靠重力自流，压力管和电缆在交叉处让行。这里有 24 处故意留下的冲突。',
    captionEn:
      'Seven systems, more than 640 km: sewers fall by gravity, pressure pipes and cables give way where they cross. 24 conflicts are planted.',
    target: [-1180, 560],
    aboveM: -4,
    distanceM: 470,
    headingDeg: 28,
    pitchDeg: -50,
    hour: 12,
    layers: [
      'pipe-storm',
      'pipe-sanitary',
      'pipe-water',
      'pipe-gas',
      'pipe-heat',
      'pipe-power',
      'pipe-telecom',
      'manholes',
      'metro',
      'metro-stations',
      'site-pit',
    ],
    seconds: 14,
  },
  {
    id: 'tour-plans',
    zh: '四个部门的图',
    en: 'Four authorities',
    captionZh: '国土、控规、林业、水务四张图叠在一起，有 117 处冲突：农田上的住宅、红线里的商业、堤防内的地块。',
    captionEn:
      'Plans of four authorities laid over each other: 117 conflicts, from homes on farmland to lots inside the levee.',
    target: [-2100, 300],
    aboveM: 0,
    distanceM: 3300,
    headingDeg: 0,
    pitchDeg: -62,
    hour: 11,
    layers: ['water', 'roads', 'plan-kg', 'plan-gt', 'plan-ly', 'plan-sw', 'plan-ugb'],
    seconds: 13,
  },
  {
    id: 'tour-hill',
    zh: '青台山上',
    en: 'From Qingtai Hill',
    captionZh: '青台山主峰 477.9 米，山南望去：清水池、文峰塔、老城，再远是澄河与南岸。',
    captionEn:
      'From the hill, summit 477.9 m: the service reservoir, the pagoda, the old town, then the river and the south bank.',
    target: [1850, 900],
    aboveM: 20,
    distanceM: 2300,
    headingDeg: 213,
    pitchDeg: -13,
    hour: 18.6,
    seconds: 13,
  },
];

const RAD = Math.PI / 180;

/** A camera that looks along `headingDeg` (clockwise from north) and `pitchDeg` at the target. */
function viewOf(city: DemoCity, stop: Stop) {
  const { target, aboveM, distanceM, headingDeg, pitchDeg } = stop;
  const flat = distanceM * Math.cos(pitchDeg * RAD);
  const x = target[0] - flat * Math.sin(headingDeg * RAD);
  const y = target[1] - flat * Math.cos(headingDeg * RAD);
  const rise = -distanceM * Math.sin(pitchDeg * RAD);
  const undulation = city.plan.city.datum.geoidUndulationM;
  const heightM = city.ground.elevationAt(target[0], target[1]) + aboveM + rise + undulation;
  const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [x, y, 0]);
  return {
    lonDeg: Math.round(lonDeg * 1e7) / 1e7,
    latDeg: Math.round(latDeg * 1e7) / 1e7,
    heightM: Math.round(heightM * 10) / 10,
    headingDeg,
    pitchDeg,
  };
}

export function tourOf(city: DemoCity): CityInput['tour'] {
  return STOPS.map((stop) => ({
    id: stop.id,
    title: { zh: stop.zh, en: stop.en },
    caption: { zh: stop.captionZh, en: stop.captionEn },
    view: viewOf(city, stop),
    hour: stop.hour,
    seconds: stop.seconds,
    ...(stop.layers ? { layers: stop.layers } : {}),
  }));
}

/** Names on the map: districts, named streets, water, landmarks worth finding, stations. */
export function labelsOf(city: DemoCity): CityInput['labels'] {
  const { plan, ground } = city;
  const out: CityInput['labels'] = [];
  const upOf = (x: number, y: number, aboveM: number) => {
    // Up in the plane of the origin: elevation less the origin's, less the fall of the ground away from the plane.
    const drop = (x * x + y * y) / (2 * 6371000);
    return Math.round((ground.elevationAt(x, y) + aboveM - plan.city.origin.elevationM - drop) * 10) / 10;
  };
  const add = (kind: CityInput['labels'][number]['kind'], zh: string, en: string, [x, y]: Point, aboveM: number) =>
    out.push({ kind, text: { zh, en }, eastM: x, northM: y, upM: upOf(x, y, aboveM) });
  for (const district of plan.districts)
    add('district', district.nameZh, district.nameEn, centre(district.polygon), 40);
  for (const road of plan.roads.alignments) {
    const line = city.roads.roads.find((r) => r.id === road.id);
    if (!line) continue;
    const i = Math.floor(line.points.length / 2);
    const a = line.points[i - 1];
    const b = line.points[i];
    add('street', road.nameZh, road.nameEn, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], 3);
    out[out.length - 1].bearingDeg = Math.round(((Math.atan2(b[0] - a[0], b[1] - a[1]) * 180) / Math.PI + 360) % 180);
  }
  for (const s of [1400, 3900, 6500])
    add('water', plan.water.main.nameZh, plan.water.main.nameEn, pointAt(ground.main, s), 6);
  for (const s of [700, 2100])
    add('water', plan.water.tributary.nameZh, plan.water.tributary.nameEn, pointAt(ground.tributary, s), 4);
  for (const lake of plan.water.lakes) add('water', lake.nameZh, lake.nameEn, lake.at, 4);
  const shown = new Set([
    ...['stadium', 'hospital', 'government', 'exhibition', 'museum', 'pagoda', 'heritage', 'square', 'university'],
    ...['tower', 'mall', 'market', 'rail', 'waterworks', 'sewage', 'command', 'fire'],
  ]);
  for (const landmark of plan.landmarks)
    if (shown.has(landmark.kind)) add('landmark', landmark.nameZh, landmark.nameEn, landmark.at, landmark.heightM + 6);
  for (const bridge of plan.bridges) add('landmark', bridge.nameZh, bridge.nameEn, bridge.at, 16);
  for (const park of plan.parks) add('landmark', park.nameZh, park.nameEn, centre(park.polygon), 8);
  for (const station of plan.metro.stations) add('station', station.nameZh, station.nameEn, station.at, 8);
  add('station', '会展站（在建）', 'Expo (under construction)', [-1232, 865], 8);
  return out;
}

const centre = (ring: readonly Point[]): Point => {
  const [x, y] = centroidOf(ring);
  return [Math.round(x), Math.round(y)];
};
