import { expect, test } from 'vitest';
import { caseOfForm, formOfCase } from '../../../src/plugins/flood/flood-case.ts';
import { readFloodLink, writeFloodLink } from '../../../src/plugins/flood/flood-link.ts';
import type { FloodSite } from '../../../src/plugins/flood/slice.ts';
import { readVersion1 } from '../../model/questions/read-version-1.ts';

const { links, cases } = readVersion1('flood');
const site: FloodSite = {
  area: { westM: -4000, southM: -3000, eastM: 4000, northM: 3000 },
  ...{ cellM: 4, stormYears: [20, 100], riverYears: [100], riverPeakH: 18, riverEndH: 48, hasDrains: true },
  ...{ supplies: ['ss-1', 'ss-2'], breaches: [], gauges: [] },
};

test('twenty links of version 1 open with all that they say', () => {
  expect(links).toHaveLength(20);
  for (const link of links) {
    const form = readFloodLink(encodeURIComponent(JSON.stringify(link)));
    expect(form).toMatchObject(link);
    expect(form && readFloodLink(writeFloodLink(form))).toEqual(form);
  }
});

test('twenty cases of version 1 open, and are saved as they were', () => {
  expect(cases).toHaveLength(20);
  for (const json of cases) {
    const { form, left } = formOfCase(json, 'old.json', 'chengchuan', site);
    expect(left).toEqual([]);
    expect(caseOfForm(form, site, 'chengchuan').scenario).toEqual(json);
  }
});
