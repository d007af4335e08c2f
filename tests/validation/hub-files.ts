import { hubCases } from './hub-case.ts';

export const CASES = hubCases([]);
