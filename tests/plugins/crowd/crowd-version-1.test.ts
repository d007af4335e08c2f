import { expect, test } from 'vitest';
import { parseCrowdScenario } from '../../../scenarios/crowd.ts';
import { readCrowdLink, writeCrowdLink } from '../../../src/plugins/crowd/crowd-link.ts';
import { readVersion1 } from '../../model/questions/read-version-1.ts';

const { links, cases } = readVersion1('crowd');

test('twenty links of version 1 open with all that they say', () => {
  expect(links).toHaveLength(20);
  for (const link of links) {
    const form = readCrowdLink(encodeURIComponent(JSON.stringify(link)));
    expect(form).toMatchObject(link);
    expect(form && readCrowdLink(writeCrowdLink(form, null))).toEqual(form);
  }
});

test('cases of version 1 open as they were', () => {
  for (const json of cases) expect(parseCrowdScenario(json)).toEqual(json);
});

test('the moment at which people are told to leave is in the link', () => {
  const form = readCrowdLink(encodeURIComponent(JSON.stringify({ ...links[0], toldMin: 4 })));
  expect(form?.toldMin).toBe(4);
});
