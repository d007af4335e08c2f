import { BREAK_METHODS } from '../../model/city/catalogue.ts';
import type { Manifest, View } from '../../model/city/manifest.ts';
import { messageTable } from '../../model/text/message.ts';
import { nearestNames } from '../../model/text/nearest-names.ts';
import type { Text } from '../../model/text/text.ts';
import type { AppearanceSlice, DeskFacts } from './appearance.ts';
import type { BaseMapSlice } from './base-map.ts';
import type { CameraSlice } from './camera.ts';
import type { ClockSlice } from './clock.ts';
import type { ColouringSlice, Filter } from './colouring.ts';
import { AS_THE_PAGE, type CompareSlice, type OwnOfView, VIEW_COUNTS } from './compare.ts';
import type { LayerState, LayersSlice, Side } from './layers.ts';
import { changed, type LeftItem, type LinkPart, type LinkReading, over } from './link-part.ts';
import { anyOf, byKey, decoded, flag, number, numbersOf, oneOf, readItems, round } from './link-text.ts';
import { type RunsSlice, runsOf, shownRun } from './runs.ts';
import type { SelectionSlice } from './selection.ts';
import { FIRST_STYLE, type StyleSlice, styleOfText, styleText } from './styles.ts';
import { GROUND_OPACITY_RATIO, type UndergroundSlice } from './underground.ts';
import { WEATHER_CHOICES, type WeatherSlice } from './weather.ts';

const SIDES: readonly Side[] = ['both', 'left', 'right'];
export const LAYER_STATES = ['existing', 'planned', 'construction'] as const;

/** Where the camera is; in every link. */
const camera: LinkPart<Pick<CameraSlice, 'camera'>> = {
  keys: ['c'],
  write: (state) => [['c', viewText(state.camera)]],
  read(_, value) {
    const numbers = numbersOf(value, ',');
    if (numbers?.length !== 5)
      return {
        expected: { zh: '经度、纬度、高度、方位角、俯仰角五个数', en: 'longitude,latitude,height,heading,pitch' },
      };
    const [lonDeg, latDeg, heightM, headingDeg, pitchDeg] = numbers;
    if (Math.abs(lonDeg) > 180 || Math.abs(latDeg) > 90 || Math.abs(pitchDeg) > 90 || Math.abs(heightM) > 1e8)
      return { expected: { zh: '地球上的位置', en: 'a place on Earth' } };
    return { linked: { camera: { lonDeg, latDeg, heightM, headingDeg: ((headingDeg % 360) + 360) % 360, pitchDeg } } };
  },
  open({ camera: to }, { flight }) {
    return to ? { camera: to, flight: { serial: (flight?.serial ?? 0) + 1, to, durationMs: 0 } } : {};
  },
};

const FRESH_CLOCK = { playing: false, rate: 60 };

/** The shown time where it was chosen, and how it is played. */
const clock: LinkPart<Pick<ClockSlice, 'shownTimeMs' | 'isTimeChosen' | 'playing' | 'rate'>> = {
  keys: ['t', 'play', 'rate'],
  write: ({ shownTimeMs, isTimeChosen, playing, rate }) => [
    ...(isTimeChosen ? [['t', String(Math.round(shownTimeMs / 1000))] as const] : []),
    ...changed([
      ['play', playing ? 1 : 0, 0],
      ['rate', rate, FRESH_CLOCK.rate],
    ]),
  ],
  read: byKey({
    t: number('shownTimeMs', -8e12, 8e12, (seconds) => seconds * 1000),
    play: flag('playing'),
    rate: number('rate', 0.01, 86_400),
  }),
  open: ({ shownTimeMs, ...rest }, { freshTimeMs }) => ({
    ...over(FRESH_CLOCK, rest),
    isTimeChosen: shownTimeMs !== undefined,
    shownTimeMs: shownTimeMs ?? freshTimeMs,
  }),
};

/** Desk, language (in every link), theme, shadows, and whether the sun is the true one where it else is drawn. */
function appearance(
  desks: readonly DeskFacts[],
): LinkPart<Pick<AppearanceSlice, 'desk' | 'language' | 'theme' | 'shadows' | 'sunStudy' | 'wall'>> {
  const fresh: Pick<AppearanceSlice, 'desk' | 'theme' | 'shadows' | 'sunStudy' | 'wall'> = {
    desk: desks[0].id,
    theme: null,
    shadows: null,
    sunStudy: false,
    wall: false,
  };
  return {
    keys: ['desk', 'lang', 'theme', 'shade', 'sun', 'wall'],
    write: ({ desk, language, theme, shadows, sunStudy, wall }) =>
      changed([
        ['desk', desk, fresh.desk],
        ['lang', language, ''],
        ['theme', theme ?? '', ''],
        ['shade', shadows === null ? '' : Number(shadows), ''],
        ['sun', sunStudy ? 1 : 0, 0],
        ['wall', wall ? 1 : 0, 0],
      ]),
    read: byKey({
      desk: oneOf(
        'desk',
        desks.map(({ id }) => id),
      ),
      lang: oneOf('language', ['zh', 'en']),
      theme: oneOf('theme', ['plan', 'command']),
      shade: flag('shadows'),
      sun: flag('sunStudy'),
      wall: flag('wall'),
    }),
    open: ({ language, ...rest }) => ({ ...over(fresh, rest), ...(language === undefined ? {} : { language }) }),
  };
}

/** How the picture is drawn. */
const style: LinkPart<Pick<StyleSlice, 'style'>> = {
  keys: ['style'],
  write: (state) => changed([['style', styleText(state.style), styleText(FIRST_STYLE)]]),
  read(_, value) {
    const read = styleOfText(value);
    return read
      ? { linked: { style: read } }
      : { expected: { zh: '随附样式的名称，或完整的样式', en: 'a shipped style, or a whole one' } };
  },
  open: (linked) => over({ style: FIRST_STYLE }, linked),
};

/** What falls or hangs over the city in the picture. */
const weather: LinkPart<Pick<WeatherSlice, 'weather'>> = {
  keys: ['weather'],
  write: (state) => changed([['weather', state.weather, 'clear']]),
  read: byKey({ weather: oneOf('weather', WEATHER_CHOICES) }),
  open: (linked) => over({ weather: 'clear' }, linked),
};

type LinkedLayer = Pick<LayerState, 'shown' | 'opacityRatio' | 'side'>;

/** Layers that are not as at the start, and the filters over them. */
const layers: LinkPart<Pick<LayersSlice, 'cimLevels' | 'states'> & { layers: Record<string, LinkedLayer> }> = {
  keys: ['l', 'cim', 'state'],
  write: (state, city) =>
    changed([
      ['l', layersText(state.layers, city), ''],
      ['cim', state.cimLevels.join(','), ''],
      ['state', state.states.join(','), ''],
    ]),
  read(key, value, city) {
    if (key === 'l') return readLayers(value, city);
    if (key === 'cim') {
      const levelOf = (text: string) =>
        /^[1-7]$/.test(text.trim())
          ? { item: Number(text) }
          : { expected: { zh: '1 至 7 的级别', en: 'levels 1 to 7' } };
      return readItems(value.split(','), levelOf, (cimLevels) => ({ cimLevels }));
    }
    const stateOf = (text: string) => {
      const item = LAYER_STATES.find((known) => known === text);
      return item ? { item } : { expected: anyOf(LAYER_STATES) };
    };
    return readItems(value.split(','), stateOf, (states) => ({ states }));
  },
  open: ({ layers: linked, cimLevels, states }, state, city) => ({
    cimLevels: cimLevels ?? [],
    states: states ?? [],
    layers: Object.fromEntries(
      city.layers.map(({ id, shownAtStart }) => [
        id,
        {
          status: state.layers[id]?.status ?? { kind: 'idle' },
          ...(linked?.[id] ?? { shown: shownAtStart, opacityRatio: 1, side: 'both' }),
        },
      ]),
    ),
  }),
};

function layersText(states: LayersSlice['layers'], city: Manifest): string {
  return city.layers
    .flatMap(({ id, shownAtStart }) => {
      const layer = states[id];
      if (!layer || (layer.shown === shownAtStart && layer.opacityRatio === 1 && layer.side === 'both')) return [];
      const opacity = Number(layer.opacityRatio.toFixed(3));
      return [[encodeURIComponent(id), layer.shown ? 1 : 0, opacity, layer.side].join(':')];
    })
    .join(';');
}

function readLayers(value: string, city: Manifest): LinkReading<{ layers: Record<string, LinkedLayer> }> {
  const layerOf = (text: string) => {
    const [name, shown, opacity, side] = text.split(':');
    const id = decoded(name);
    const opacityRatio = Number(opacity);
    const known = city.layers.some((layer) => layer.id === id);
    const sided = SIDES.find((each) => each === side);
    if (id === null || !known || !sided || !(opacityRatio >= 0 && opacityRatio <= 1))
      return {
        expected: {
          zh: '这座城市的图层（编号:显示:不透明度:一侧）',
          en: 'layer:shown:opacity:side of layers this city has',
        },
      };
    return { item: [id, { shown: shown === '1', opacityRatio, side: sided }] as const };
  };
  return readItems(value.split(';'), layerOf, (items) => ({ layers: Object.fromEntries(items) }));
}

/** What covers the ground in place of the city's map. */
const baseMap: LinkPart<Pick<BaseMapSlice, 'baseMap'>> = {
  keys: ['map'],
  write: (state) => changed([['map', state.baseMap ?? '', '']]),
  read(_, value, city) {
    const known = city.baseMaps?.some(({ id }) => id === value);
    return known
      ? { linked: { baseMap: value } }
      : { expected: { zh: '这座城市的底图', en: 'a base map of this city' } };
  },
  open: (linked) => ({ ...over({ baseMap: null }, linked), baseMapFault: null }),
};

/** The selected object by its id for life: it holds for every bake that has the object. */
const selection: LinkPart<Pick<SelectionSlice, 'selectedId'>> = {
  keys: ['sel'],
  write: ({ selectedId }) => changed([['sel', encodeURIComponent(selectedId ?? ''), '']]),
  read(_, value) {
    const selectedId = decoded(value);
    return selectedId ? { linked: { selectedId } } : { expected: { zh: '对象的标识', en: 'the id of an object' } };
  },
  open: ({ selectedId }) => ({ selectedGid: null, selectedId: selectedId ?? null }),
};

/** The attribute that colours its layer, and which rows are shown. */
const colouring: LinkPart<Pick<ColouringSlice, 'colouring' | 'filters'>> = {
  keys: ['by', 'f'],
  write: ({ colouring: by, filters }) =>
    changed([
      ['by', by ? [by.layerId, by.attribute, by.method ?? ''].map(encodeURIComponent).join(':') : '', ''],
      ['f', filters.map(filterText).join(';'), ''],
    ]),
  read: (key, value, city) => (key === 'by' ? readColouring(value, city) : readFilters(value, city)),
  open: (linked) => over({ colouring: null, filters: [] }, linked),
};

function readColouring(value: string, city: Manifest): LinkReading<Pick<ColouringSlice, 'colouring'>> {
  const [layerId, attribute, wanted] = value.split(':').map(decoded);
  const method = BREAK_METHODS.find((name) => name === wanted);
  if (layerId === null || attribute === null || !hasAttribute(city, layerId, attribute))
    return { expected: { zh: '这座城市的属性', en: 'an attribute of this city' } };
  return { linked: { colouring: { layerId, attribute, ...(method ? { method } : {}) } } };
}

function readFilters(value: string, city: Manifest): LinkReading<Pick<ColouringSlice, 'filters'>> {
  const filterOf = (text: string): { item: Filter } | { expected: Text } => {
    const [layerId, attribute, kind, ...rest] = text.split(':').map(decoded);
    if (layerId === null || attribute === null || !hasAttribute(city, layerId, attribute) || rest.includes(null))
      return { expected: { zh: '对这座城市属性的筛选', en: 'filters on attributes of this city' } };
    if (kind === 'r') {
      const [min, max] = rest.map(Number);
      if (!(min <= max)) return { expected: { zh: '由小到大的范围', en: 'a range' } };
      return { item: { layerId, attribute, kind: 'range', min, max } };
    }
    if (kind !== 'v') return { expected: { zh: 'r 或 v', en: 'r or v' } };
    return { item: { layerId, attribute, kind: 'values', values: rest.filter((one) => one !== null) } };
  };
  return readItems(value.split(';'), filterOf, (filters) => ({ filters }));
}

type Compared = Pick<CompareSlice, 'compare' | 'swipeRatio' | 'viewCount' | 'views'>;
const FRESH_COMPARE: Compared = {
  compare: 'off',
  swipeRatio: 0.5,
  viewCount: 2,
  views: [AS_THE_PAGE, AS_THE_PAGE, AS_THE_PAGE, AS_THE_PAGE],
};

/** One picture or several, and what each of them shows otherwise than the page. Their runs are the sender's own. */
const compare: LinkPart<Compared> = {
  keys: ['cmp', 'swipe', 'views', 'eachview'],
  write: (state, city) =>
    changed([
      ['cmp', state.compare, FRESH_COMPARE.compare],
      ['swipe', round(state.swipeRatio, 4), FRESH_COMPARE.swipeRatio],
      ['views', state.viewCount, FRESH_COMPARE.viewCount],
      ['eachview', viewsText(state.views, city), ''],
    ]),
  read(key, value, city) {
    if (key === 'eachview') return readViews(value, city);
    return byKey<Compared>({
      cmp: oneOf('compare', ['off', 'swipe', 'curtain', 'split']),
      swipe: number('swipeRatio', 0, 1),
      views: (text) => {
        const viewCount = VIEW_COUNTS.find((count) => `${count}` === text);
        return viewCount ? { linked: { viewCount } } : { expected: { zh: '2、3 或 4', en: '2, 3 or 4' } };
      },
    })(key, value);
  },
  open: (linked) => over(FRESH_COMPARE, linked),
};

/** `picture:theme:states:+layer,-layer` and where it has one `:style` for each picture that has something of its own. */
function viewsText(views: CompareSlice['views'], city: Manifest): string {
  return views
    .flatMap(({ theme, style: worn, states, layers }, index) => {
      const own = city.layers.flatMap(({ id }) =>
        layers[id] === undefined ? [] : [`${layers[id] ? '+' : '-'}${encodeURIComponent(id)}`],
      );
      if (theme === null && worn === null && states === null && own.length === 0) return [];
      const shown = [theme ?? '', states === null ? '' : ['any', ...states].join(','), own.join(',')];
      return [[index + 1, ...shown, ...(worn ? [styleText(worn)] : [])].join(':')];
    })
    .join(';');
}

function readViews(value: string, city: Manifest): LinkReading<Compared> {
  const expected = {
    zh: '“画面:配色:状态:图层:样式”，图层属于本市',
    en: 'view:theme:states:layers:style, layers of this city',
  };
  const gone: LeftItem[] = [];
  const viewOf = (text: string) => {
    const own = ownOfText(text.split(':'));
    const index = Number(text.split(':')[0]) - 1;
    if (!own || !FRESH_COMPARE.views[index]) return { expected };
    const layers = Object.entries(own.layers);
    const known = layers.filter(([id]) => city.layers.some((layer) => layer.id === id));
    for (const [id] of layers)
      if (!known.some(([one]) => one === id)) gone.push({ got: `${index + 1}:${id}`, expected });
    return { item: { index, own: { ...own, layers: Object.fromEntries(known) } } };
  };
  const reading = readItems<{ index: number; own: OwnOfView }, Compared>(value.split(';'), viewOf, (items) => ({
    views: FRESH_COMPARE.views.map((view, i) => items.findLast(({ index }) => index === i)?.own ?? view),
  }));
  const left = [...gone, ...('linked' in reading ? (reading.left ?? []) : [])];
  return 'linked' in reading && left.length > 0 ? { ...reading, left } : reading;
}

function ownOfText([, themeText, statesText, layersText, wornText]: string[]): OwnOfView | null {
  const theme = themeText === 'plan' || themeText === 'command' ? themeText : null;
  const [any, ...stateTexts] = statesText?.split(',') ?? [];
  const states = stateTexts.flatMap((text) => LAYER_STATES.find((state) => state === text) ?? []);
  const layers = (layersText ?? '')
    .split(',')
    .filter((text) => text !== '')
    .map((text) => [decoded(text.slice(1)), text[0]] as const);
  const worn = wornText === undefined ? null : styleOfText(wornText);
  const isRight =
    layersText !== undefined &&
    (worn !== null || wornText === undefined) &&
    (theme !== null || themeText === '') &&
    (any === 'any' || statesText === '') &&
    states.length === stateTexts.length &&
    layers.every(([id, sign]) => id !== null && '+-'.includes(sign ?? '?'));
  if (!isRight) return null;
  return {
    theme,
    style: worn,
    states: statesText === '' ? null : states,
    layers: Object.fromEntries(layers.map(([id, sign]) => [id, sign === '+'])),
    runs: {},
  };
}

type Underground = Pick<UndergroundSlice, 'underground' | 'groundOpacityRatio' | 'excavation'>;
const FRESH_UNDERGROUND: Underground = {
  underground: 'off',
  groundOpacityRatio: GROUND_OPACITY_RATIO,
  excavation: null,
};

/** What is seen of the underground, and the pit. */
const underground: LinkPart<Underground> = {
  keys: ['under', 'ground', 'pit'],
  write: ({ underground: under, groundOpacityRatio, excavation }) =>
    changed([
      ['under', under, FRESH_UNDERGROUND.underground],
      ['ground', round(groundOpacityRatio, 3), FRESH_UNDERGROUND.groundOpacityRatio],
      ['pit', excavation ? pitText(excavation) : '', ''],
    ]),
  read: byKey({
    under: oneOf('underground', ['off', 'translucent', 'below']),
    ground: number('groundOpacityRatio', 0, 1),
    pit: readPit,
  }),
  open: (linked) => over(FRESH_UNDERGROUND, linked),
};

function pitText({ depthM, ringM }: NonNullable<Underground['excavation']>): string {
  return [depthM, ...ringM.map((at) => at.map((m) => round(m, 2)).join(','))].join(';');
}

function readPit(value: string): LinkReading<Pick<Underground, 'excavation'>> {
  const [depth, ...corners] = value.split(';');
  const ringM = corners.map((corner) => numbersOf(corner, ','));
  const depthM = Number(depth);
  if (!(depthM > 0 && depthM <= 1000) || ringM.length < 3 || ringM.some((at) => at?.length !== 2))
    return { expected: { zh: '“深度;东,北;…”，至少三个角点', en: 'depth;east,north;… of three corners or more' } };
  return { linked: { excavation: { depthM, ringM: ringM.map((at) => [at?.[0] ?? 0, at?.[1] ?? 0]) } } };
}

const NEAREST_TOOLS = 3;

/** The page has more tools than anybody reads: the nearest names, and where the others stand. */
function aTool(got: string, tools: readonly string[]): Text {
  const near = nearestNames(got, tools, NEAREST_TOOLS);
  return {
    zh: `本页的工具（最接近的有 ${near.join('、')}；打开任一工具，其名称即在地址的 tool= 之后）`,
    en: `a tool of this page (nearest: ${near.join(', ')}; open any tool and its name stands in the address after tool=)`,
  };
}

/** The open tool, of those that the page has at its start: a plug-in that comes later may not be where the link is opened. */
function tool(tools: readonly string[]): LinkPart<Pick<AppearanceSlice, 'tool'>> {
  return {
    keys: ['tool'],
    write: (state) => changed([['tool', state.tool !== null && tools.includes(state.tool) ? state.tool : '', '']]),
    read: (_, value) => (tools.includes(value) ? { linked: { tool: value } } : { expected: aTool(value, tools) }),
    open: (linked) => over({ tool: null }, linked),
  };
}

/** The step whose tools are in view, where no open tool says it. */
function step(desks: readonly DeskFacts[]): LinkPart<Pick<AppearanceSlice, 'step'>> {
  const known = [...new Set(desks.flatMap(({ steps }) => steps.map(({ id }) => id)))];
  return {
    keys: ['step'],
    write: (state) => changed([['step', state.tool === null ? (state.step ?? '') : '', '']]),
    read: byKey({ step: oneOf('step', known) }),
    open: (linked) => over({ step: null }, linked),
  };
}

/** A run that a link names: a run is computed in one window, and nowhere else is it to be had. */
interface NamedRun {
  engine: string;
  name: string;
}

/** Runs that are on the picture, by name. In the window that computed them they are shown again; elsewhere they are told as absent. */
const runs: LinkPart<{ namedRuns: readonly NamedRun[] }> = {
  keys: ['runs'],
  write(state) {
    const shown = Object.keys(state.runs).flatMap((engine) => {
      const run = shownRun(state, engine);
      return run ? [[engine, run.name].map(encodeURIComponent).join(':')] : [];
    });
    return changed([['runs', shown.join(';'), '']]);
  },
  read(_, value) {
    const runOf = (text: string) => {
      const [engine, name, ...rest] = text.split(':').map(decoded);
      return engine && name && rest.length === 0
        ? { item: { engine, name } }
        : { expected: { zh: '推演的名称', en: 'names of runs' } };
    };
    return readItems(value.split(';'), runOf, (namedRuns) => ({ namedRuns }));
  },
  open({ namedRuns = [] }, state) {
    const own = Object.entries(state.runs).map(([engine, all]) => {
      const shown = runNamed(
        state,
        namedRuns.find((one) => one.engine === engine),
      );
      return [engine, { ...all, shownId: shown, comparedId: shown === all.shownId ? all.comparedId : null }] as const;
    });
    return { runs: Object.fromEntries(own) };
  },
  absent: ({ namedRuns = [] }, state) =>
    namedRuns.filter((named) => runNamed(state, named) === null).map(({ name }) => linkMessage('link-run', { name })),
};

function runNamed(state: RunsSlice, named: NamedRun | undefined): string | null {
  if (!named || !Object.hasOwn(state.runs, named.engine)) return null;
  return runsOf(state, named.engine).list.find(({ name }) => name === named.name)?.id ?? null;
}

const linkMessage = messageTable({
  'link-run': {
    zh: '推演“{name}”只在发送者的浏览器中，未能显示；链接带有表单时可在此重新推演',
    en: 'the run "{name}" exists in the sender\'s browser only and is not shown; with its form in the link it can be computed here',
  },
});

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
  const numbers = [
    round(lonDeg, 7),
    round(latDeg, 7),
    round(heightM, 2),
    round(headingDeg, 2) % 360,
    round(pitchDeg, 2),
  ];
  return numbers.join(',');
}

/** The parts of the twin's own slices, in the order in which they stand in a link. */
export function twinLinkParts(desks: readonly DeskFacts[], tools: readonly string[] = []): readonly LinkPart[] {
  return [
    camera,
    clock,
    appearance(desks),
    style,
    weather,
    baseMap,
    layers,
    selection,
    colouring,
    compare,
    underground,
    tool(tools),
    step(desks),
    runs,
  ];
}
