import type { ConstructionCase } from '../../model/questions/construction.ts';
import type { Schedule } from '../../model/schedule/schedule.ts';
import { csvOfObjects } from '../../model/tables/csv-cell.ts';
import { isoOf } from '../../readers/schedule/text.ts';
import type { CpmResult } from '../../workers/construction/cpm.ts';
import { checkSpace, poseSpace, type SpaceReport } from '../../workers/construction/space/check-space.ts';
import { bcfWords, spaceFigures, spaceRows } from '../../workers/construction/space/space-rows.ts';
import { writeBcf } from '../../workers/construction/write/bcf.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** What meets what on the site: findings as JSON, CSV and BCF 2.1 and 3.0; models come from files beside the case. */
export async function playSpace(
  space: NonNullable<ConstructionCase['space']>,
  readFile: (name: string) => Promise<Uint8Array>,
  schedule: Schedule,
  result: CpmResult,
  watch: (what: string, ratio: number) => void,
): Promise<{ report: SpaceReport; files: Record<string, string | Uint8Array>; figures: object }> {
  const bodies = await poseSpace(space, readFile, schedule, result);
  const steps = checkSpace(space, bodies, schedule, result);
  let step = steps.next();
  while (!step.done) {
    watch('space', step.value);
    step = steps.next();
  }
  const report = step.value;
  watch('space', 1);
  const rows = spaceRows(report);
  const wrong = report.groups.filter(({ verdict }) => verdict !== 'allowed');
  const options = {
    author: 'Shapan',
    createdIso: `${isoOf(schedule.dataDateMin ?? schedule.startMin)}Z`,
    ...bcfWords('en', wrong),
  };
  return {
    report,
    figures: spaceFigures(report),
    files: {
      'space.json': json(rows),
      'space.csv': csvOfObjects(rows),
      'space-2.1.bcf': await writeBcf(wrong, { ...options, version: '2.1' }),
      'space-3.0.bcf': await writeBcf(wrong, { ...options, version: '3.0' }),
    },
  };
}
