import { realCities } from './cities.ts';
import { CONSTRUCTION } from './construction.ts';
import { IMO } from './crowd-imo.ts';
import { NIST } from './crowd-nist.ts';
import { reported } from './crowd-report.ts';
import { RIMEA } from './crowd-rimea.ts';
import { CROWD_WALKING } from './crowd-walking.ts';
import { demoCity } from './demo.ts';
import { DRAINS } from './drains.ts';
import { FEEDS } from './feeds.ts';
import { FLOOD } from './flood.ts';
import { CITY_FLOODS } from './flood-city.ts';
import { MEREWETHER_FLOOD } from './flood-merewether.ts';
import { FLOOD_PUBLISHED } from './flood-published.ts';
import { SLANTED } from './flood-slanted.ts';
import { WEIRS } from './flood-weirs.ts';
import { HUB_KILLS } from './hub-kills.ts';
import type { ValidationCase } from './verdict.ts';

export const CASES: ValidationCase[] = [
  ...FLOOD,
  ...FLOOD_PUBLISHED,
  MEREWETHER_FLOOD,
  WEIRS,
  ...SLANTED,
  ...CITY_FLOODS,
  ...DRAINS,
  ...reported([...CROWD_WALKING, ...RIMEA, ...IMO, ...NIST], 'build/validation/crowd.html'),
  ...FEEDS,
  HUB_KILLS,
  ...CONSTRUCTION,
  demoCity,
  ...realCities,
];
