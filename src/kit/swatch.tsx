import type { LayerInfo } from '../../model/city/manifest.ts';

/** Colours of kinds that nothing else colours: the ground and the plaster of the look. */
const KIND_TOKEN: Record<LayerInfo['kind'], string> = {
  building: 'map-build',
  element: 'map-build',
  bridge: 'map-road',
  tunnel: 'ink-3',
  area: 'map-road',
  water: 'map-water',
  pipe: 'ink-3',
  tree: 'lu-g',
  point: 'ink-2',
  tiles: 'map-build',
  points: 'ink-2',
};

const CODES_SHOWN = 4;

/** A layer's colours in miniature: a line for pipes, stripes for a layer coloured by a code, a dot for points. */
export function LayerSwatch({ layer }: { layer: LayerInfo }) {
  const tokens = tokensOf(layer);
  const shape = layer.kind === 'pipe' ? 'line' : ['point', 'points', 'tree'].includes(layer.kind) ? 'dot' : 'area';
  return (
    <span className={`swatch ${shape} ${layer.state}`} aria-hidden="true">
      {tokens.map((token, i) => (
        <i key={i} style={{ background: `var(--${token})` }} />
      ))}
    </span>
  );
}

function tokensOf({ colour, kind }: LayerInfo): string[] {
  const ofCodes = [...new Set(Object.values(colour?.tokens ?? {}))].slice(0, CODES_SHOWN);
  if (colour?.attribute && ofCodes.length > 0) return ofCodes;
  return [colour?.token ?? KIND_TOKEN[kind]];
}
