import { lonLatFromEnu } from '../../model/geo/enu.ts';
import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { Text } from '../../model/text/text.ts';
import type { CityContents, LayerInput } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import type { NamedFeature } from './names.ts';

type Stop = CityContents['tour'][number];

/** What a chapter looks at, and from where. */
interface Sight {
  id: string;
  title: Text;
  caption: Text;
  at: Point;
  aboveM: number;
  distanceM: number;
  pitchDeg: number;
  hour: number;
  layers?: string[];
}

const SECONDS = 12;
/** Two chapters nearer than this would show the same picture. */
const APART_M = 120;
/** Heading of the first chapter, and turn from one to the next, so that each shows another side; degrees clockwise from north. */
const FIRST_HEADING_DEG = 20;
const TURN_DEG = 75;

/**
 * A tour of what stands out: the whole city, its highest and largest house, its oldest, the largest water, the largest green, a station, what
 * lies under the streets. Each chapter tells what was measured; what a city has not makes no chapter.
 */
export function inferTour(
  city: Pick<CityContents, 'home' | 'labels'> & { name: Text; layers: readonly LayerInput[] },
  features: readonly NamedFeature[],
  ground: Ground,
): CityContents['tour'] {
  const houses = features.filter(({ layer }) => layer.kind === 'building');
  const sights = [
    highest(houses),
    largest(houses, 'tour-largest', { zh: '最大的建筑', en: 'The largest building' }, 14),
    oldest(houses),
    largest(
      features.filter(({ layer }) => layer.kind === 'water'),
      'tour-water',
      { zh: '最大的水面', en: 'The largest water' },
      9,
    ),
    largest(
      features.filter(({ layer }) => layer.group === 'green'),
      'tour-green',
      { zh: '最大的绿地', en: 'The largest green' },
      15,
    ),
    station(city.labels),
    underground(city.layers, features),
  ];
  const shown: Sight[] = [];
  for (const sight of sights)
    if (sight && shown.every(({ at, layers }) => layers || sight.layers || distanceM(at, sight.at) >= APART_M))
      shown.push(sight);
  if (shown.length === 0) return [];
  return [overview(city, features), ...shown.map((sight, i) => stopOf(sight, i, ground))];
}

function overview(
  { home, name, layers }: { home: Stop['view']; name: Text; layers: readonly LayerInput[] },
  features: readonly NamedFeature[],
): Stop {
  const buildings = layers.filter(({ kind }) => kind === 'building').reduce((sum, { features: f }) => sum + f.count, 0);
  const streetsKm = lengthKm(features.filter(({ layer }) => layer.group === 'road'));
  return {
    id: 'tour-overview',
    title: { zh: '全城', en: 'The whole city' },
    caption: {
      zh: `${name.zh}：${count(buildings)} 栋建筑${streetsKm > 0 ? `，道路 ${count(streetsKm)} 公里` : ''}。`,
      en: `${name.en}: ${count(buildings)} buildings${streetsKm > 0 ? `, ${count(streetsKm)} km of streets` : ''}.`,
    },
    view: home,
    hour: 10.5,
    seconds: SECONDS,
  };
}

/** The one that rises above all others: where several do, their height is a guess or a rule, and no sight. */
function highest(houses: readonly NamedFeature[]): Sight | null {
  const top = most(houses, ({ heightM }) => heightM);
  if (!top || top.heightM < MIN_TOP_M || houses.filter(({ heightM }) => heightM === top.heightM).length > 1)
    return null;
  const metres = Math.round(top.heightM);
  // Storeys times a height are no measure.
  const isGuess = top.layer.assumptions.some(({ code }) => code === 'height-by-storeys' || code === 'height-stated');
  return {
    id: 'tour-highest',
    title: { zh: '最高的建筑', en: 'The highest building' },
    caption: {
      zh: `${called(top, 'zh')}高${isGuess ? '约' : ''} ${metres} 米。`,
      en: `${called(top, 'en')}rises ${isGuess ? 'about ' : ''}${metres} m.`,
    },
    at: top.at,
    aboveM: top.heightM / 2,
    distanceM: Math.max(320, 3 * top.heightM),
    pitchDeg: -18,
    hour: 15,
  };
}
const MIN_TOP_M = 15;

/** The one that stood before all others: a year that several share is a guess or a blank of their register, as 1800 in many. */
function oldest(houses: readonly NamedFeature[]): Sight | null {
  const first = most(
    houses.filter(({ year }) => year !== null),
    ({ year }) => -(year ?? 0),
  );
  if (!first || houses.filter(({ year }) => year === first.year).length > 1) return null;
  return {
    ...near(first, 'tour-oldest', { zh: '最早的建筑', en: 'The oldest building' }, 10),
    caption: {
      zh: `${called(first, 'zh')}建于 ${first.year} 年。`,
      en: `${called(first, 'en')}dates from ${first.year}.`,
    },
  };
}

function largest(features: readonly NamedFeature[], id: string, title: Text, hour: number): Sight | null {
  const one = most(features, ({ layer, size }) => (layer.features.geometry.kind === 'polygon' ? size : 0));
  if (!one || one.size < MIN_SIGHT_M2) return null;
  const area = areaText(one.size);
  return {
    ...near(one, id, title, hour),
    caption: { zh: `${called(one, 'zh')}占地 ${area.zh}。`, en: `${called(one, 'en')}covers ${area.en}.` },
  };
}
const MIN_SIGHT_M2 = 400;

function station(labels: CityContents['labels']): Sight | null {
  const one = labels.find(({ kind }) => kind === 'station');
  if (!one) return null;
  return {
    id: 'tour-station',
    title: { zh: '车站', en: 'The station' },
    caption: { zh: `${one.text.zh}。`, en: `${one.text.en}.` },
    at: [one.eastM, one.northM],
    aboveM: 6,
    distanceM: 520,
    pitchDeg: -24,
    hour: 9.5,
  };
}

/** Over the longest of the pipes. */
function underground(layers: readonly LayerInput[], features: readonly NamedFeature[]): Sight | null {
  const pipes = features.filter(({ layer }) => layer.kind === 'pipe');
  const longest = most(pipes, ({ size }) => size);
  if (!longest) return null;
  const systems = layers.filter(({ kind, state }) => kind === 'pipe' && state === 'existing');
  const km = count(lengthKm(pipes));
  return {
    id: 'tour-underground',
    title: { zh: '街道下面', en: 'Under the street' },
    caption: {
      zh: `地下管线 ${systems.length} 类，共 ${km} 公里。`,
      en: `Pipes of ${systems.length} ${systems.length === 1 ? 'system' : 'systems'}, ${km} km together.`,
    },
    at: longest.at,
    aboveM: -3,
    distanceM: 420,
    pitchDeg: -50,
    hour: 12,
    layers: systems.map(({ id }) => id),
  };
}

function near(feature: NamedFeature, id: string, title: Text, hour: number): Omit<Sight, 'caption'> {
  const acrossM = Math.sqrt(feature.size);
  return {
    id,
    title,
    at: feature.at,
    aboveM: feature.heightM / 2,
    distanceM: Math.min(2_500, Math.max(420, 3 * acrossM)),
    pitchDeg: -26,
    hour,
  };
}

function stopOf({ at, aboveM, distanceM: fromM, pitchDeg, ...sight }: Sight, i: number, ground: Ground): Stop {
  const headingDeg = (FIRST_HEADING_DEG + i * TURN_DEG) % 360;
  const heading = headingDeg * RAD_PER_DEG;
  const pitch = pitchDeg * RAD_PER_DEG;
  const flatM = fromM * Math.cos(pitch);
  const eye: Point = [at[0] - flatM * Math.sin(heading), at[1] - flatM * Math.cos(heading)];
  const { lonDeg, latDeg } = lonLatFromEnu(ground.origin, [eye[0], eye[1], 0]);
  const undulationM = ground.origin.heightM - ground.originElevationM;
  // A hill between the eye and its sight must not swallow the camera.
  const overSight = ground.elevationAt(at[0], at[1]) + aboveM - fromM * Math.sin(pitch);
  const heightM = Math.max(overSight, ground.elevationAt(eye[0], eye[1]) + MIN_EYE_M) + undulationM;
  const view = {
    lonDeg: Math.round(lonDeg * 1e7) / 1e7,
    latDeg: Math.round(latDeg * 1e7) / 1e7,
    heightM: Math.round(heightM * 10) / 10,
    headingDeg,
    pitchDeg,
  };
  const { id, title, caption, hour, layers } = sight;
  return { id, title, caption, view, hour, seconds: SECONDS, ...(layers ? { layers } : {}) };
}
const MIN_EYE_M = 40;

/** The first that reaches the greatest value. */
function most(features: readonly NamedFeature[], value: (feature: NamedFeature) => number): NamedFeature | null {
  let best: NamedFeature | null = null;
  for (const feature of features) if (!best || value(feature) > value(best)) best = feature;
  return best;
}

/** A sentence's subject: its name, or what the layer calls its kind. */
function called({ name, layer }: NamedFeature, language: keyof Text): string {
  if (!name && layer.kind === 'building') return language === 'zh' ? '' : 'It ';
  const subject = name ?? layer.label;
  return language === 'zh' ? `${subject.zh}，` : `${subject.en} `;
}

const lengthKm = (features: readonly NamedFeature[]): number =>
  features.reduce((sum, { layer, size }) => sum + (layer.features.geometry.kind === 'line' ? size : 0), 0) / 1000;

const distanceM = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** Whole above ten, one digit below. */
const count = (value: number): string =>
  value < 10 && value % 1 !== 0 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');

function areaText(m2: number): Text {
  const hectares = m2 / 10_000;
  return hectares >= 1
    ? { zh: `${count(hectares)} 公顷`, en: `${count(hectares)} ha` }
    : { zh: `${count(m2)} 平方米`, en: `${count(m2)} m²` };
}
