import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Command } from 'commander';
import type * as v from 'valibot';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import type { AnalysisQuestions } from '../../workers/shared/analysis.ts';
import type { EngineTypes, QuestionEngine, Site } from '../../workers/shared/engine.ts';
import { ROOT } from '../root.ts';
import { cityFilesIn, nodeMachine } from './engine-machine.ts';
import { caseFile, writeResults } from './result-folder.ts';

/** A case of an analysis: its city, and what the engine is asked. */
interface AnalysisCase<Request> {
  id: string;
  title: { zh: string; en: string };
  city: string;
  analysis: Request;
}

/** An engine of analyses as a command of `shapan sim`. */
interface AnalysisSpec<Request, Result extends { hash: string }, S extends Site> {
  name: string;
  description: string;
  /** Of the schema. */
  title: string;
  schema: v.GenericSchema<unknown, AnalysisCase<Request>>;
  parse(json: unknown, file: string): AnalysisCase<Request>;
  engine: QuestionEngine<EngineTypes & { questions: AnalysisQuestions<Request, Result> }, S>;
  /** What the summary tells beside case, city and hash: small figures. */
  figures(result: Result): object;
}

interface AnalysisFlags {
  out?: string;
  replace?: boolean;
  cities: string;
  json?: boolean;
  schema?: boolean;
}

/** Plays a case of an analysis: its tables go to `--out`, its figures to standard output. */
export function analysisCommand<Request, Result extends { hash: string }, S extends Site>(
  spec: AnalysisSpec<Request, Result, S>,
): Command {
  return new Command(spec.name)
    .exitOverride()
    .description(spec.description)
    .argument('[case]', 'a case: a JSON file, or a folder that holds scenario.json')
    .option('--out <folder>', 'where the results go; replaced when all is done')
    .option('--replace', 'also into a folder with files that Shapan did not write; they stay')
    .option('--cities <folder>', 'folder of baked cities', join(ROOT, 'public/city'))
    .option('--schema', 'prints the JSON Schema of a case')
    .option('--json', 'prints the summary as one JSON object')
    .action((path: string | undefined, flags: AnalysisFlags, command: Command) => play(spec, path, flags, command));
}

async function play<Request, Result extends { hash: string }, S extends Site>(
  spec: AnalysisSpec<Request, Result, S>,
  path: string | undefined,
  flags: AnalysisFlags,
  command: Command,
): Promise<void> {
  if (flags.schema) {
    process.stdout.write(`${JSON.stringify(jsonSchemaOf(spec.schema, spec.title), null, 2)}\n`);
    return;
  }
  if (path === undefined) return command.error('error: expected a case, got none');
  if (flags.out === undefined) return command.error('error: expected --out <folder>, got none');
  const file = caseFile(path, 'scenario.json');
  const summary = await writeResults(
    flags.out,
    async (folder, signal) => {
      const bytes = readFileSync(file);
      const { id, title, city, analysis } = spec.parse(JSON.parse(bytes.toString('utf8')), basename(file));
      const wall = performance.now();
      const machine = { ...nodeMachine(spec.engine.id, 0), yield: async () => signal.throwIfAborted() };
      const site = await spec.engine.open(cityFilesIn(city, resolve(flags.cities)), machine);
      const questions = spec.engine.questions(site);
      const result = await questions.analyse(analysis, () => {});
      if (!result) throw new Error('analysis: expected it played to its end');
      for (const [name, csv] of Object.entries(await questions.tables()))
        writeFileSync(join(folder, `${name}.csv`), csv);
      return {
        case: id,
        title,
        city,
        ...spec.figures(result),
        wallS: (performance.now() - wall) / 1000,
        inputHash: createHash('sha256').update(bytes).digest('hex'),
        resultHash: result.hash,
        version: (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version,
      };
    },
    flags.replace,
  );
  process.stdout.write(`${JSON.stringify(summary, null, flags.json ? 0 : 2)}\n`);
}
