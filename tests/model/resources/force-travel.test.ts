import { expect, test } from 'vitest';
import { forceTravel } from '../../../model/resources/force-travel.ts';

test('who comes and where one goes, by the kinds of this project and of OpenStreetMap', () => {
  const told = (kind: unknown) => {
    const { vehicle, isAway } = forceTravel(kind);
    return [vehicle.id, isAway];
  };
  expect(['team', 'fire_station', null, 'toString'].map(told)).toEqual(Array(4).fill(['fire-engine', false]));
  expect(['shelter', 'assembly_point'].map(told)).toEqual(Array(2).fill(['foot', true]));
  expect(told('hospital')).toEqual(['ambulance', true]);
  expect(told('ambulance_station')).toEqual(['ambulance', false]);
  expect(told('townhall')).toEqual(['car', true]);
  expect(told('store')).toEqual(['truck', false]);
});
