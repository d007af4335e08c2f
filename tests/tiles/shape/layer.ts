import type { LayerKind } from '../../../model/city/manifest.ts';
import type { Geometry, InputColumn, LayerInput } from '../../../tiles/model.ts';

/** A layer named after its kind, with `count` features `<kind>-0`, `<kind>-1` …, as a shaper or the baker takes it. */
export function emptyLayer(
  kind: LayerKind,
  count: number,
  geometry: Geometry,
  columns: InputColumn[] = [],
): LayerInput {
  const ids = Array.from({ length: count }, (_, i) => `${kind}-${i}`);
  const offsets = Uint32Array.from([0, ...ids.map((_, i) => ids.slice(0, i + 1).join('').length)]);
  return {
    id: kind,
    kind,
    group: 'facility',
    label: { zh: kind, en: kind },
    cimLevel: 2,
    state: 'existing',
    shownAtStart: true,
    features: { count, ids: { offsets, bytes: new TextEncoder().encode(ids.join('')) }, geometry, columns },
    attributes: [],
    source: { name: { zh: '试验', en: 'test' }, licence: 'CC0-1.0', crs: 'EPSG:4326', inputHash: '' },
    assumptions: [],
    problems: [],
  };
}
