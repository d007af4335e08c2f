import { BREAK_METHODS } from '../city/catalogue.ts';
import type { Manifest, View } from '../city/manifest.ts';
import { DESKS } from './appearance.ts';
import type { Filter } from './colouring.ts';
import { usualCrowd } from './crowd-case.ts';
import { crowdOf, crowdText } from './crowd-link.ts';
import { usualFlood } from './flood.ts';
import { floodOf, floodText } from './flood-link.ts';
import type { LayerState, Side } from './layers.ts';
import type { Twin, TwinState } from './twin.ts';

/**
 * The whole state as the hash of an address, and back: `#c=…&t=…`. Only what differs from a fresh start is written, so
 * a link stays short and a newer city keeps its own defaults. Names and values are percent-encoded, so that the
 * separators `& = , ; :` are the link's own. A selection is an id: it holds for every bake that has the object.
 */
export type LinkState = Partial<
  Pick<
    TwinState,
    | 'camera'
    | 'desk'
    | 'language'
    | 'theme'
    | 'shadows'
    | 'shownTimeMs'
    | 'playing'
    | 'rate'
    | 'cimLevels'
    | 'states'
    | 'selectedId'
    | 'colouring'
    | 'filters'
    | 'compare'
    | 'swipeRatio'
    | 'underground'
    | 'groundOpacityRatio'
    | 'excavation'
    | 'tour'
    | 'tourIndex'
    | 'floodForm'
    | 'crowdForm'
  >
> & { layers?: Record<string, Pick<LayerState, 'shown' | 'opacityRatio' | 'side'>> };

export interface ParsedLink {
  state: LinkState;
  /** Parts that say nothing this city knows: `key: expected …, got …`. The rest of the link holds. */
  problems: string[];
}

/** Longest hash that is read; a pit of 400 corners fits. */
const LONGEST = 16_384;
const SIDES: readonly Side[] = ['both', 'left', 'right'];
const STATES = ['existing', 'planned', 'construction'] as const;

export function linkOf(state: TwinState, city: Manifest): string {
  const parts: [string, string][] = [['c', viewText(state.camera)]];
  const put = (key: string, value: string | number, usual: string | number) => {
    if (value !== usual) parts.push([key, String(value)]);
  };
  parts.push(['t', String(Math.round(state.shownTimeMs / 1000))]);
  put('play', state.playing ? 1 : 0, 0);
  put('rate', state.rate, FRESH.rate);
  put('desk', state.desk, 'plan');
  put('lang', state.language, '');
  put('theme', state.theme ?? '', '');
  put('shade', state.shadows ? 1 : 0, 1);
  put(
    'l',
    city.layers
      .flatMap(({ id, shownAtStart }) => {
        const layer = state.layers[id];
        if (!layer || (layer.shown === shownAtStart && layer.opacityRatio === 1 && layer.side === 'both')) return [];
        const opacity = Number(layer.opacityRatio.toFixed(3));
        return [[encodeURIComponent(id), layer.shown ? 1 : 0, opacity, layer.side].join(':')];
      })
      .join(';'),
    '',
  );
  put('cim', state.cimLevels.join(','), '');
  put('state', state.states.join(','), '');
  put('sel', encodeURIComponent(state.selectedId ?? ''), '');
  const { colouring } = state;
  if (colouring)
    put('by', [colouring.layerId, colouring.attribute, colouring.method ?? ''].map(encodeURIComponent).join(':'), '');
  put('f', state.filters.map(filterText).join(';'), '');
  put('cmp', state.compare, 'off');
  put('swipe', round(state.swipeRatio, 4), 0.5);
  put('under', state.underground, 'off');
  put('ground', round(state.groundOpacityRatio, 3), FRESH.groundOpacityRatio);
  const { excavation } = state;
  if (excavation)
    put(
      'pit',
      [excavation.depthM, ...excavation.ringM.map((at) => at.map((m) => round(m, 2)).join(','))].join(';'),
      '',
    );
  const { floodForm, floodSite } = state;
  // Grids of rain are files of this window: no link holds them.
  if (floodForm && floodSite && floodForm.rain.kind !== 'grids')
    put('flood', floodText(floodForm), floodText(usualFlood(floodSite)));
  const { crowdForm, crowdSite, crowdCases, crowdOffer } = state;
  if (crowdForm && crowdSite)
    put('crowd', crowdText(crowdForm, crowdOffer), crowdText(usualCrowd(crowdSite, crowdCases), crowdOffer));
  if (state.tour !== 'off') put('tour', state.tourIndex, -1);
  return `#${parts.map(([key, value]) => `${key}=${value}`).join('&')}`;
}

export function parseLink(hash: string, city: Manifest): ParsedLink {
  const state: LinkState = {};
  const problems: string[] = [];
  const text = hash.replace(/^#/, '');
  if (text.length > LONGEST)
    return { state, problems: [`link: expected ${LONGEST} characters or fewer, got ${text.length}`] };
  for (const part of text.split('&').filter(Boolean)) {
    const at = part.indexOf('=');
    const [key, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    const read = READERS.get(key);
    const problem = read ? read(value, state, city) : 'expected a key of a link';
    if (problem) problems.push(`${key}: ${problem}, got "${value.slice(0, 60)}"`);
  }
  return { state, problems };
}

/** What a link leaves out. Time, camera and language are in every link. */
const FRESH = {
  desk: 'plan',
  theme: null,
  shadows: true,
  playing: false,
  rate: 60,
  cimLevels: [],
  states: [],
  selectedGid: null,
  selectedId: null,
  colouring: null,
  filters: [],
  compare: 'off',
  swipeRatio: 0.5,
  underground: 'off',
  groundOpacityRatio: 0.2,
  excavation: null,
  tour: 'off',
} as const satisfies Partial<{ [K in keyof TwinState]: unknown }>;

/** Sets the twin to a link; what the link does not name is as at a fresh start. */
export function openLink(twin: Pick<Twin, 'city' | 'getState' | 'setState'>, link: LinkState): void {
  const { layers: named, ...rest } = link;
  const { layers } = twin.getState();
  twin.setState({
    ...FRESH,
    cimLevels: [],
    states: [],
    filters: [],
    ...rest,
    layers: Object.fromEntries(
      twin.city.layers.map(({ id, shownAtStart }) => [
        id,
        {
          status: layers[id]?.status ?? { kind: 'idle' },
          ...(named?.[id] ?? { shown: shownAtStart, opacityRatio: 1, side: 'both' }),
        },
      ]),
    ),
  });
  if (link.camera) twin.getState().flyTo(link.camera, 0);
}

type Read = (value: string, state: LinkState, city: Manifest) => string | undefined;

const READERS = new Map<string, Read>([
  [
    'c',
    (value, state) => {
      const numbers = numbersOf(value, ',');
      if (numbers?.length !== 5) return 'expected longitude,latitude,height,heading,pitch';
      const [lonDeg, latDeg, heightM, headingDeg, pitchDeg] = numbers;
      if (Math.abs(lonDeg) > 180 || Math.abs(latDeg) > 90 || Math.abs(pitchDeg) > 90 || Math.abs(heightM) > 1e8)
        return 'expected a place on Earth';
      state.camera = { lonDeg, latDeg, heightM, headingDeg: ((headingDeg % 360) + 360) % 360, pitchDeg };
      return undefined;
    },
  ],
  ['t', number('shownTimeMs', -8e12, 8e12, (seconds) => seconds * 1000)],
  ['play', flag('playing')],
  ['rate', number('rate', 0.01, 86_400)],
  ['desk', oneOf('desk', DESKS)],
  ['lang', oneOf('language', ['zh', 'en'])],
  ['theme', oneOf('theme', ['plan', 'command'])],
  ['shade', flag('shadows')],
  [
    'l',
    (value, state, city) => {
      const layers: LinkState['layers'] = {};
      for (const item of value.split(';')) {
        const [name, shown, opacity, side] = item.split(':');
        const id = decoded(name);
        const opacityRatio = Number(opacity);
        const known = city.layers.some((layer) => layer.id === id);
        const sided = SIDES.find((each) => each === side);
        if (id === null || !known || !sided || !(opacityRatio >= 0 && opacityRatio <= 1))
          return 'expected layer:shown:opacity:side of layers this city has';
        layers[id] = { shown: shown === '1', opacityRatio, side: sided };
      }
      state.layers = layers;
      return undefined;
    },
  ],
  [
    'cim',
    (value, state) => {
      const levels = numbersOf(value, ',');
      if (!levels?.every((level) => Number.isInteger(level) && level >= 1 && level <= 7))
        return 'expected levels 1 to 7';
      state.cimLevels = levels;
      return undefined;
    },
  ],
  [
    'state',
    (value, state) => {
      const states = value.split(',').flatMap((text) => STATES.filter((known) => known === text));
      if (states.length !== value.split(',').length) return `expected ${STATES.join(', ')}`;
      state.states = states;
      return undefined;
    },
  ],
  [
    'sel',
    (value, state) => {
      const id = decoded(value);
      if (!id) return 'expected the id of an object';
      state.selectedId = id;
      return undefined;
    },
  ],
  [
    'by',
    (value, state, city) => {
      const [layerId, attribute, wanted] = value.split(':').map(decoded);
      const method = BREAK_METHODS.find((name) => name === wanted);
      if (layerId === null || attribute === null || !hasAttribute(city, layerId, attribute))
        return 'expected an attribute of this city';
      state.colouring = {
        layerId,
        attribute,
        ...(method ? { method } : {}),
      };
      return undefined;
    },
  ],
  [
    'f',
    (value, state, city) => {
      const filters: Filter[] = [];
      for (const item of value.split(';')) {
        const [layerId, attribute, kind, ...rest] = item.split(':').map(decoded);
        if (layerId === null || attribute === null || !hasAttribute(city, layerId, attribute) || rest.includes(null))
          return 'expected filters on attributes of this city';
        if (kind === 'r') {
          const [min, max] = rest.map(Number);
          if (!(min <= max)) return 'expected a range';
          filters.push({ layerId, attribute, kind: 'range', min, max });
        } else if (kind === 'v')
          filters.push({ layerId, attribute, kind: 'values', values: rest.filter((text) => text !== null) });
        else return 'expected r or v';
      }
      state.filters = filters;
      return undefined;
    },
  ],
  ['cmp', oneOf('compare', ['off', 'swipe', 'split'])],
  ['swipe', number('swipeRatio', 0, 1)],
  ['under', oneOf('underground', ['off', 'translucent', 'below'])],
  ['ground', number('groundOpacityRatio', 0, 1)],
  [
    'pit',
    (value, state) => {
      const [depth, ...corners] = value.split(';');
      const ringM = corners.map((corner) => numbersOf(corner, ','));
      const depthM = Number(depth);
      if (!(depthM > 0 && depthM <= 1000) || ringM.length < 3 || ringM.some((at) => at?.length !== 2))
        return 'expected depth;east,north;… of three corners or more';
      state.excavation = { depthM, ringM: ringM.map((at) => [at?.[0] ?? 0, at?.[1] ?? 0]) };
      return undefined;
    },
  ],
  [
    'flood',
    (value, state) => {
      const form = floodOf(value);
      if (!form) return 'expected the form of a flood';
      state.floodForm = form;
      return undefined;
    },
  ],
  [
    'crowd',
    (value, state) => {
      const form = crowdOf(value);
      if (!form) return 'expected the form of a crowd';
      state.crowdForm = form;
      return undefined;
    },
  ],
  [
    'tour',
    (value, state, city) => {
      const index = Number(value);
      if (!Number.isInteger(index) || index < 0 || index >= Math.max(1, city.tour.length)) return 'expected a chapter';
      state.tour = 'playing';
      state.tourIndex = index;
      return undefined;
    },
  ],
]);

type NumberKey = 'shownTimeMs' | 'rate' | 'swipeRatio' | 'groundOpacityRatio';

function number(key: NumberKey, min: number, max: number, convert = (value: number) => value): Read {
  return (text, state) => {
    const value = text === '' ? Number.NaN : Number(text);
    if (!(value >= min && value <= max)) return `expected ${min} to ${max}`;
    state[key] = convert(value);
    return undefined;
  };
}

function flag(key: 'playing' | 'shadows'): Read {
  return (text, state) => {
    if (text !== '0' && text !== '1') return 'expected 0 or 1';
    state[key] = text === '1';
    return undefined;
  };
}

function oneOf<K extends 'desk' | 'language' | 'theme' | 'compare' | 'underground'>(
  key: K,
  values: readonly NonNullable<LinkState[K]>[],
): Read {
  return (text, state) => {
    const value = values.find((known) => known === text);
    if (value === undefined) return `expected ${values.join(', ')}`;
    state[key] = value;
    return undefined;
  };
}

function hasAttribute(city: Manifest, layerId: string, name: string): boolean {
  const layer = city.layers.find(({ id }) => id === layerId);
  return layer?.attributes.some((attribute) => attribute.name === name) ?? false;
}

function filterText(filter: Filter): string {
  const head = [filter.layerId, filter.attribute].map(encodeURIComponent);
  const rest = filter.kind === 'range' ? ['r', filter.min, filter.max] : ['v', ...filter.values];
  return [...head, ...rest.map(encodeURIComponent)].join(':');
}

function viewText({ lonDeg, latDeg, heightM, headingDeg, pitchDeg }: View): string {
  return [round(lonDeg, 7), round(latDeg, 7), round(heightM, 2), round(headingDeg, 2) % 360, round(pitchDeg, 2)].join(
    ',',
  );
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function numbersOf(text: string, separator: string): number[] | null {
  const numbers = text.split(separator).map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  return numbers.every(Number.isFinite) ? numbers : null;
}

function decoded(text: string | undefined): string | null {
  try {
    return text === undefined ? null : decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
