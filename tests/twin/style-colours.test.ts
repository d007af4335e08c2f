import { beforeEach, expect, test } from 'vitest';
import type { Rgb, Summary } from '../../model/city/catalogue.ts';
import type { PictureStyle, StyleColour } from '../../model/scenarios/picture-style.ts';
import { parsePictureStyle, SHIPPED_STYLES } from '../../scenarios/picture-styles.ts';
import { coloursHidden, styleSeen } from '../../src/twin/colours-seen.ts';
import { paintRequestOf } from '../../src/twin/legend.ts';
import { colouringsOfStyle, legendOfStyled, styledLayers } from '../../src/twin/style-colours.ts';
import { createTwin, type Twin } from '../../src/twin/twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const { city } = smallCity();
const [REALISTIC, PAPER] = SHIPPED_STYLES;
const rgbOf = (token: string): Rgb => [token.length, 0, Number(token.at(-1)) || 0];
const coloured = (...colours: Partial<StyleColour>[]): PictureStyle =>
  parsePictureStyle({ ...PAPER, id: 'own-1', colours }, 'own.json');
const BY_HEIGHT: Partial<StyleColour> = { kind: 'building', attribute: 'height', breaks: [10, 100] };
const BY_CLASS = { layer: 'building', attribute: 'class', values: ['office'] };

const words = (...values: string[]): Summary => ({
  kind: 'code',
  count: values.length,
  values: values.map((value) => ({ value, count: 1 })),
});
const catalogue = { summarise: async () => words('lane', 'office') };
const styledOf = (style: PictureStyle) => {
  const [one] = styledLayers(city, style);
  return one.kind === 'colours' ? one.styled : expect.fail(one.why.text.en);
};
const whyNot = (colour: Partial<StyleColour>): string => {
  const [one] = styledLayers(city, coloured(colour));
  return one.kind === 'lacks' ? one.why.text.en : 'none';
};

test('a rule of a kind colours all existing layers of it by one scale, the one with most things first', () => {
  const [buildings] = city.layers;
  const small = { ...buildings, id: 'sheds', count: 1 };
  const planned = { ...buildings, id: 'tower', state: 'planned' as const };
  const [one] = styledLayers({ layers: [small, planned, ...city.layers] }, coloured(BY_HEIGHT));
  expect(one).toMatchObject({ kind: 'colours', styled: { layers: [{ id: 'building' }, { id: 'sheds' }] } });
});

test('limits and values that a style gives are its classes; without any the catalogue tells them', async () => {
  expect(await legendOfStyled(styledOf(coloured(BY_HEIGHT)), catalogue)).toEqual({
    kind: 'number',
    breaks: [10, 100],
    tokens: ['seq-1', 'seq-4', 'seq-7'],
  });
  const diverging = styledOf(coloured({ ...BY_HEIGHT, ramp: 'diverging' }));
  expect(await legendOfStyled(diverging, catalogue)).toMatchObject({ tokens: ['div-1', 'div-4', 'div-7'] });
  expect(await legendOfStyled(styledOf(coloured(BY_CLASS)), catalogue)).toMatchObject({
    values: ['office'],
    tokens: ['cat-1'],
    otherToken: 'cat-8',
  });
  const free = styledOf(coloured({ layer: 'building', attribute: 'class' }));
  expect(await legendOfStyled(free, catalogue)).toMatchObject({ values: ['lane', 'office'] });
});

test('what a city lacks is told by style, layer and attribute, and the other rules still colour', async () => {
  expect(whyNot({ layer: 'gone', attribute: 'height' })).toMatch(/“Paper model”.*“gone” by “height”.*no such layer/);
  expect(whyNot({ kind: 'tree', attribute: 'height' })).toMatch(/kind “tree”.*no existing/);
  expect(whyNot({ layer: 'building', attribute: 'age' })).toMatch(/“age”.*it has: height, storeys, class, facade/);
  expect(whyNot({ layer: 'building', attribute: 'name' })).toMatch(/it has: height/);
  expect(whyNot({ layer: 'building', attribute: 'class', breaks: [1] })).toMatch(/holds words.*use values/);
  expect(whyNot({ layer: 'building', attribute: 'height', values: ['1'] })).toMatch(/is a number.*use breaks/);
  const mixed = coloured({ layer: 'gone', attribute: 'height' }, BY_CLASS);
  expect(await colouringsOfStyle(city, mixed, catalogue, rgbOf)).toEqual([
    { layerId: 'building', attribute: 'class', breaks: ['office'], colours: [rgbOf('cat-1'), rgbOf('cat-8')] },
  ]);
});

test('the page’s own choice of an attribute lies over the style’s', async () => {
  const ofStyle = await colouringsOfStyle(city, coloured(BY_CLASS), catalogue, rgbOf);
  const state = { colouring: { layerId: 'building', attribute: 'class' }, clearings: {}, dug: null, filters: [] };
  const request = await paintRequestOf(city, state, catalogue, rgbOf, { ofStyle });
  expect(request.own?.at(-1)).toEqual(ofStyle[0]);
  expect(request.colouring?.breaks).toEqual(['lane', 'office']);
});

let twin: Twin;
beforeEach(() => {
  twin = createTwin(city, 0);
});
const seen = () => styleSeen(twin.getState(), city);

test('each colouring has one legend with the pictures that wear it, in their theme', () => {
  expect(seen().colours).toEqual([]);
  const state = twin.getState();
  state.setCompare('split');
  state.setViewCount(3);
  state.setView(1, { style: coloured(BY_HEIGHT) });
  state.setView(2, { style: { ...coloured(BY_HEIGHT), base: 'night' } });
  expect(seen().colours.map(({ theme, pictures }) => [theme, pictures])).toEqual([
    ['plan', [1]],
    ['command', [2]],
  ]);
  state.setView(2, { style: coloured(BY_HEIGHT) });
  expect(seen().colours.map(({ pictures }) => pictures)).toEqual([[1, 2]]);
  expect(seen()).toBe(seen());
});

test('a layer that is hidden or coloured by the page has no legend of the style', () => {
  const state = twin.getState();
  state.wearStyle(coloured(BY_HEIGHT));
  expect(seen().colours).toHaveLength(1);
  state.colourBy('building', 'storeys');
  expect(seen().colours).toEqual([]);
  state.colourBy('building', null);
  state.showLayer('building', false);
  expect(seen().colours).toEqual([]);
  state.wearStyle(coloured({ layer: 'gone', attribute: 'height' }));
  expect(seen().lacks).toHaveLength(1);
});

test('a layer’s own colours need no words where every picture wears a style’s over them', () => {
  const state = twin.getState();
  const byUse = coloured({ layer: 'plan-kg', attribute: 'use' });
  state.showLayer('plan-kg', true);
  state.setCompare('split');
  state.setView(1, { style: byUse });
  expect([...coloursHidden(twin.getState(), city)]).toEqual([]);
  state.wearStyle(byUse);
  state.setView(1, { style: null });
  expect([...coloursHidden(twin.getState(), city)]).toEqual(['plan-kg']);
  state.wearStyle(REALISTIC);
  expect([...coloursHidden(twin.getState(), city)]).toEqual([]);
});
