import type { LayerInfo, Text } from '../../../model/city/manifest.ts';

/** A colour that layers wear by themselves, and all that it stands for. */
export interface OwnColour {
  token: string;
  kind: LayerInfo['kind'];
  meanings: Text[];
}

/** Codes of pipe systems by their colour, after the usual Chinese survey convention (LOOK §3, edition 待核); each has its own line pattern too. */
export const PIPE_CODES: Readonly<Record<string, string>> = {
  'pipe-storm': 'YS',
  'pipe-sanitary': 'WS',
  'pipe-water': 'JS',
  'pipe-gas': 'RQ',
  'pipe-heat': 'RL',
  'pipe-power': 'DL',
  'pipe-telecom': 'DX',
};

/** More entries than this nobody holds against the map (LOOK §6). */
export const MAX_ENTRIES = 7;

/**
 * What a reader cannot guess: pipes by their system, plans by their statutory classes. Values of one layer that share a
 * colour are one entry; two layers that share one are two, since they mean different things by it.
 */
export function ownColours(layers: readonly LayerInfo[]): OwnColour[] {
  return layers.flatMap((layer): OwnColour[] => {
    const { kind, group, label, colour } = layer;
    if (kind === 'pipe' && colour?.token) return [{ token: colour.token, kind, meanings: [label] }];
    const attribute = layer.attributes.find(({ name }) => name === colour?.attribute);
    if (group !== 'plan' || !colour?.tokens || !attribute) return [];
    const byToken = new Map<string, Text[]>();
    for (const value of Object.keys(colour.tokens).sort()) {
      const token = colour.tokens[value];
      byToken.set(token, [...(byToken.get(token) ?? []), attribute.values?.[value] ?? { zh: value, en: value }]);
    }
    return [...byToken].map(([token, meanings]) => ({ token, kind, meanings }));
  });
}
