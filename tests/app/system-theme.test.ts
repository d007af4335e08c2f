import { describe, expect, test } from 'vitest';
import { DESKS } from '../../src/app/desks.ts';
import { applyLink, formatLink, parseLink } from '../../src/app/link.ts';
import { followSystemTheme } from '../../src/app/system-theme.ts';
import { themeOf } from '../../src/twin/appearance.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const { city } = smallCity();

/** What a browser tells of the system, and what it does when that changes. */
class System extends EventTarget {
  matches: boolean;

  constructor(isDark: boolean) {
    super();
    this.matches = isDark;
  }

  turn(isDark: boolean): void {
    this.matches = isDark;
    this.dispatchEvent(new Event('change'));
  }
}

function pageOn(system: System) {
  const twin = pageTwin(city);
  followSystemTheme(twin, system);
  const on = (desk: string) => {
    twin.getState().openDesk(desk);
    return themeOf(twin.getState());
  };
  return { twin, on, now: () => themeOf(twin.getState()) };
}

describe('a reader whose system is dark', () => {
  test('has the desks at which one works by day dark too; the command wall and the hall stay as they were made', () => {
    const { on } = pageOn(new System(true));
    expect(DESKS.map(({ id }) => `${id} ${on(id)}`)).toEqual([
      'plan command',
      'command command',
      'build command',
      'tour plan',
    ]);
    const light = pageOn(new System(false));
    expect(DESKS.map(({ id }) => `${id} ${light.on(id)}`)).toEqual([
      'plan plan',
      'command command',
      'build plan',
      'tour plan',
    ]);
  });

  test('sees the page change with the system', () => {
    const system = new System(false);
    const { now } = pageOn(system);
    expect(now()).toBe('plan');
    system.turn(true);
    expect(now()).toBe('command');
    system.turn(false);
    expect(now()).toBe('plan');
  });

  test('keeps what was chosen on the page, and what a link tells', () => {
    const system = new System(true);
    const { twin, now } = pageOn(system);
    twin.getState().setTheme('plan');
    expect(now()).toBe('plan');
    system.turn(false);
    system.turn(true);
    expect(now()).toBe('plan');
    const reader = pageOn(new System(true));
    applyLink(reader.twin, parseLink(formatLink(twin.getState(), city), city).state);
    expect(reader.now()).toBe('plan');
  });

  test('sends links that say nothing of it: the next reader’s own system decides', () => {
    const { twin } = pageOn(new System(true));
    expect(formatLink(twin.getState(), city)).not.toContain('theme');
  });
});
