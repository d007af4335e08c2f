import { beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../model/accounts/accounts.ts';
import type { SurfacePoint } from '../../model/geo/surface-point.ts';
import { instantOfWall, wallMinOf } from '../../model/wall-clock.ts';
import {
  type Account,
  mayActOnAlarms,
  mayConfirmCommands,
  mayExport,
  mayManageAccounts,
  mayNameSources,
  mayRequestCommands,
} from '../../src/twin/account.ts';
import { type DeskFacts, deskFor, deskOf, isEmphasised, themeOf } from '../../src/twin/appearance.ts';
import { isDrawn } from '../../src/twin/layers.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { diggingOf, shownPit } from '../../src/twin/underground.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const { city } = smallCity();
let twin: Twin;
beforeEach(() => {
  twin = pageTwin(city, 1000);
});

describe('a desk', () => {
  const desks: DeskFacts[] = [
    { id: 'plan', theme: 'plan', emphasis: ['plans'], steps: [] },
    { id: 'command', theme: 'command', emphasis: ['live', 'runs'], steps: [] },
    { id: 'hall', theme: 'command', emphasis: ['show', 'runs'], steps: [] },
  ];

  test('is the first where a link names one that there is not', () => {
    expect(deskOf({ desks, desk: 'gone' }).id).toBe('plan');
  });

  test('brings to the front what it says, and is found by it', () => {
    expect(isEmphasised({ desks, desk: 'command' }, 'live')).toBe(true);
    expect(isEmphasised({ desks, desk: 'plan' }, 'live')).toBe(false);
    expect(deskFor({ desks }, 'runs')).toBe('command');
    expect(deskFor({ desks }, 'site')).toBeNull();
  });

  test('has its own theme until a person chooses one', () => {
    expect(themeOf({ desks, desk: 'command', theme: null, systemIsDark: false })).toBe('command');
    expect(themeOf({ desks, desk: 'command', theme: 'plan', systemIsDark: true })).toBe('plan');
  });
});

describe('the camera', () => {
  test('is asked to fly by numbers that grow, so that the same place twice is two flights', () => {
    const { home } = city;
    twin.getState().flyTo(home);
    const first = twin.getState().flight;
    twin.getState().flyTo(home, 0);
    expect(twin.getState().flight).toEqual({ serial: (first?.serial ?? 0) + 1, to: home, durationMs: 0 });
    expect(first).not.toHaveProperty('durationMs');
  });
});

test('the clock tells nobody of a time that it shows already', () => {
  let changes = 0;
  twin.subscribe(() => {
    changes++;
  });
  twin.getState().showTime(5000);
  twin.getState().showTime(5000);
  expect([twin.getState().shownTimeMs, changes]).toEqual([5000, 1]);
});

describe('layers', () => {
  const [buildings, pipes, plan] = city.layers;

  test('are drawn by their own switch', () => {
    expect([buildings, pipes].map((layer) => isDrawn(layer, twin.getState()))).toEqual([true, false]);
    twin.getState().showLayer('pipe-storm', true);
    expect(isDrawn(pipes, twin.getState())).toBe(true);
  });

  test('outside the filters are not drawn, whatever their switch says', () => {
    twin.getState().filterCimLevels([4]);
    expect([buildings, plan].map((layer) => isDrawn(layer, twin.getState()))).toEqual([false, true]);
    twin.getState().filterStates(['existing']);
    expect(isDrawn(plan, twin.getState())).toBe(false);
  });

  test('are as opaque as between nothing and all', () => {
    twin.getState().setLayerOpacity('building', 1.4);
    expect(twin.getState().layers.building.opacityRatio).toBe(1);
    twin.getState().setLayerOpacity('building', -1);
    expect(twin.getState().layers.building.opacityRatio).toBe(0);
  });

  test('that the city has not are not made by a switch', () => {
    const before = twin.getState().layers;
    twin.getState().showLayer('metro', true);
    expect(twin.getState().layers).toBe(before);
  });
});

describe('filters of rows', () => {
  test('are one for each attribute, the last one', () => {
    const range = (min: number) => ({
      layerId: 'building',
      attribute: 'height',
      kind: 'range' as const,
      min,
      max: 100,
    });
    twin.getState().setFilter(range(1));
    twin.getState().setFilter({ layerId: 'building', attribute: 'class', kind: 'values', values: ['lane'] });
    twin.getState().setFilter(range(2));
    expect(twin.getState().filters.map(({ attribute }) => attribute)).toEqual(['class', 'height']);
    expect(twin.getState().filters[1]).toEqual(range(2));
    twin.getState().dropFilter('building', 'height');
    expect(twin.getState().filters).toHaveLength(1);
  });

  test('of another layer are another, also on an attribute of the same name', () => {
    for (const layerId of ['building', 'plan-kg'])
      twin.getState().setFilter({ layerId, attribute: 'use', kind: 'values', values: [] });
    twin.getState().dropFilter('building', 'use');
    expect(twin.getState().filters.map(({ layerId }) => layerId)).toEqual(['plan-kg']);
  });
});

test('the line between two sides stays in the picture', () => {
  twin.getState().setSwipe(1.2);
  expect(twin.getState().swipeRatio).toBe(1);
  twin.getState().setSwipe(-0.1);
  expect(twin.getState().swipeRatio).toBe(0);
});

test('who selects anew has not selected what was selected before', () => {
  twin.setState({ selectedId: 'bld-ED1-00002' });
  twin.getState().select(3);
  expect([twin.getState().selectedGid, twin.getState().selectedId]).toEqual([3, null]);
});

describe('an excavation', () => {
  const corner = (eastM: number, northM: number): SurfacePoint => ({
    lonLat: { lonDeg: 0, latDeg: 0, heightM: 0 },
    enu: [eastM, northM, 0],
    elevationM: 0,
    on: 'ground',
  });
  const dig = (...corners: [number, number][]) => {
    twin.getState().startDigging();
    for (const [eastM, northM] of corners) twin.getState().addPickPoint(corner(eastM, northM));
  };

  test('runs anticlockwise, however it was drawn', () => {
    dig([0, 0], [0, 10], [10, 10], [10, 0]);
    expect(diggingOf(twin.getState())).toHaveLength(4);
    twin.getState().finishDigging(5);
    expect(twin.getState().excavation).toEqual({
      ringM: [
        [10, 0],
        [10, 10],
        [0, 10],
        [0, 0],
      ],
      depthM: 5,
    });
    expect(diggingOf(twin.getState())).toBeNull();
  });

  test('of two corners is none', () => {
    dig([0, 0], [0, 10]);
    twin.getState().finishDigging(5);
    expect(twin.getState().excavation).toBeNull();
  });

  test("of a person goes before a project's, of which the last asked for is dug", () => {
    const pit = (depthM: number) => ({ ringM: [], depthM });
    twin.getState().putPit('first', pit(1));
    twin.getState().putPit('second', pit(2));
    expect(shownPit(twin.getState())).toEqual(pit(2));
    twin.getState().excavate(pit(9));
    expect(shownPit(twin.getState())).toEqual(pit(9));
    twin.getState().excavate(null);
    twin.getState().putPit('second', null);
    expect(shownPit(twin.getState())).toEqual(pit(1));
  });
});

describe('what a role may do', () => {
  const of = (role: Role): Account => ({ name: 'ann', role, scope: { areas: 'all', classes: 'all' }, areas: [] });
  const ROLES: Role[] = ['visitor', 'analyst', 'planner', 'dispatcher', 'controller', 'auditor', 'administrator'];
  const who = (may: (account: Account | null) => boolean) => ROLES.filter((role) => may(of(role)));

  test('is nothing for who is not logged in', () => {
    for (const may of [mayActOnAlarms, mayRequestCommands, mayConfirmCommands, mayExport, mayManageAccounts])
      expect(may(null)).toBe(false);
  });

  test('is to ask for a command for one role, and to be its second person for two', () => {
    expect(who(mayRequestCommands)).toEqual(['controller']);
    expect(who(mayConfirmCommands)).toEqual(['dispatcher', 'controller']);
    expect(who(mayActOnAlarms)).toEqual(['dispatcher', 'controller']);
  });

  test('is for an administrator to give rights and name sources, not to take recordings', () => {
    expect(who(mayManageAccounts)).toEqual(['administrator']);
    expect(who(mayNameSources)).toEqual(['administrator']);
    expect(who(mayExport)).toEqual(['analyst', 'planner', 'dispatcher', 'controller', 'auditor']);
  });
});

describe('the clock on the wall', () => {
  test('shows the minutes of its own zone', () => {
    expect(wallMinOf(Date.UTC(2026, 6, 18, 4, 30), 'Asia/Shanghai')).toBe(Date.UTC(2026, 6, 18, 12, 30) / 60_000);
  });

  test('and the instant lead to each other, also on the day on which clocks change', () => {
    for (const hour of [0, 5, 12, 23])
      for (const [month, day] of [
        [2, 29],
        [9, 25],
      ]) {
        const wallMin = Date.UTC(2026, month, day, hour, 30) / 60_000;
        expect(wallMinOf(instantOfWall(wallMin, 'Europe/Zurich'), 'Europe/Zurich')).toBe(wallMin);
      }
  });
});
