import { CLASH } from './construction-clash.ts';
import { CPM } from './construction-cpm.ts';
import { DCMA } from './construction-dcma.ts';
import { FLOATS } from './construction-floats.ts';
import { IFC } from './construction-ifc.ts';
import { IFC_ABORT } from './construction-ifc-abort.ts';
import { IFC_TASKS } from './construction-ifc-tasks.ts';
import { LEVELLING } from './construction-levelling.ts';
import { PLANTED } from './construction-planted.ts';
import { RCPSP } from './construction-rcpsp.ts';
import { RISK } from './construction-risk.ts';
import { ROUND_TRIP } from './construction-round-trip.ts';
import { SCHEPENDOMLAAN } from './construction-schependomlaan.ts';
import { SITE } from './construction-site.ts';
import { SPACE } from './construction-space.ts';
import { LAG_CALENDARS } from './construction-xer.ts';
import type { ValidationCase } from './verdict.ts';

export const CASES: ValidationCase[] = [
  CPM,
  FLOATS,
  LAG_CALENDARS,
  SCHEPENDOMLAAN,
  DCMA,
  RISK,
  ...SPACE,
  ...CLASH,
  SITE,
  PLANTED,
  ROUND_TRIP,
  IFC,
  IFC_TASKS,
  IFC_ABORT,
  LEVELLING,
  ...RCPSP,
];
