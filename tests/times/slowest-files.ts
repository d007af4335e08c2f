import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { type FileTime, slowestTable, TIMES_FILE } from './file-times.ts';

/** Prints the slowest files of a run at its end, and keeps the time of each. */
export class SlowestFiles implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const date = new Date().toISOString();
    const times = modules.map(
      (one): FileTime => ({
        project: one.project.name,
        file: one.relativeModuleId,
        seconds: Math.round(one.diagnostic().duration) / 1000,
        tests: [...one.children.allTests()].length,
        passed: [...one.children.allTests('passed')].length,
        failed: [...one.children.allTests('failed')].length,
        date,
      }),
    );
    mkdirSync(dirname(TIMES_FILE), { recursive: true });
    appendFileSync(TIMES_FILE, times.map((time) => `${JSON.stringify(time)}\n`).join(''));
    process.stdout.write(`\n${slowestTable(times)}\n`);
  }
}
