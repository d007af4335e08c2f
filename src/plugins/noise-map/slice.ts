import type { Point } from '../../../model/geo/plane/point.ts';
import { NoiseBarrier, NoiseChange, NoiseRequest } from '../../../model/questions/noise.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends NoiseSlice {}
}

type Numbers = Omit<NoiseRequest, 'ringM' | 'traffic' | 'change' | 'barrier'>;

/** What is typed and drawn; the area and the barrier stand until others are drawn. */
export interface NoiseForm extends Numbers, NoiseChange {
  ringM: readonly Point[] | null;
  barrierM: readonly Point[] | null;
  barrierHeightM: number;
  /** The picture shows levels, or how they change. */
  shows: 'levels' | 'change';
}

interface NoiseSlice {
  noiseForm: NoiseForm;
  setNoiseForm(part: Partial<NoiseForm>): void;
}

/** What a form begins with. */
export const freshNoiseForm = (): NoiseForm => ({
  ...defaultsOf(NoiseRequest),
  ...defaultsOf(NoiseChange),
  ringM: null,
  barrierM: null,
  barrierHeightM: defaultsOf(NoiseBarrier).heightM,
  shows: 'levels',
});

/** Holds the form in the twin. */
export const noiseSlice: Slice<NoiseSlice> = (set) => ({
  noiseForm: freshNoiseForm(),
  setNoiseForm: (part) => set(({ noiseForm }) => ({ noiseForm: { ...noiseForm, ...part } })),
});
