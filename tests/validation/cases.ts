import { realCities } from './cities.ts';
import { demoCity } from './demo.ts';
import { DRAINS } from './drains.ts';
import { FLOOD } from './flood.ts';
import type { ValidationCase } from './verdict.ts';

export const CASES: ValidationCase[] = [...FLOOD, ...DRAINS, demoCity, ...realCities];
