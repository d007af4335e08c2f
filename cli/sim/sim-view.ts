import type { Command } from 'commander';
import { parseViewCase, ViewCase } from '../../scenarios/view.ts';
import { engine } from '../../workers/view-analysis/engine.ts';
import type { ViewResult } from '../../workers/view-analysis/engine-types.ts';
import { analysisCommand } from './sim-analysis.ts';

/** `shapan sim view`. */
export const viewCommand = (): Command =>
  analysisCommand({
    name: 'view',
    description: 'sights, viewsheds, view corridors, skylines, where a landmark is seen from',
    title: 'Shapan view case',
    schema: ViewCase,
    parse: parseViewCase,
    engine,
    figures: figuresOf,
  });

function figuresOf(result: ViewResult): object {
  if (result.kind === 'skyline') return { kind: result.kind, openness: result.openness };
  if (result.kind === 'sight' || result.kind === 'corridor')
    return {
      kind: result.kind,
      obstacles: result.obstacles.map(({ building, distanceM, excessM }) => ({
        id: building?.id ?? 'ground',
        distanceM,
        excessM,
      })),
    };
  const { kind, seenM2, hiddenM2, builtM2, seenRatio } = result;
  return { kind, seenM2, hiddenM2, builtM2, seenRatio };
}
