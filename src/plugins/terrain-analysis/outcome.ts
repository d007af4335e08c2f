import type { Text } from '../../../model/text/text.ts';
import type { TerrainResult } from '../../../workers/terrain-analysis/engine-types.ts';
import { formatNumber } from '../../kit/format.ts';

/** What an analysis of the ground came to, in a few words; classes of slope and aspect are told by the legend. */
export function terrainOutcome(result: TerrainResult | null): Text | null {
  switch (result?.kind) {
    case 'earthwork': {
      const cut = formatNumber(result.cutM3);
      const fill = formatNumber(result.fillM3);
      return { zh: `挖 ${cut} 填 ${fill} m³`, en: `cut ${cut}, fill ${fill} m³` };
    }
    case 'buffer':
      return { zh: `${formatNumber(result.areaM2)} m²`, en: `${formatNumber(result.areaM2)} m²` };
    case 'profile':
      return { zh: `${formatNumber(result.lengthM)} m`, en: `${formatNumber(result.lengthM)} m` };
    case 'slope':
    case 'aspect':
      return { zh: '已分级', en: 'classed' };
    default:
      return null;
  }
}
