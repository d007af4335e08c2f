import type { OpenedStorey } from '../../../workers/crowd/plan/ifc-plan.ts';

/** Reads the storeys of an IFC off the page's own thread; rejects with what is wrong in words. */
export type ReadStoreys = (bytes: Uint8Array, file: string) => Promise<OpenedStorey[]>;
