import { describe, expect, test } from 'vitest';
import { readOptions } from '../../hub/sensor-things/odata.ts';
import { checkCost, type SetSizes } from '../../hub/sensor-things/question-cost.ts';
import { TYPES } from '../../hub/sensor-things/sensor-things-model.ts';

/** A day of a city of 4,000 datastreams. */
const SIZES: SetSizes = {
  Things: 3500,
  Locations: 3500,
  HistoricalLocations: 3500,
  Sensors: 20,
  ObservedProperties: 20,
  Datastreams: 4000,
  FeaturesOfInterest: 3500,
  Observations: 4_000_000,
};

function check(set: string, query: string): void {
  checkCost(TYPES[set], SIZES[set], readOptions(new URLSearchParams(query)), SIZES);
}

describe('refused before the engine is asked', () => {
  test.each([
    [
      'Observations',
      '$filter=Datastream/ObservedProperty/Datastreams/Observations/result gt Datastream/Sensor/Datastreams/Observations/result add 1e9',
      'links to many',
    ],
    ['Observations', '$filter=Datastream/ObservedProperty/Datastreams/id gt 99999', 'looks at no more'],
    ['Observations', '$orderby=Datastream/ObservedProperty/Datastreams/id', 'looks at no more'],
    ['ObservedProperties', '$filter=Datastreams/Sensor/Datastreams/Observations/result gt 1e9', 'looks at no more'],
    [
      'FeaturesOfInterest',
      '$top=200&$expand=Observations($top=2;$expand=Datastream($expand=Thing))',
      'looks at no more',
    ],
    ['Things', '$top=10000&$expand=Datastreams($expand=Observations($top=10000))', 'entities in an answer'],
    ['Things', `$filter=${Array(20).fill('Datastreams/Observations/result gt 1e9').join(' or ')}`, 'looks at no more'],
  ])('%s?%s', (set, query, words) => {
    expect(() => check(set, query)).toThrow(words);
  });
});

test.each([
  ['Datastreams', '$select=id&$expand=Observations($top=1;$orderby=phenomenonTime desc)&$orderby=id&$top=1000'],
  [
    'Datastreams',
    '$filter=id eq 1 or id eq 2&$expand=Observations($filter=phenomenonTime ge 2026-11-22T00:00:00Z;$top=40;$orderby=phenomenonTime desc)&$top=1000',
  ],
  ['Things', '$filter=Datastreams/Observations/result gt 5'],
  ['Things', '$expand=Locations,Datastreams($expand=Sensor,ObservedProperty)'],
  ['Observations', '$filter=Datastream/Thing/id eq 2 and result gt 5&$orderby=phenomenonTime desc&$expand=Datastream'],
])('what the page and people ask is answered: %s?%s', (set, query) => {
  expect(() => check(set, query)).not.toThrow();
});
