import { realCities } from './cities.ts';
import { demoCity } from './demo.ts';
import { DRAINS } from './drains.ts';
import { FLOOD } from './flood.ts';
import { CITY_FLOOD } from './flood-city.ts';
import { MEREWETHER_FLOOD } from './flood-merewether.ts';
import { FLOOD_PUBLISHED } from './flood-published.ts';
import type { ValidationCase } from './verdict.ts';

export const CASES: ValidationCase[] = [
  ...FLOOD,
  ...FLOOD_PUBLISHED,
  MEREWETHER_FLOOD,
  CITY_FLOOD,
  ...DRAINS,
  demoCity,
  ...realCities,
];
