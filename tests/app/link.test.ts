import { describe, expect, test } from 'vitest';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import { absentOf, applyLink, formatLink, LINK_PARTS, parseLink } from '../../src/app/link.ts';
import { wantsShadows } from '../../src/twin/appearance.ts';
import type { TwinState } from '../../src/twin/twin.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const { city } = smallCity();
const START_MS = Date.UTC(2026, 0, 20, 3, 24);

function facts(state: TwinState) {
  const plain = Object.entries(state).filter(
    ([key, value]) => typeof value !== 'function' && !['flight', 'freshTimeMs'].includes(key),
  );
  return Object.fromEntries(plain);
}

test('a state in which everything was changed goes through a link and back unchanged', () => {
  const one = pageTwin(city, START_MS);
  const state = one.getState();
  state.reportCamera({ lonDeg: 108.7512345, latDeg: 34.3000001, heightM: 812.25, headingDeg: 359.5, pitchDeg: -31.75 });
  state.showTime(Date.UTC(2027, 6, 18, 13, 32, 8));
  state.play(true);
  state.setRate(600);
  state.openDesk('command');
  state.speak('en');
  state.setTheme('plan');
  state.setShadows(false);
  state.showLayer('building', false);
  state.setLayerOpacity('plan-kg', 0.55);
  state.setLayerSide('plan-kg', 'right');
  state.filterCimLevels([2, 4]);
  state.filterStates(['existing', 'planned']);
  one.setState({ selectedGid: 6, selectedId: 'bld-ED1-00412;a' });
  state.colourBy('building', 'height', 'equal');
  state.setFilter({
    layerId: 'building',
    attribute: 'height',
    kind: 'range',
    min: 10.5,
    max: Number.POSITIVE_INFINITY,
  });
  state.setFilter({ layerId: 'building', attribute: 'class', kind: 'values', values: ['里弄: a;b', 'office&x=1#%'] });
  state.setCompare('swipe');
  state.setSwipe(0.3125);
  state.setUnderground('translucent');
  state.setGroundOpacity(0.35);
  state.excavate({
    depthM: 12.5,
    ringM: [
      [0, 0],
      [40.25, 0],
      [40.25, -30.5],
    ],
  });

  state.studySun(true);
  state.showOnWall(true);
  state.setTool('measure');
  const place = { lonDeg: 108.7512345, latDeg: 34.3000001, heightM: city.datum.geoidUndulationM + 12.5 };
  one.setState({
    pick: {
      ...{ owner: 'measure', kind: 'measure', ruler: 'height', done: false },
      points: [{ lonLat: place, enu: enuFromLonLat(city.origin, place), elevationM: 12.5, on: 'object' }],
    },
  });
  state.filterAlarmList({
    priorities: [1, 3],
    cause: 'over',
    kind: 'gauge',
    district: 'ND1',
    isOnScreen: true,
    text: '永济路: a;b',
  });
  state.openCase('case 7&x');

  const link = formatLink(one.getState(), city);
  const other = pageTwin(city, 0);
  const { state: read, problems } = parseLink(link, city);
  applyLink(other, read);

  expect(problems).toEqual([]);
  // The place in this bake is looked up from the id, by whoever has the catalogue.
  expect(facts(other.getState())).toEqual({ ...facts(one.getState()), selectedGid: null });
  expect(formatLink(other.getState(), city)).toBe(link);
});

test('a fresh state makes a short link that names camera and language, and the time once it was chosen', () => {
  const twin = pageTwin(city, START_MS);
  expect(formatLink(twin.getState(), city)).toBe('#c=108.75,34.29,1500,0,-40&lang=zh');
  twin.getState().showTime(START_MS);
  const link = formatLink(twin.getState(), city);
  expect(link).toBe(`#c=108.75,34.29,1500,0,-40&t=${START_MS / 1000}&lang=zh`);
});

test('no two parts of a link write the same key', () => {
  const keys = LINK_PARTS.flatMap((part) => part.keys);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test('four views come back with what each of them shows otherwise', () => {
  const sender = pageTwin(city, START_MS);
  const { setCompare, setViewCount, setView } = sender.getState();
  setCompare('split');
  setViewCount(4);
  setView(1, { states: ['existing'] });
  setView(2, { theme: 'command', layers: { building: false, 'pipe-storm': true } });
  setView(3, { states: [] });
  const reader = pageTwin(city, START_MS);
  applyLink(reader, parseLink(formatLink(sender.getState(), city), city).state);
  const { compare, viewCount, views } = reader.getState();
  expect({ compare, viewCount, views }).toEqual({
    compare: 'split',
    viewCount: 4,
    views: sender.getState().views,
  });
});

test('opening a link puts back what it does not name', () => {
  const twin = pageTwin(city, START_MS);
  const link = formatLink(twin.getState(), city);
  twin.getState().showLayer('building', false);
  twin.getState().select(1);
  twin.getState().setCompare('split');
  applyLink(twin, parseLink(link, city).state);
  expect(twin.getState().layers.building.shown).toBe(true);
  expect(twin.getState().selectedGid).toBeNull();
  expect(twin.getState().compare).toBe('off');
});

test.each([
  ['c=1,2,3', 'c: expected longitude,latitude,height,heading,pitch, got "1,2,3"'],
  ['c=200,0,1,0,0', 'c: expected a place on Earth, got "200,0,1,0,0"'],
  ['l=__proto__:1:1:both', 'l: expected layer:shown:opacity:side of layers this city has, got "__proto__:1:1:both"'],
  ['sel=%', 'sel: expected the id of an object, got "%"'],
  ['by=building:nothing:', 'by: expected an attribute of this city, got "building:nothing:"'],
  ['f=%E0%A4%A:height:r:1:2', 'f: expected filters on attributes of this city, got "%E0%A4%A:height:r:1:2"'],
  ['swipe=2', 'swipe: expected 0 to 1, got "2"'],
  ['views=5', 'views: expected 2, 3 or 4, got "5"'],
  ['eachview=3:neon::', 'eachview: expected view:theme:states:layers:style, layers of this city, got "3:neon::"'],
  ['eachview=5:plan::', 'eachview: expected view:theme:states:layers:style, layers of this city, got "5:plan::"'],
  ['eachview=2:::%2Bnone', 'eachview: expected view:theme:states:layers:style, layers of this city, got "2:::%2Bnone"'],
  ['constructor=1', 'constructor: expected a key of a link, got "1"'],
])('a bad part %s is told and the rest holds', (part, problem) => {
  const { state, problems } = parseLink(`#${part}&desk=build`, city);
  expect(problems.map(({ text }) => text.en)).toEqual([problem]);
  expect(state).toEqual({ desk: 'build' });
});

test('a hash of a megabyte is refused as a whole', () => {
  const { state, problems } = parseLink(`#${'c='.repeat(500_000)}`, city);
  expect(state).toEqual({});
  expect(problems.map(({ text }) => text.en)).toEqual(['link: expected 16384 characters or fewer, got 1000000']);
});

test('a link of the version before opens as it did', () => {
  const twin = pageTwin(city);
  const old =
    '#c=108.7512345,34.3000001,812.25,359.5,-31.75&t=1813325528&play=1&rate=600&desk=command&lang=en&theme=plan&shade=0' +
    '&l=building:0:1:both&cim=2,4&state=existing,planned&sel=bld-ED1-00412&by=building:height:equal&cmp=swipe&swipe=0.3125' +
    '&under=translucent&ground=0.35&pit=12.5;0,0;40.25,0;40.25,-30.5&tour=1';
  const { state, problems } = parseLink(old, city);
  applyLink(twin, state);
  expect(problems).toEqual([]);
  expect(formatLink(twin.getState(), city)).toBe(old);
  expect(twin.getState()).toMatchObject({
    desk: 'command',
    language: 'en',
    tour: 'playing',
    tourIndex: 1,
    selectedId: 'bld-ED1-00412',
  });
});

test('live shadows that nobody asked for stay the own affair of each machine', () => {
  const [weak, strong] = [pageTwin(city), pageTwin(city)];
  weak.getState().reportDrawsSparingly();
  expect([weak, strong].map((twin) => wantsShadows(twin.getState()))).toEqual([false, true]);
  const send = (from: typeof weak, to: typeof weak) =>
    applyLink(to, parseLink(formatLink(from.getState(), city), city).state);
  send(weak, strong);
  send(strong, weak);
  expect([weak, strong].map((twin) => wantsShadows(twin.getState()))).toEqual([false, true]);
  weak.getState().studySun(true);
  expect(wantsShadows(weak.getState())).toBe(true);
  strong.getState().setShadows(true);
  send(strong, weak);
  expect(wantsShadows(weak.getState())).toBe(true);
});

describe('what a link names and only its writer has', () => {
  const RUN = {
    ...{ id: 'flood-1', name: '洪水 A', form: {}, origin: null, status: { kind: 'done' } as const },
    ...{ startMs: 0, endS: 60, timesS: [0], hash: null, notes: [] },
  };
  const opened = (twin: ReturnType<typeof pageTwin>, link: string) => {
    const { state: read, problems } = parseLink(link, city);
    expect(problems).toEqual([]);
    applyLink(twin, read);
    return absentOf(twin, read).map(({ text }) => text);
  };

  test('a run is told by name elsewhere, and shown again in the window that computed it', () => {
    const writer = pageTwin(city, 0);
    writer.getState().addRun('flood', RUN);
    writer.getState().showRun('flood', 'flood-1');
    const link = formatLink(writer.getState(), city);
    writer.getState().showRun('flood', null);
    expect(opened(writer, link)).toEqual([]);
    expect(writer.getState().runs.flood.shownId).toBe('flood-1');
    const [told] = opened(pageTwin(city, 0), link);
    expect(told.zh).toContain('推演“洪水 A”只在发送者的浏览器中');
    expect(told.en).toContain('"洪水 A" exists in the sender\'s browser only');
  });

  test('schemes by their names: those of the window are shown, others are told; before they are read they are waited for', () => {
    const scheme = (id: string, name: string) => ({ id, name, parcels: [], buildings: [] });
    const writer = pageTwin(city, 0);
    writer.getState().setSchemes({ schemes: [scheme('s1', '东岸, A'), scheme('s2', '东岸 B')], areSchemesRead: true });
    writer.getState().setSchemes({ schemeShown: 's1', schemeOverlay: 's2', schemeViews: ['s2', null, 's1', null] });
    const link = formatLink(writer.getState(), city);
    writer.getState().setSchemes({ schemeShown: null, schemeOverlay: null, schemeViews: [null, null, null, null] });
    expect(opened(writer, link)).toEqual([]);
    const { schemeShown, schemeOverlay, schemeViews } = writer.getState();
    expect({ schemeShown, schemeOverlay, schemeViews }).toEqual({
      schemeShown: 's1',
      schemeOverlay: 's2',
      schemeViews: ['s2', null, 's1', null],
    });
    // Another window: its s1 is another scheme, and it has one of the two.
    const reader = pageTwin(city, 0);
    reader.getState().setSchemes({ schemes: [scheme('s1', '西岸'), scheme('s9', '东岸 B')], areSchemesRead: true });
    expect(opened(reader, link).map(({ zh }) => zh)).toEqual([
      expect.stringContaining('方案“东岸, A”只在发送者的浏览器中'),
    ]);
    expect(reader.getState()).toMatchObject({ schemeShown: null, schemeOverlay: 's9' });
    const starting = pageTwin(city, 0);
    expect(opened(starting, link)).toEqual([]);
    expect(formatLink(starting.getState(), city)).toBe(link);
  });

  test('a plan and a model from a file, and a recording', () => {
    const writer = pageTwin(city, 0);
    writer.getState().setPlan({ kind: 'open', file: 'mine.xer', serial: 1 });
    writer.setState({ replay: { name: '11-20 洪水.mcap', fromMs: 0, toMs: 1 } });
    const told = opened(pageTwin(city, 0), formatLink(writer.getState(), city));
    expect(told.map(({ zh }) => zh)).toEqual([
      expect.stringContaining('录像“11-20 洪水.mcap”'),
      expect.stringContaining('进度计划“mine.xer”'),
    ]);
    expect(opened(pageTwin(city, 0), '#model=house.ifc')[0].en).toContain('the model "house.ifc"');
  });
});

test("the city's own plan, its tab, its day and the limits that it sets itself are asked for by a link", () => {
  const writer = pageTwin(city, 0);
  writer.getState().setPlan({ kind: 'open', file: 'site-1.xml', serial: 1 });
  writer.setState({ isCityPlan: true, planLimits: { missed: 20, cpli: 0.9 }, buildTab: 'space' });
  writer.getState().colourBuild('baseline');
  const link = formatLink(writer.getState(), city);
  expect(link).toContain('plan=city&tab=space&bars=baseline&limits=missed:20;cpli:0.9');
  const reader = pageTwin(city, 0);
  applyLink(reader, parseLink(link, city).state);
  expect(reader.getState()).toMatchObject({
    ...{ wantsCityPlan: true, wantedTab: 'space', buildColours: 'baseline', planLimits: { missed: 20, cpli: 0.9 } },
  });
  expect(formatLink(reader.getState(), city)).toBe(link);
  const broken = parseLink('#plan=mine&tab=x&limits=missed:-1&ruler=area;1;1,2&tool=none&runs=a&alarms=9::', city);
  expect(broken.problems).toHaveLength(7);
});

test('a tool that the page has not is told with its nearest names, not with all of them', () => {
  const { state, problems } = parseLink('#tool=dispatch', city);
  expect(state).toEqual({});
  expect(problems.map(({ text }) => text.en)).toEqual([
    expect.stringMatching(
      /^tool: expected a tool of this page \(nearest: resource-dispatch, [\w-]+, [\w-]+; open any tool and its name stands in the address after tool=\), got "dispatch"$/,
    ),
  ]);
  expect(problems[0].text.zh).toMatch(/最接近的有 resource-dispatch、.*现为“dispatch”/);
});
