import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import type { ViewRequest } from '../../../model/scenarios/view-analysis.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends ViewSlice {}
}

export type ViewKind = ViewRequest['kind'];

/** What is typed and picked; points stand until others are picked. */
export interface ViewForm {
  kind: ViewKind;
  from: SurfacePoint | null;
  to: SurfacePoint | null;
  fromAboveM: number;
  toAboveM: number;
  radiusM: number;
  targetM: number;
  eyeM: number;
  fromWidthM: number;
  toWidthM: number;
  fromDeg: number;
  toDeg: number;
  stepDeg: number;
  farM: number;
  refractionRatio: number;
  planned: readonly string[];
}

interface ViewSlice {
  viewForm: ViewForm;
  setViewForm(part: Partial<ViewForm>): void;
}

/** Eyes of adults stand about 1.6 m above the ground; refraction near the ground by day gives back 0.13 of the curvature. */
const USUAL: ViewForm = {
  kind: 'sight',
  from: null,
  to: null,
  fromAboveM: 1.6,
  toAboveM: 0,
  radiusM: 800,
  targetM: 0,
  eyeM: 1.6,
  fromWidthM: 0,
  toWidthM: 60,
  fromDeg: 0,
  toDeg: 360,
  stepDeg: 0.5,
  farM: 5000,
  refractionRatio: 0.13,
  planned: [],
};

export const viewSlice: Slice<ViewSlice> = (set) => ({
  viewForm: USUAL,
  setViewForm: (part) => set(({ viewForm }) => ({ viewForm: { ...viewForm, ...part } })),
});
