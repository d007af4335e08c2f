import { beforeEach, describe, expect, test } from 'vitest';
import { words } from '../../../src/kit/words.ts';
import { CompareLine, ComparePanel } from '../../../src/plugins/compare/panels/compare.tsx';
import { compareShownRun } from '../../../src/twin/run-comparison.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { attributeOf, changeOf, markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(city);
  await words.changeLanguage('en');
});
const panel = () => markupIn(twin, <ComparePanel onClose={() => {}} />);
const line = () => markupIn(twin, <CompareLine />);
const sides = () => Object.entries(twin.getState().layers).map(([id, { side }]) => `${id} ${side}`);

describe('the line between two sides', () => {
  test('is there only while two sides are compared', () => {
    expect(line()).toBe('');
    twin.getState().setCompare('swipe');
    expect(line()).not.toBe('');
  });

  test('stands where it was put, and of two pictures in the middle', () => {
    twin.getState().setCompare('swipe');
    twin.getState().setSwipe(0.3);
    expect(line()).toContain('left:30%');
    expect(attributeOf(tagsOf(line(), 'button')[0], 'aria-valuenow')).toBe('30');
    twin.getState().setCompare('split');
    expect(line()).toContain('left:50%');
    expect(tagsOf(line(), 'button')).toEqual([]);
  });

  test('names the run of each side where they show different ones, and the city as it stands', () => {
    const facts = { form: {}, origin: null, startMs: 0, endS: 60, timesS: [0], hash: null, notes: [] };
    for (const id of ['A', 'B'])
      twin.getState().addRun('flood', { ...facts, id, name: `Run ${id}`, status: { kind: 'done' } });
    twin.getState().showRun('flood', 'B');
    compareShownRun(twin, 'flood', 'A');
    expect(readable(line())).toBe('Left side Run B Right side Run A');
    compareShownRun(twin, 'flood', 'present');
    expect(readable(line())).toBe('Left side Run B Right side Existing');
  });

  test('names what each side alone shows, and says when that is planned', async () => {
    twin.getState().setCompare('swipe');
    expect(readable(line())).toBe('Left side Layers on both sides Right side Layers on both sides');
    twin.getState().setLayerSide('building', 'left');
    twin.getState().setLayerSide('plan-kg', 'right');
    expect(readable(line())).toBe('Left side Buildings Right side Regulatory plan Planned');
    await words.changeLanguage('zh');
    expect(readable(line())).toBe('左侧 建筑 右侧 控制性详细规划 规划');
  });

  test('does not name a layer that is not drawn', () => {
    twin.getState().setCompare('swipe');
    twin.getState().setLayerSide('pipe-storm', 'left');
    expect(readable(line())).not.toContain('Storm sewers');
    twin.getState().setLayerSide('plan-kg', 'right');
    twin.getState().filterStates(['existing']);
    expect(readable(line())).not.toContain('Regulatory plan');
  });
});

describe('three and four pictures', () => {
  test('each is named with what it shows otherwise, and the line between two is not there', () => {
    twin.getState().setCompare('split');
    twin.getState().setViewCount(3);
    const box = (leftPx: number) => ({ leftPx, topPx: 0, widthPx: 400, heightPx: 700 });
    twin.getState().placeViews([0, 400, 800].map(box));
    twin.getState().setView(1, { theme: 'command', states: ['existing'] });
    twin.getState().setView(2, { layers: { building: false } });
    expect(readable(line())).toBe('View 1 View 2 Dark · Existing only View 3 − Buildings');
    expect(line()).toContain('left:1200px');
  });

  test('the panel has a part for each but the first, and layers by pictures', () => {
    twin.getState().setCompare('split');
    twin.getState().setViewCount(4);
    twin.getState().setLayerSide('plan-kg', 'right');
    const shown = panel();
    for (const name of ['View 2', 'View 3', 'View 4']) expect(readable(shown)).toContain(`${name} Style`);
    const boxes = tagsOf(shown, 'input').filter((tag) => tag.includes('Regulatory plan'));
    expect(boxes.map((tag) => tag.includes('checked'))).toEqual([false, true, true, true]);
  });
});

describe('the panel of the comparison', () => {
  test('lists the sides of what is drawn, each as it was put, in the folders of the layer list', () => {
    twin.getState().setLayerSide('plan-kg', 'right');
    const shown = panel();
    expect(readable(shown)).toContain(
      'Buildings 1 Show all of Buildings on Left Both Right Buildings Show Buildings on Left Both Right ' +
        'Plans 1 Show all of Plans on Left Both Right Regulatory plan Show Regulatory plan on Left Both Right',
    );
    expect(readable(shown)).not.toContain('Storm sewers');
    expect(readable(shown)).not.toContain('Underground');
    const radios = tagsOf(shown, 'input').slice(-3);
    expect(radios.map((radio) => radio.includes('checked'))).toEqual([false, false, true]);
  });

  describe('a folder of two layers', () => {
    const second = { ...city.layers[0], id: 'building-new', label: { zh: '新建', en: 'New buildings' } };
    beforeEach(() => {
      twin = pageTwin({ ...city, layers: [...city.layers, second] });
    });
    const folder = () => {
      const shown = panel();
      return shown.slice(shown.indexOf('Show all of Buildings on'), shown.indexOf('Show all of Plans on'));
    };
    const chosen = () =>
      tagsOf(folder(), 'input')
        .slice(0, 3)
        .map((radio) => radio.includes('checked'));

    test('is folded while they stand on one side; where they differ it is open and its choice is none', () => {
      expect(chosen()).toEqual([false, true, false]);
      expect(tagsOf(folder(), 'ul')[0]).toContain('hidden');
      twin.getState().setLayerSide('building-new', 'right');
      expect(chosen()).toEqual([false, false, false]);
      expect(tagsOf(folder(), 'ul')[0]).not.toContain('hidden');
    });

    test('puts both where its one choice puts them, and no other layer', () => {
      twin.getState().setLayerSide('building-new', 'right');
      changeOf(twin, <ComparePanel onClose={() => {}} />, 'Show all of Buildings on')('left');
      expect(sides()).toEqual(['building left', 'pipe-storm both', 'plan-kg both', 'building-new left']);
      expect(chosen()).toEqual([true, false, false]);
    });
  });

  const choose = (mode: string) => changeOf(twin, <ComparePanel onClose={() => {}} />, 'Compare')(mode);

  test('entered while both sides are the same, it puts what is planned on one side; what somebody chose stays', () => {
    choose('swipe');
    expect(twin.getState().compare).toBe('swipe');
    expect(sides()).toEqual(['building both', 'pipe-storm both', 'plan-kg right']);
    expect(twin.getState().layers['plan-kg'].shown).toBe(true);
    twin.getState().setLayerSide('plan-kg', 'left');
    choose('split');
    expect([twin.getState().compare, ...sides()]).toEqual([
      'split',
      'building both',
      'pipe-storm both',
      'plan-kg left',
    ]);
    choose('off');
    expect(twin.getState().compare).toBe('off');
  });

  test('offers plans beside what stands only where the city has plans', () => {
    expect(readable(panel())).toContain('Existing left, planned right');
    twin = pageTwin({ ...city, layers: city.layers.filter(({ state }) => state !== 'planned') });
    expect(readable(panel())).not.toContain('planned');
  });
});
