import type { Command } from 'commander';
import { parseTerrainCase, TerrainCase } from '../../scenarios/terrain.ts';
import { engine } from '../../workers/terrain-analysis/engine.ts';
import type { TerrainResult } from '../../workers/terrain-analysis/engine-types.ts';
import { analysisCommand } from './sim-analysis.ts';

/** `shapan sim terrain`. */
export const terrainCommand = (): Command =>
  analysisCommand({
    name: 'terrain',
    description: 'slope, aspect, cut and fill, buffers, sections with buildings and pipes',
    title: 'Shapan terrain case',
    schema: TerrainCase,
    parse: parseTerrainCase,
    engine,
    figures: figuresOf,
  });

function figuresOf(result: TerrainResult): object {
  if (result.kind === 'slope' || result.kind === 'aspect')
    return { kind: result.kind, classes: result.classes, noneM2: result.noneM2 };
  if (result.kind === 'earthwork') {
    const { kind, cutM3, fillM3, areaM2, uncoveredM2, elevationM } = result;
    return { kind, cutM3, fillM3, areaM2, uncoveredM2, elevationM };
  }
  if (result.kind === 'buffer') {
    const { kind, areaM2, things, asPoints, layers } = result;
    return { kind, areaM2, things, asPoints, layers };
  }
  return { kind: result.kind, lengthM: result.lengthM, buildings: result.buildings.length, pipes: result.pipes.length };
}
