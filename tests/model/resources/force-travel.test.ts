import { expect, test } from 'vitest';
import { forceTravel } from '../../../model/resources/force-travel.ts';
import { VEHICLES } from '../../../model/roads/vehicles.ts';

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

test('a team whose vehicles are known is timed by the kind that it has most of, in its own words', () => {
  const told = (kind: string, ...vehicles: string[]) => {
    const { vehicle, label } = forceTravel(kind, vehicles);
    return [vehicle.id, label.en];
  };
  expect(told('team', 'ambulance', 'ambulance')).toEqual(['ambulance', 'ambulance']);
  expect(told('team', 'tow-truck', 'patrol', 'patrol')).toEqual(['ambulance', 'patrol car']);
  expect(told('team', 'pump', 'pump')).toEqual(['truck', VEHICLES.find(({ id }) => id === 'truck')?.label.en]);
  expect(told('team')).toEqual(['fire-engine', 'fire engine']);
  expect(told('hospital', 'engine')).toEqual(['ambulance', 'ambulance']);
});
