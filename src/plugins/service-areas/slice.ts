import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends ServiceSlice {}
}

/** What is chosen and typed; `value` is a code of the attribute. */
export interface ServiceForm {
  layer: string;
  attribute: string;
  value: string;
  direction: 'to' | 'from';
  crossingWaitS: number;
  demandPerResident: number;
}

interface ServiceSlice {
  serviceForm: ServiceForm;
  setServiceForm(part: Partial<ServiceForm>): void;
}

const USUAL: ServiceForm = {
  layer: '',
  attribute: '',
  value: '',
  direction: 'to',
  crossingWaitS: 20,
  demandPerResident: 1,
};

export const serviceSlice: Slice<ServiceSlice> = (set) => ({
  serviceForm: USUAL,
  setServiceForm: (part) => set(({ serviceForm }) => ({ serviceForm: { ...serviceForm, ...part } })),
});
