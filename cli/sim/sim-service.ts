import type { Command } from 'commander';
import { parseServiceCase, ServiceCase } from '../../scenarios/service.ts';
import { engine } from '../../workers/service-areas/engine.ts';
import { analysisCommand } from './sim-analysis.ts';

/** `shapan sim service`. */
export const serviceCommand = (): Command =>
  analysisCommand({
    name: 'service',
    description: 'service areas on foot: minutes to the nearest facility, residents served, load of each',
    title: 'Shapan service area case',
    schema: ServiceCase,
    parse: parseServiceCase,
    engine,
    figures: ({ facilities, bands, residents, buildings, unreached }) => ({
      facilities: facilities.length,
      bands,
      residents,
      buildings,
      unreached,
    }),
  });
