import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Command } from 'commander';
import type { EngineId } from '../../model/runs/engine-id.ts';
import { csvOf } from '../../model/tables/data-table.ts';
import { ANALYSIS_CASES, type AnalysisKind, parseAnalysisCase } from '../../scenarios/analysis-cases.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import { ENGINES } from '../../workers/engines.ts';
import { asAnalysis } from '../../workers/shared/analysis.ts';
import { help } from '../help.ts';
import { ROOT } from '../root.ts';
import { cityFilesIn, nodeMachine } from './engine-machine.ts';
import { reportProgress } from './report-progress.ts';
import { caseFile, threads, versionOf, writeResults } from './result-folder.ts';

/** An analysis as a command of `shapan sim`: the engine that answers it. */
interface AnalysisSpec {
  engine: EngineId;
  /** The title of the schema. */
  title: string;
  description: string;
  /** Its engine has a kernel that takes threads. */
  hasThreads?: true;
}

const ANALYSES: Record<AnalysisKind, AnalysisSpec> = {
  sun: {
    engine: 'sun',
    title: 'Shapan sunlight case',
    description: help('analysis.sun-about'),
    hasThreads: true,
  },
  view: {
    engine: 'view-analysis',
    title: 'Shapan view case',
    description: help('analysis.view-about'),
  },
  height: {
    engine: 'height-limits',
    title: 'Shapan height limit case',
    description: help('analysis.height-about'),
  },
  pipe: {
    engine: 'pipe-network',
    title: 'Shapan pipe network case',
    description: help('analysis.pipe-about'),
  },
  dispatch: {
    engine: 'road-routes',
    title: 'Shapan dispatch case',
    description: help('analysis.dispatch-about'),
  },
  terrain: {
    engine: 'terrain-analysis',
    title: 'Shapan terrain case',
    description: help('analysis.terrain-about'),
  },
  service: {
    engine: 'service-areas',
    title: 'Shapan service area case',
    description: help('analysis.service-about'),
  },
  siting: {
    engine: 'site-selection',
    title: 'Shapan site selection case',
    description: help('analysis.siting-about'),
  },
  districts: {
    engine: 'districting',
    title: 'Shapan districts case',
    description: help('analysis.districts-about'),
  },
  rounds: {
    engine: 'rounds',
    title: 'Shapan rounds case',
    description: help('analysis.rounds-about'),
  },
  noise: {
    engine: 'noise',
    title: 'Shapan noise case',
    description: help('analysis.noise-about'),
  },
  theme: {
    engine: 'thematic-maps',
    title: 'Shapan thematic map case',
    description: help('analysis.theme-about'),
  },
  traffic: {
    engine: 'traffic',
    title: 'Shapan traffic case',
    description: help('analysis.traffic-about'),
  },
  'traffic-flow': {
    engine: 'traffic-flow',
    title: 'Shapan traffic flow case',
    description: help('analysis.traffic-flow-about'),
  },
  air: {
    engine: 'air',
    title: 'Shapan air case',
    description: help('analysis.air-about'),
  },
  heat: {
    engine: 'outdoor-heat',
    title: 'Shapan outdoor heat case',
    description: help('analysis.heat-about'),
  },
};

interface AnalysisFlags {
  out?: string;
  replace?: boolean;
  threads?: number;
  cities: string;
  json?: boolean;
  schema?: boolean;
}

/** A command for each analysis: its tables go to `--out`, its figures to standard output. */
export const analysisCommands = (): Command[] =>
  (Object.keys(ANALYSES) as AnalysisKind[]).map((kind) => {
    const command = new Command(kind)
      .exitOverride()
      .description(ANALYSES[kind].description)
      .argument('[case]', help('any.case'))
      .option('--out <folder>', help('any.out'))
      .option('--replace', help('any.replace'));
    if (ANALYSES[kind].hasThreads) command.option('--threads <n>', help('any.threads-2'), threads, 1);
    return command
      .option('--cities <folder>', help('any.cities'), join(ROOT, 'public/city'))
      .option('--schema', help('any.schema'))
      .option('--json', help('any.json-2'))
      .action((path: string | undefined, flags: AnalysisFlags) => analyse(kind, path, flags, command));
  });

async function analyse(
  kind: AnalysisKind,
  path: string | undefined,
  flags: AnalysisFlags,
  command: Command,
): Promise<void> {
  if (flags.schema) {
    const schema = jsonSchemaOf(ANALYSIS_CASES[kind], ANALYSES[kind].title);
    process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
    return;
  }
  if (path === undefined) return command.error('error: expected a case, got none');
  if (flags.out === undefined) return command.error('error: expected --out <folder>, got none');
  const file = caseFile(path, 'scenario.json');
  const summary = await writeResults(
    flags.out,
    async (folder, signal) => {
      const bytes = readFileSync(file);
      const read = parseAnalysisCase(kind, JSON.parse(bytes.toString('utf8')), basename(file));
      const wall = performance.now();
      const engine = asAnalysis(await ENGINES[ANALYSES[kind].engine]());
      const own = nodeMachine(engine.id, (flags.threads ?? 1) - 1, engine.hasKernel);
      try {
        const machine = { ...own, yield: async () => signal.throwIfAborted() };
        const questions = engine.questions(await engine.open(cityFilesIn(read.city, resolve(flags.cities)), machine));
        const result = await questions.analyse('study' in read ? read.study : read.analysis, reportProgress);
        if (!result) throw new Error('analysis: expected it played to its end');
        for (const [name, table] of Object.entries(await questions.tables()))
          writeFileSync(join(folder, `${name}.csv`), csvOf(table));
        return {
          case: read.id,
          title: read.title,
          city: read.city,
          ...engine.figures(result),
          wallS: (performance.now() - wall) / 1000,
          inputHash: createHash('sha256').update(bytes).digest('hex'),
          resultHash: result.hash,
          version: versionOf(),
        };
      } finally {
        await own.close();
      }
    },
    flags.replace,
  );
  process.stdout.write(`${JSON.stringify(summary, null, flags.json ? 0 : 2)}\n`);
}
