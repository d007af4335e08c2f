import type { Command } from 'commander';
import { parseThemeCase, ThemeCase } from '../../scenarios/theme.ts';
import { engine } from '../../workers/thematic-maps/engine.ts';
import { analysisCommand } from './sim-analysis.ts';

/** `shapan sim theme`. */
export const themeCommand = (): Command =>
  analysisCommand({
    name: 'theme',
    description: 'thematic maps: values of things, cells, areas or districts in classes',
    title: 'Shapan thematic map case',
    schema: ThemeCase,
    parse: parseThemeCase,
    engine,
    figures: ({ times, breaks, legend, missing, spread, things, join }) => ({
      times,
      breaks,
      legend,
      missing,
      spread: spread && { min: spread.min, max: spread.max, mean: spread.mean, fitRatio: spread.fitRatio },
      things,
      join,
    }),
  });
