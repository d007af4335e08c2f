import { expect, test } from 'vitest';
import type { Manifest } from '../../model/city/manifest.ts';
import type { PictureStyle } from '../../model/scenarios/picture-style.ts';
import { SHIPPED_STYLES } from '../../scenarios/picture-styles.ts';
import { twinOf } from '../../src/app/app.ts';
import { formatLink, parseLink } from '../../src/app/link.ts';
import { PLUGINS } from '../../src/app/listed-plugins.ts';
import { openPageState } from '../../src/app/page-state.ts';
import { themeOf } from '../../src/twin/appearance.ts';
import { FIRST_STYLE, styleOfText, styleText } from '../../src/twin/styles.ts';
import { isNightSeen, twinOfView } from '../../src/twin/view-twin.ts';

const CITY = {
  id: 'town',
  home: { lonDeg: 0, latDeg: 0, heightM: 500, headingDeg: 0, pitchDeg: -40 },
  layers: [],
} as unknown as Manifest;

const [, PAPER, NIGHT, THEMATIC] = SHIPPED_STYLES;
const OWN: PictureStyle = {
  ...PAPER,
  id: 'own-1',
  facade: 0.35,
  name: { zh: '灰，~;:', en: 'Grey, & more' },
  colours: [
    { kind: 'building', attribute: 'height', ramp: 'diverging', breaks: [9, 27.5] },
    { layer: 'roads*~;', attribute: '宽:度', ramp: 'sequential', method: 'quantile' },
    { layer: 'plan', attribute: 'use', ramp: 'sequential', values: ['0701', 'a*b'] },
    { layer: 'plan', attribute: 'far', ramp: 'sequential' },
  ],
};

test('a shipped style is its id in a link, any other stands there in full', () => {
  for (const style of SHIPPED_STYLES) {
    expect(styleText(style)).toBe(style.id);
    expect(styleOfText(style.id)).toEqual(style);
  }
  const text = styleText(OWN);
  expect(text).not.toMatch(/[:;,&=]/);
  expect(styleOfText(text)).toEqual(OWN);
});

test('what is no style is refused', () => {
  const text = styleText(OWN);
  for (const broken of [
    'oil',
    text.replace('0.35', '3'),
    text.replace('0.35', ''),
    `${text}~x`,
    text.replace('27.5', ''),
    text.replace('27.5', '3'),
    text.replace('quantile', 'often'),
    text.slice(0, 30),
    '%E0~',
  ])
    expect(styleOfText(broken)).toBeNull();
});

test('links hold the style of the page and of each picture of a split', () => {
  const twin = twinOf(CITY, 0, PLUGINS);
  expect(formatLink(twin.getState(), CITY)).not.toContain('style');
  const state = twin.getState();
  state.wearStyle(NIGHT);
  state.setCompare('split');
  state.setView(1, { style: OWN });
  const link = formatLink(twin.getState(), CITY);
  expect(link).toContain('style=night');
  const { state: read, problems } = parseLink(link, CITY);
  expect(problems).toEqual([]);
  expect(read).toMatchObject({ style: NIGHT, compare: 'split' });
  expect((read as { views: { style: unknown }[] }).views.map(({ style }) => style)).toEqual([null, OWN, null, null]);
  expect(parseLink('#style=oil', CITY).problems[0].text.en).toContain('a shipped style');
});

test('scenes and tours hold it, since it says how the city is shown', () => {
  const twin = twinOf(CITY, 0, PLUGINS);
  twin.getState().wearStyle(THEMATIC);
  const page = openPageState(twin);
  const text = page.write();
  expect(text).toContain('style=thematic');
  twin.getState().wearStyle(FIRST_STYLE);
  expect(page.show(text)).toEqual([]);
  expect(twin.getState().style).toEqual(THEMATIC);
});

test('a picture of the night wears the dark theme, its neighbour its own', () => {
  const twin = twinOf(CITY, 0, PLUGINS);
  const [first, second] = [0, 1].map((index) => twinOfView(twin, index));
  const state = twin.getState();
  state.setTheme('plan');
  expect(isNightSeen(twin.getState())).toBe(false);
  state.wearStyle(NIGHT);
  expect(themeOf(first.getState())).toBe('command');
  expect(themeOf(twin.getState())).toBe('plan');
  state.wearStyle(PAPER);
  state.setCompare('split');
  state.setView(1, { style: NIGHT });
  expect(themeOf(first.getState())).toBe('plan');
  expect(first.getState().style).toBe(PAPER);
  expect(themeOf(second.getState())).toBe('command');
  expect(isNightSeen(twin.getState())).toBe(true);
  state.setCompare('off');
  expect(isNightSeen(twin.getState())).toBe(false);
});
