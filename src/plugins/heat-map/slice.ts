import type { Point } from '../../../model/geo/plane/point.ts';
import { OutdoorHeatRequest, Planting, type SurfaceId } from '../../../model/questions/outdoor-heat.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends HeatSlice {}
}

type Numbers = Omit<OutdoorHeatRequest, 'ringM' | 'weather' | 'planned' | 'trees' | 'surfaces' | 'planting'>;

/** What the picture shows of a result. */
export type HeatShows = 'utci' | 'radiant' | 'hours' | 'change';

/** What is typed and drawn; the areas stand until others are drawn. */
export interface HeatForm extends Numbers, Planting {
  ringM: readonly Point[] | null;
  /** Ground that gets another surface. */
  coverM: readonly Point[] | null;
  surface: SurfaceId;
  /** Planned layers that stand afterwards. */
  planned: readonly string[];
  /** Trees are placed where they help most. */
  plants: boolean;
  shows: HeatShows;
  /** The shown hour; null: the worst. */
  hour: number | null;
  /** The place whose values are shown. */
  atM: Point | null;
}

interface HeatSlice {
  heatForm: HeatForm;
  setHeatForm(part: Partial<HeatForm>): void;
}

/** What a form begins with. */
export const freshHeatForm = (): HeatForm => ({
  ...defaultsOf(OutdoorHeatRequest),
  ...defaultsOf(Planting),
  ringM: null,
  coverM: null,
  surface: 'grass',
  planned: [],
  plants: false,
  shows: 'utci',
  hour: null,
  atM: null,
});

/** Holds the form in the twin. */
export const heatSlice: Slice<HeatSlice> = (set) => ({
  heatForm: freshHeatForm(),
  setHeatForm: (part) => set(({ heatForm }) => ({ heatForm: { ...heatForm, ...part } })),
});
