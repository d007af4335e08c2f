import { expect, test } from 'vitest';
import { applyLink, formatLink, parseLink } from '../../src/app/link.ts';
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
