import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { measureHouse } from './measure.ts';

const MOST: Record<string, number> = {
  valueCycleFiles: 0,
  typeCycleFiles: 0,
  outsideMentions: 0,
  deskComparisonsInView: 0,
  unusedExports: 0,
  duplicateConstants: 5,
  questionCopies: 0,
  functionP95: 45,
  longFunctionsOutsideKernelsPct: 1,
  workerShellMaxLines: 30,
  handWrittenTables: 0,
  householdNames: 3,
  parallelAssignments: 0,
  literalSpreads: 0,
  pointInRing: 1,
  wordMechanisms: 1,
  danglingDocs: 0,
};
const LEAST: Record<string, number> = { documentedExportsPct: 80, testToCode: 0.4 };

const figures = measureHouse(resolve(import.meta.dirname, '../..'));
const figureOf = (name: string) => figures.find((figure) => figure.name === `house.${name}`) ?? expect.fail(name);

test.each(Object.entries(MOST))('%s is at most %f', (name, mark) => {
  const { value, offenders } = figureOf(name);
  const places = offenders.slice(0, 20).map(({ path, line, what }) => `${path}:${line} ${what}`);
  expect(value, places.join('\n')).toBeLessThanOrEqual(mark);
});

test.each(Object.entries(LEAST))('%s is at least %f', (name, mark) =>
  expect(figureOf(name).value).toBeGreaterThanOrEqual(mark),
);
