import { defaultsOf } from '../../../model/questions/question.ts';
import { ServiceAreaRequest } from '../../../model/questions/service-areas.ts';
import type { SegmentClosure } from '../../../model/roads/road-state.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends ServiceSlice {}
}

/** What is chosen and typed; `value` is a code of the attribute. */
export interface ServiceForm extends Omit<ServiceAreaRequest, 'facilities' | 'closed'> {
  layer: string;
  attribute: string;
  value: string;
  /** Roads that were closed when it was last computed; null: none. */
  closed: readonly SegmentClosure[] | null;
}

interface ServiceSlice {
  serviceForm: ServiceForm;
  setServiceForm(part: Partial<ServiceForm>): void;
}

export const serviceSlice: Slice<ServiceSlice> = (set) => ({
  serviceForm: { layer: '', attribute: '', value: '', closed: null, ...defaultsOf(ServiceAreaRequest) },
  setServiceForm: (part) => set(({ serviceForm }) => ({ serviceForm: { ...serviceForm, ...part } })),
});
