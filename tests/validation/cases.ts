import { realCities } from './cities.ts';
import { demoCity } from './demo.ts';
import { FLOOD } from './flood.ts';
import type { ValidationCase } from './verdict.ts';

export const CASES: ValidationCase[] = [...FLOOD, demoCity, ...realCities];
