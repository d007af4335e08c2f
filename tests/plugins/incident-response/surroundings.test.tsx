import { beforeEach, expect, test } from 'vitest';
import type { Surroundings } from '../../../model/city/catalogue.ts';
import type { ValvesToClose } from '../../../model/tables/pipe-network.ts';
import { words } from '../../../src/kit/words.ts';
import { PeopleFound, Valves, ValvesFound } from '../../../src/plugins/incident-response/panels/surroundings.tsx';
import { attributeOf, markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
beforeEach(() => words.changeLanguage('zh'));
const textOf = (element: React.ReactNode) => readable(markupIn(pageTwin(city, 0), element));

const place = (id: string, kind: 'school' | 'hospital', distanceM: number): Surroundings['vulnerable'][number] => ({
  gid: distanceM,
  layerId: 'buildings',
  id,
  name: { zh: id, en: id },
  kind,
  isBuilding: true,
  distanceM,
  place: { eastM: 0, northM: 0, upM: 0, radiusM: 10 },
});

test('who lives around an incident is said by number, each with where the number is from', () => {
  const found: Surroundings = {
    buildings: 61,
    dwellings: 214,
    residents: 640,
    vulnerable: [
      place('南门小学', 'school', 120),
      place('社区医院', 'hospital', 300),
      place('实验中学', 'school', 410),
    ],
    known: ['school', 'hospital'],
  };
  const text = textOf(<PeopleFound found={found} radiusM={500} isInferred />);
  expect(text).toContain('有 640 人、214 户住宅，学校与幼儿园 2 处、医院与诊所 1 处');
  expect(text).toMatch(/居民\s*640\s*推断/);
  expect(text).toMatch(/住宅\s*214\s*数据/);
  expect(text).toMatch(/南门小学.*社区医院.*实验中学/s);
  expect(text).toContain('没有这类设施：养老与福利机构');
});

test('what the data do not state is a dash, not nought', () => {
  const found: Surroundings = { buildings: 3, dwellings: null, residents: null, vulnerable: [], known: [] };
  const text = textOf(<PeopleFound found={found} radiusM={500} isInferred={false} />);
  expect(text).toContain('有 — 人、— 户住宅，学校、医院和养老机构无记录');
  expect(text).toMatch(/居民\s*—\s*无记录/);
});

test('valves are asked for by the name of their system, of which there are several', () => {
  const nameOf = (system: 'gas' | 'water') =>
    attributeOf(tagsOf(markupIn(pageTwin(city, 0), <Valves system={system} at={[0, 0]} />), 'button')[0], 'aria-label');
  expect([nameOf('gas'), nameOf('water')]).toEqual(['要关哪些阀门 · 燃气', '要关哪些阀门 · 给水']);
});

test('the valves that close off a pipe are named with who loses the supply', () => {
  const start = { id: 'g-1', layer: 'pipe-gas', gid: 1, name: { zh: '滨江路燃气管', en: 'Riverside main' } };
  const valve = (id: string): ValvesToClose['close'][number] => ({ id, gid: null, atM: [0, 0, 0] });
  const found: ValvesToClose = {
    start: { ...start, system: 'gas', lengthM: 90, widthM: 0.3, material: null, atM: [0, 0, 0] },
    isIsolated: true,
    close: [valve('FM-12'), valve('FM-13')],
    areSourcesAssumed: true,
    residents: 320,
  };
  const text = textOf(<ValvesFound system="gas" found={found} />);
  expect(text).toContain('关闭 2 个阀门可隔离 滨江路燃气管，停供 320 人');
  expect(text).toMatch(/供应起点为推断。.*阀门 FM-12.*阀门 FM-13/);
  expect(textOf(<ValvesFound system="gas" found={{ ...found, isIsolated: false }} />)).toContain('隔离不了');
});
