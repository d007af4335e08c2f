import { expect, test } from 'vitest';
import { scenarioOf } from '../../../src/plugins/build/scenario-draft.ts';
import { mergedScenarios, scenarioFile, scenariosOfFile } from '../../../src/plugins/build/scenario-file.ts';

const crews = (name: string, capacity: number) =>
  scenarioOf({ name, basedOn: null, change: { kind: 'crews', resource: 'masons', capacity }, onceCost: 0 }, []);
const PLAN = { file: 'plan.xer', name: 'Hospital' };

test('what-ifs of a plan without a case are written as a case and read back', () => {
  const written = scenarioFile(null, PLAN, [crews('More masons', 12)]);
  expect(JSON.parse(written)).toMatchObject({ format: 1, kind: 'construction', schedule: 'plan.xer' });
  expect(scenariosOfFile(JSON.parse(written), 'own.json')).toEqual([crews('More masons', 12)]);
});

test('what-ifs of a file take the place of those under the same id, and others come after', () => {
  const first = { ...crews('First', 1), id: 'a' };
  const second = { ...crews('Second', 2), id: 'b' };
  const again = { ...crews('Again', 3), id: 'a' };
  const third = { ...crews('Third', 4), id: 'c' };
  expect(mergedScenarios([first, second], [third, again])).toEqual([again, second, third]);
});

test('a file that is no case is refused by its name', () => {
  expect(() => scenariosOfFile({ format: 1 }, 'own.json')).toThrow(/own\.json/);
  expect(() => scenariosOfFile('no JSON', 'own.json')).toThrow(/own\.json/);
});
