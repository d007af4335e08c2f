import { expect, test } from 'vitest';
import {
  figureChanges,
  firstDifferenceS,
  orderedPumps,
  parallelRuns,
  startable,
} from '../../../model/incidents/look-ahead.ts';

test('a change is the other less no action; what one of the two does not tell is no 0', () => {
  const names = ['wetResidents', 'deepest', 'closedRoads', 'wetEntrances'];
  expect(
    figureChanges(names, { wetResidents: 120, deepest: 0.5, closedRoads: 3 }, { wetResidents: 90, deepest: 0.75 }),
  ).toEqual([
    { name: 'wetResidents', noAction: 120, other: 90, change: -30 },
    { name: 'deepest', noAction: 0.5, other: 0.75, change: 0.25 },
    { name: 'closedRoads', noAction: 3, other: null, change: null },
    { name: 'wetEntrances', noAction: null, other: null, change: null },
  ]);
});

test('the first difference is at the first common frame with another figure', () => {
  const moment = (timeS: number, deepest: number, ponded = 0) => ({ timeS, figures: { deepest, ponded } });
  const noAction = [moment(0, 0), moment(300, 0.25), moment(600, 0.5), moment(900, 0.5)];
  expect(firstDifferenceS(noAction, noAction)).toBeNull();
  expect(firstDifferenceS(noAction, [moment(0, 0), moment(300, 0.25), moment(600, 0.5, 16), moment(900, 0.75)])).toBe(
    600,
  );
  // One without this second, and one that does not tell the figure, differ in nothing there.
  expect(
    firstDifferenceS(noAction, [moment(0, 0), { timeS: 300, figures: {} }, moment(450, 9), moment(900, 0.75)]),
  ).toBe(900);
});

test('as many begin as lanes are free, those that wait longest first', () => {
  expect(startable(['over', 'active', 'waiting', 'waiting', 'waiting'], 3)).toEqual([2, 3]);
  expect(startable(['active', 'active', 'waiting'], 2)).toEqual([]);
  expect([1, 2, 4, 16].map(parallelRuns)).toEqual([2, 2, 3, 4]);
});

test('a pump runs from when it is there; who is recalled, goes nowhere or lifts nothing pumps nothing', () => {
  const order = { name: '排涝车', placeM: [10, 20] as const, isOff: false };
  const ratings = new Map([
    ['vh-1', 3600],
    ['vh-2', 1800],
  ]);
  const orders = [
    { ...order, order: 'a', resource: 'vh-1', arrivesMs: 720_000 },
    { ...order, order: 'b', resource: 'vh-2', arrivesMs: 0 },
    { ...order, order: 'c', resource: 'vh-1', arrivesMs: 0, isOff: true },
    { ...order, order: 'd', resource: 'vh-1', arrivesMs: 0, placeM: null },
    { ...order, order: 'e', resource: 'ambulance', arrivesMs: 0 },
  ];
  expect(orderedPumps(orders, ratings, 120_000)).toEqual([
    { id: 'order-a', name: '排涝车', at: [10, 20], rateM3ps: 1, fromMin: 10 },
    { id: 'order-b', name: '排涝车', at: [10, 20], rateM3ps: 0.5, fromMin: 0 },
  ]);
});
