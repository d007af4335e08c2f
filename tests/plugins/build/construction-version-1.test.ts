import { expect, test } from 'vitest';
import { parseConstructionCase } from '../../../scenarios/construction.ts';
import { buildLink } from '../../../src/plugins/build/link-part.ts';
import { scenarioFile, scenariosOfFile } from '../../../src/plugins/build/scenario-file.ts';
import type { TwinState } from '../../../src/twin/slice.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { readVersion1 } from '../../model/questions/read-version-1.ts';

const { links, cases } = readVersion1('construction');
const { city } = smallCity();

test('twenty links of version 1 open with all that they say', () => {
  expect(links).toHaveLength(20);
  for (const link of links as Record<string, string>[]) {
    const parts = Object.entries(link).map(([key, value]) => buildLink.read(key, value, city));
    const linked = Object.assign({}, ...parts.map((part) => ('linked' in part ? part.linked : expect.fail())));
    const { linkedPlan, modelFile } = linked;
    const state = {
      plan: linkedPlan?.kind === 'file' ? { kind: 'open', file: linkedPlan.file } : { kind: 'none' },
      model: modelFile === undefined ? { kind: 'none' } : { kind: 'open', file: modelFile },
      isCityPlan: false,
      buildTab: 'plan',
      planLimits: {},
      ...buildLink.open(linked, {} as TwinState, city),
    };
    expect(buildLink.write(state as unknown as TwinState, city)).toEqual(Object.entries(link));
  }
});

test('cases of version 1 open as they were, and what-ifs of the page go on from them', () => {
  expect(cases).toHaveLength(5);
  for (const json of cases) {
    const theCase = parseConstructionCase(json);
    expect(theCase).toMatchObject(json);
    const whatIfs = theCase.scenarios ?? [];
    const text = scenarioFile(theCase, { file: 'plan.xml', name: 'plan' }, whatIfs);
    expect(scenariosOfFile(JSON.parse(text), 'case.json')).toEqual(whatIfs);
  }
});
