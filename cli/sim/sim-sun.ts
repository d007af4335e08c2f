import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Command } from 'commander';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import { parseSunCase, SunCase, sunRequestOf } from '../../scenarios/sun.ts';
import type { Machine } from '../../workers/shared/engine.ts';
import { engine } from '../../workers/sun/engine.ts';
import type { SunResult } from '../../workers/sun/engine-types.ts';
import { parametersCsv, storeysCsv, windowsCsv } from '../../workers/sun/sun-csv.ts';
import { ROOT } from '../root.ts';
import { cityFilesIn, nodeMachine } from './engine-machine.ts';
import { caseFile, threads, writeResults } from './result-folder.ts';

const KERNEL = join(ROOT, 'build/kernels/sun.wasm');

interface SunFlags {
  out?: string;
  replace?: boolean;
  threads: number;
  cities: string;
  json?: boolean;
  schema?: boolean;
}

export function sunCommand(): Command {
  return new Command('sun')
    .exitOverride()
    .description('hours of sunlight at windows, before and after a scheme, against a rule')
    .argument('[case]', 'a study of sunlight: a JSON file, or a folder with scenario.json')
    .option('--out <folder>', 'where the results go; replaced when all is done')
    .option('--replace', 'also into a folder with files that Shapan did not write; they stay')
    .option('--threads <n>', 'threads; the results are the same to the last bit', threads, 1)
    .option('--cities <folder>', 'folder of baked cities', join(ROOT, 'public/city'))
    .option('--schema', 'prints the JSON Schema of a case')
    .option('--json', 'prints the summary as one JSON object')
    .action(simSun);
}

async function simSun(path: string | undefined, flags: SunFlags, command: Command): Promise<void> {
  if (flags.schema) {
    process.stdout.write(`${JSON.stringify(jsonSchemaOf(SunCase, 'Shapan sunlight case'), null, 2)}\n`);
    return;
  }
  if (path === undefined) return command.error('error: expected a case, got none');
  if (flags.out === undefined) return command.error('error: expected --out <folder>, got none');
  const file = caseFile(path, 'scenario.json');
  const summary = await writeResults(
    flags.out,
    async (folder, signal) => {
      const bytes = readFileSync(file);
      const theCase = parseSunCase(JSON.parse(bytes.toString('utf8')), basename(file));
      const wall = performance.now();
      const result = await studyOf(theCase, resolve(flags.cities), flags.threads, signal);
      writeFileSync(join(folder, 'windows.csv'), windowsCsv(result));
      writeFileSync(join(folder, 'storeys.csv'), storeysCsv(result));
      writeFileSync(join(folder, 'parameters.csv'), parametersCsv(result));
      return {
        case: theCase.id,
        title: theCase.title,
        city: theCase.city,
        ...figuresOf(result),
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

/** Without the compiled kernel the TypeScript core plays, to the same bytes. */
async function studyOf(theCase: SunCase, cities: string, count: number, signal: AbortSignal): Promise<SunResult> {
  const helpers: Worker[] = [];
  const machine: Machine = {
    ...nodeMachine('sun', 0),
    kernel: existsSync(KERNEL) ? new WebAssembly.Module(readFileSync(KERNEL)) : null,
    helpers: count - 1,
    dispatch(inits) {
      for (const workerData of inits)
        helpers.push(new Worker(new URL('./kernel-helper.js', import.meta.url), { workerData }));
    },
    yield: async () => signal.throwIfAborted(),
  };
  try {
    const site = await engine.open(cityFilesIn(theCase.city, cities), machine);
    const result = await engine.questions(site).study(sunRequestOf(theCase.study), () => {});
    if (!result) throw new Error('study: expected it played to its end');
    return result;
  } finally {
    await Promise.all(helpers.map((helper) => helper.terminate()));
  }
}

/** What the summary tells: the rule, the counts, and every building that loses legal sun. */
function figuresOf({ rules, fromMs, toMs, buildings, windows, counts, hasScheme }: SunResult) {
  const sum = (of: (row: SunResult['buildings'][number]) => number) => buildings.reduce((all, row) => all + of(row), 0);
  return {
    rule: rules.id,
    verified: rules.verified,
    bandUtc: [new Date(fromMs).toISOString(), new Date(toMs).toISOString()],
    leastMin: rules.minMinutes,
    hasScheme,
    buildings: buildings.length,
    windows: windows.count,
    judged: sum(({ judged }) => judged),
    metBefore: sum(({ metBefore }) => metBefore),
    metAfter: sum(({ metAfter }) => metAfter),
    lost: sum(({ lost }) => lost),
    counts,
    losing: buildings
      .filter(({ lost }) => lost > 0)
      .map(({ layer, id, lost, judged }) => ({ layer, id, lost, judged })),
  };
}
