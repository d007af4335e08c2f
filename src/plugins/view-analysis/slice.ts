import type * as v from 'valibot';
import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import { ViewNumbers, ViewPoint, type ViewRequest } from '../../../model/questions/view-analysis.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends ViewSlice {}
}

export type ViewKind = ViewRequest['kind'];

/** What is typed and picked; points stand until others are picked. */
export interface ViewForm extends v.InferOutput<typeof ViewNumbers> {
  kind: ViewKind;
  from: SurfacePoint | null;
  to: SurfacePoint | null;
  fromAboveM: number;
  toAboveM: number;
  planned: readonly string[];
}

interface ViewSlice {
  viewForm: ViewForm;
  setViewForm(part: Partial<ViewForm>): void;
}

export const viewSlice: Slice<ViewSlice> = (set) => ({
  viewForm: {
    kind: 'sight',
    from: null,
    to: null,
    fromAboveM: defaultsOf(ViewPoint).aboveM,
    toAboveM: 0,
    ...defaultsOf(ViewNumbers),
    planned: [],
  },
  setViewForm: (part) => set(({ viewForm }) => ({ viewForm: { ...viewForm, ...part } })),
});
