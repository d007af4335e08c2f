import type { LayerInfo } from '../../model/city/manifest.ts';

/** Whether a layer's colours say something of its things: plans, pipes, works, and points that somebody measured. A style leaves them. */
export const isDataColoured = ({ kind, group }: Pick<LayerInfo, 'kind' | 'group'>): boolean =>
  group === 'plan' || kind === 'pipe' || kind === 'element' || kind === 'points';
