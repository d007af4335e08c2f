import { realCities } from './cities.ts';
import { demoCity } from './demo.ts';
import type { ValidationCase } from './verdict.ts';

export const CASES: ValidationCase[] = [demoCity, ...realCities];
