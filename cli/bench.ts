import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { MessageError } from '../model/text/message.ts';
import { cliMessage } from './messages.ts';
import { loadCases, readCaseManifest } from './test-cases.ts';

/** The folder whose manifest names the subjects and the file of each. */
const FOLDER = 'tests/bench';

interface Figure {
  name: string;
  value: number;
  unit: string;
}

type Parts = Record<string, (folder: string, report: (figure: Figure) => void, minutes: number) => Promise<void>>;

/** What a file of `tests/bench/manifest.json` exports. */
interface BenchModule {
  PARTS: Parts;
}

/** `shapan bench`: runs the parts of a subject; only a checkout has them, so that an installed program says what is missing. */
export function benchCommand(): Command {
  return new Command('bench')
    .description('measure on this machine; figures go to standard output, one a line')
    .argument('[subject]', `a subject of ${FOLDER}/manifest.json: tiles, flood …`, 'tiles')
    .option('--json', 'one JSON object a line: name, value, unit')
    .option('--only <part>', 'one part of the subject; its name, or a wrong one to see all')
    .option('--minutes <minutes>', 'how long a part under load lasts', '10')
    .action(bench);
}

async function bench(
  subject: string,
  { json, only, minutes }: { json?: boolean; only?: string; minutes: string },
): Promise<void> {
  const subjects = readCaseManifest(FOLDER);
  if (!Object.hasOwn(subjects, subject))
    throw new MessageError(cliMessage('bench-subject', { known: Object.keys(subjects).join(' | '), got: subject }));
  const { PARTS: parts } = await loadCases<BenchModule>(FOLDER, subjects[subject]);
  if (only && !Object.hasOwn(parts, only))
    throw new MessageError(cliMessage('bench-part', { known: Object.keys(parts).join(', '), got: only }));
  if (!(Number(minutes) > 0)) throw new MessageError(cliMessage('positive', { option: '--minutes', got: minutes }));
  const report = (figure: Figure) => process.stdout.write(`${lineOf(figure, json)}\n`);
  for (const [part, run] of Object.entries(parts)) {
    if (only && part !== only) continue;
    const folder = mkdtempSync(join(tmpdir(), 'shapan-bench-'));
    try {
      await run(folder, report, Number(minutes));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function lineOf({ name, value, unit }: Figure, json?: boolean): string {
  const rounded = Number(value.toPrecision(4));
  return json ? JSON.stringify({ name, value: rounded, unit }) : `${name} ${rounded} ${unit}`;
}
