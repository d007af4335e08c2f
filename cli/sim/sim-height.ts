import type { Command } from 'commander';
import { HeightCase, parseHeightCase } from '../../scenarios/height.ts';
import { engine } from '../../workers/height-limits/engine.ts';
import { analysisCommand } from './sim-analysis.ts';

/** `shapan sim height`. */
export const heightCommand = (): Command =>
  analysisCommand({
    name: 'height',
    description: 'limits of height: areas, slopes, airport surfaces; the buildings that stand through them',
    title: 'Shapan height limit case',
    schema: HeightCase,
    parse: parseHeightCase,
    engine,
    figures: ({ under, offenders }) => ({
      under,
      offenders: offenders.map(({ building, surface, excessM }) => ({ id: building.id, surface, excessM })),
    }),
  });
