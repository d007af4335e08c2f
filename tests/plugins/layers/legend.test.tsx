import { beforeEach, describe, expect, test } from 'vitest';
import type { AttributeInfo } from '../../../model/city/manifest.ts';
import { LegendBody } from '../../../src/kit/legend-body.tsx';
import { words } from '../../../src/kit/words.ts';
import { hasOwnColours } from '../../../src/plugins/layers/has-own-colours.ts';
import { LayerTree } from '../../../src/plugins/layers/panels/layer-tree.tsx';
import { ClassList, OwnLegend, subjectOf } from '../../../src/plugins/layers/panels/legend.tsx';
import type { Twin } from '../../../src/twin/twin.ts';
import { attributeOf, markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const [buildings, , plan] = city.layers;
const attributeNamed = (name: string): AttributeInfo => {
  const attribute = [...buildings.attributes, ...plan.attributes].find((one) => one.name === name);
  if (!attribute) throw new Error(`expected an attribute ${name}`);
  return attribute;
};
const height = attributeNamed('height');
const colours = (markup: string) => [...markup.matchAll(/var\(--([^)]*)\)/g)].map(([, token]) => token);

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(city);
  await words.changeLanguage('en');
});
const textOf = (element: React.ReactNode) => readable(markupIn(twin, element));

describe('classes of a number', () => {
  const legend = { kind: 'number' as const, breaks: [10, 20, 30], tokens: ['seq-1', 'seq-3', 'seq-5', 'seq-7'] };

  test('have their limits under the edges between two colours', () => {
    const markup = markupIn(twin, <LegendBody attribute={height} legend={legend} />);
    expect(colours(markup)).toEqual(legend.tokens);
    expect([...markup.matchAll(/left:([\d.]+)%/g)].map(([, left]) => Number(left))).toEqual([25, 50, 75]);
    expect(readable(markup)).toBe('10 20 30');
  });

  test('say from which value to which, and how many are in each', () => {
    const rows = markupIn(twin, <ClassList attribute={height} legend={legend} counts={[1200, 3, 0, 7]} />);
    expect(readable(rows)).toBe('< 10 1,200 10–20 3 20–30 0 ≥ 30 7');
  });

  test('of one class are all, and counts that are not known are none', () => {
    const one = { kind: 'number' as const, breaks: [], tokens: ['seq-4'] };
    expect(readable(markupIn(twin, <ClassList attribute={height} legend={one} counts={[]} />))).toBe('All 0');
  });

  test('of things that all have one value say which', () => {
    const alike: AttributeInfo = { ...height, range: [9, 9] };
    const one = { kind: 'number' as const, breaks: [], tokens: ['seq-4'] };
    expect(textOf(<LegendBody attribute={alike} legend={one} />)).toBe('9');
  });

  test('at nought are a limit as any other', () => {
    const aboutNought = { kind: 'number' as const, breaks: [0], tokens: ['seq-1', 'seq-7'] };
    const rows = markupIn(twin, <ClassList attribute={height} legend={aboutNought} counts={[1, 2]} />);
    expect(readable(rows)).toBe('< 0 1 ≥ 0 2');
  });

  test('of years have no commas', () => {
    const year: AttributeInfo = { ...height, name: 'built_year' };
    const years = { kind: 'number' as const, breaks: [1980, 2005], tokens: ['seq-1', 'seq-4', 'seq-7'] };
    expect(readable(markupIn(twin, <LegendBody attribute={year} legend={years} />))).toBe('1980 2005');
  });
});

describe('classes of a code', () => {
  const legend = { kind: 'code' as const, values: ['lane', 'hut'], tokens: ['cat-1', 'cat-2'], otherToken: 'cat-8' };

  test('are words where the code has some, else the code, and then the rest', async () => {
    const shown = () => readable(markupIn(twin, <LegendBody attribute={attributeNamed('class')} legend={legend} />));
    expect(shown()).toBe('Lane house hut Other');
    await words.changeLanguage('zh');
    expect(shown()).toBe('里弄 hut 其他');
  });

  test('have no rest where none is left out', () => {
    const markup = markupIn(
      twin,
      <LegendBody attribute={attributeNamed('class')} legend={{ ...legend, otherToken: null }} />,
    );
    expect(colours(markup)).toEqual(['cat-1', 'cat-2']);
  });
});

describe('colours that layers wear by themselves', () => {
  test('are in the legend while their layer is drawn and nothing else colours it', () => {
    expect(textOf(<OwnLegend />)).toBe('B1 R2');
    twin.getState().showLayer('pipe-storm', true);
    expect(textOf(<OwnLegend />)).toBe('YS Storm sewers B1 R2');
    twin.getState().colourBy('plan-kg', 'use');
    expect(textOf(<OwnLegend />)).toBe('YS Storm sewers');
    twin.getState().showLayer('pipe-storm', false);
    expect(textOf(<OwnLegend />)).toBe('');
  });

  test('want a legend only then, whatever else the state says meanwhile', () => {
    const wants = () => hasOwnColours(twin.getState(), twin);
    expect(wants()).toBe(true);
    twin.getState().showTime(5);
    expect(wants()).toBe(true);
    twin.getState().filterStates(['existing']);
    expect(wants()).toBe(false);
    twin.getState().showLayer('pipe-storm', true);
    expect(wants()).toBe(true);
    const other = pageTwin({ ...city, layers: [buildings] });
    expect(hasOwnColours(other.getState(), other)).toBe(false);
  });

  test('beyond seven are counted', async () => {
    const tokens = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`U${i}`, `lu-${i}`]));
    const many = { ...plan, colour: { attribute: 'use', tokens } };
    twin = pageTwin({ ...city, layers: [many] });
    expect(textOf(<OwnLegend />)).toBe('U0 U1 U2 U3 U4 U5 U6 2 more: see the layer notes');
    await words.changeLanguage('zh');
    expect(textOf(<OwnLegend />)).toContain('另有 2 类');
  });

  test('that several classes share are one entry, which says how many', () => {
    const shared = { ...plan, colour: { attribute: 'use', tokens: { B1: 'lu-b', B2: 'lu-b', R2: 'lu-r' } } };
    twin = pageTwin({ ...city, layers: [shared] });
    expect(textOf(<OwnLegend />)).toBe('B1 (2 classes) R2');
  });
});

test('layer and attribute are found by name, and neither is made up', () => {
  expect(subjectOf(city.layers, { layerId: 'building', attribute: 'height' })).toEqual({
    layer: buildings,
    attribute: height,
  });
  expect(subjectOf(city.layers, { layerId: 'building', attribute: null })).toEqual({
    layer: buildings,
    attribute: undefined,
  });
  expect(subjectOf(city.layers, { layerId: 'gone', attribute: 'height' })).toEqual({
    layer: undefined,
    attribute: undefined,
  });
  expect(subjectOf(city.layers, null)).toEqual({ layer: undefined, attribute: undefined });
});

test('widths of pipes are told by diameter while the ground is looked through, as the picture draws them', async () => {
  twin.getState().showLayer('pipe-storm', true);
  expect(textOf(<OwnLegend />)).not.toContain('DN');
  twin.getState().setUnderground('translucent');
  expect(textOf(<OwnLegend />)).toContain('Diameter DN, mm < 300 300–600 600–1,200 ≥ 1,200');
  const heights = [...markupIn(twin, <OwnLegend />).matchAll(/height:(\d+)px/g)].map(([, px]) => Number(px));
  expect(heights).toEqual([2, 3, 5, 8]);
  await words.changeLanguage('zh');
  expect(textOf(<OwnLegend />)).toContain('管径 DN，mm');
  twin.getState().setUnderground('off');
  expect(textOf(<OwnLegend />)).not.toContain('DN');
});

describe('the list of layers', () => {
  const tree = () => markupIn(twin, <LayerTree />);

  test('counts what is drawn of all there are, and all objects', () => {
    expect(readable(tree())).toContain('Layers 2 of 3 shown');
    twin.getState().showLayer('pipe-storm', true);
    expect(readable(tree())).toContain('Layers 3 of 3 shown');
    twin.getState().filterCimLevels([3]);
    expect(readable(tree())).toContain('Layers 1 of 3 shown');
    expect(readable(tree())).toContain('10\u2009Objects');
  });

  test('says of each folder how many are shown, and its switch stands between where only some are', () => {
    const heads = () => readable(tree()).match(/(Buildings|Underground|Plans) \d \/ \d/g);
    expect(heads()).toEqual(['Buildings 1 / 1', 'Underground 0 / 1', 'Plans 1 / 1']);
    const switchOf = (name: string) =>
      tagsOf(tree(), 'input').find((tag) => attributeOf(tag, 'aria-label') === `Show all layers of ${name}`) ?? '';
    expect(switchOf('Plans')).toContain('checked');
    expect(switchOf('Underground')).not.toContain('checked');
  });

  test('marks what a filter hides though it is switched on', () => {
    expect(readable(tree())).not.toContain('Hidden by a filter');
    expect(readable(tree())).not.toContain('Clear filters');
    twin.getState().filterStates(['planned']);
    expect(readable(tree()).split('Hidden by a filter')).toHaveLength(2);
    expect(readable(tree())).toContain('Clear filters');
  });

  test('offers the states and levels that the city has, and no others', () => {
    const chips = tree()
      .split('class="chip"')
      .slice(1)
      .map((part) => readable(`<${part.slice(0, part.indexOf('</button>'))}`));
    expect(chips).toEqual(['Existing', 'Planned', 'CIM2', 'CIM3', 'CIM4']);
  });

  test('tells of a layer that did not come whole, only while it is wanted', async () => {
    twin.getState().setLayerStatus('building', {
      kind: 'failed',
      reason: { zh: '瓦片 3 缺失', en: 'tile 3 is missing' },
    });
    expect(readable(tree())).toContain(
      'This layer is incomplete tile 3 is missing All other layers are shown as usual.',
    );
    await words.changeLanguage('zh');
    expect(readable(tree())).toContain('此图层未完整加载 瓦片 3 缺失 其他图层正常显示。');
    twin.getState().showLayer('building', false);
    expect(readable(tree())).not.toContain('瓦片 3');
  });
});
