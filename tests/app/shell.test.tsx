import { beforeEach, describe, expect, test } from 'vitest';
import { DESKS } from '../../src/app/desks.ts';
import { MapTools } from '../../src/app/shell/map-tools.tsx';
import { TopBar } from '../../src/app/shell/top-bar.tsx';
import { words } from '../../src/kit/words.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { attributeOf, markupIn, readable, tagsOf } from '../kit/rendered.tsx';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(smallCity().city);
  await words.changeLanguage('en');
});
const bar = () => markupIn(twin, <TopBar />);
const tools = () => markupIn(twin, <MapTools />);

describe('the top bar', () => {
  test('names the city, and every desk in the order of the list, the open one marked', () => {
    const names = DESKS.map(({ label }) => label.en);
    expect(readable(bar())).toContain(names.join(' '));
    expect(readable(bar())).toContain('Smalltown');
    const current = () =>
      bar()
        .split('<button')
        .filter((part) => part.includes('aria-current="page"'))
        .map((part) => readable(`<${part.split('</button>')[0]}`));
    expect(current()).toEqual([names[0]]);
    twin.getState().openDesk('build');
    expect(current()).toEqual([names[DESKS.findIndex(({ id }) => id === 'build')]]);
  });

  test('leads to the page of the guide about the open desk, in the language of the page', async () => {
    const links = () => tagsOf(bar(), 'a').map((tag) => attributeOf(tag, 'href'));
    const help = () => links().find((href) => href?.startsWith('guide/'));
    // The city's own name leads to the others.
    expect(links()[0]).toBe('?city=');
    expect(help()).toBe('guide/en/use/plan.html');
    twin.getState().openDesk('command');
    await words.changeLanguage('zh');
    expect(help()).toBe('guide/zh/use/command.html');
  });

  test('offers the other language in that language, and the other theme', async () => {
    const button = () => tagsOf(bar(), 'button').find((tag) => tag.includes('lang="')) ?? '';
    expect(attributeOf(button(), 'lang')).toBe('zh-CN');
    await words.changeLanguage('zh');
    expect(attributeOf(button(), 'lang')).toBe('en');
    const isDark = () => bar().includes(`aria-label="${words.t('top.themeLight')}"`);
    expect(isDark()).toBe(false);
    twin.getState().setTheme('command');
    expect(isDark()).toBe(true);
  });
});

describe('the tools of the map', () => {
  const buttonOf = (label: string) =>
    tagsOf(tools(), 'button').find((tag) => attributeOf(tag, 'aria-label') === label) ?? '';

  test('have a compass that points north, however the camera is turned', () => {
    twin.getState().reportCamera({ ...twin.city.home, headingDeg: 89.6 });
    expect(tools()).toContain('--heading:-90deg');
  });

  test('mark what a tool does while it does it', () => {
    const colour = words.t('colour.title');
    expect(attributeOf(buttonOf(colour), 'class')).toBe('');
    twin.getState().colourBy('building', 'height');
    expect(attributeOf(buttonOf(colour), 'class')).toBe('in-use');
    twin.getState().colourBy('building', null);
    twin.getState().setFilter({ layerId: 'building', attribute: 'class', kind: 'values', values: [] });
    expect(attributeOf(buttonOf(colour), 'class')).toBe('in-use');
  });

  test('are one toolbar whose every button has a name, each its own', async () => {
    for (const language of ['en', 'zh'] as const) {
      await words.changeLanguage(language);
      const labels = tagsOf(tools(), 'button').map((tag) => attributeOf(tag, 'aria-label'));
      expect(labels.length).toBeGreaterThan(6);
      expect(labels.every((label) => label !== null && label !== '')).toBe(true);
      expect(new Set(labels).size).toBe(labels.length);
      if (language === 'zh') for (const label of labels) expect(label).toMatch(/\p{Script=Han}/u);
    }
  });
});
