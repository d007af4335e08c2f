import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nodeMachine } from '../../../cli/sim/engine-machine.ts';
import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import { BASE_PLAN_BASIS, NO_PLAN_RULES, packCountryOf } from '../../../model/plans/base-basis.ts';
import { basisText, type PlanBasis, stampsOf } from '../../../model/plans/plan-basis.ts';
import { parsePlanRules } from '../../../model/plans/plan-rules.ts';
import { controlsOf } from '../../../src/plugins/scheme-design/planned-controls.ts';
import { plansOfManifest, writePlans } from '../../../tiles/plans/write-plans.ts';
import { readOwnBasis } from '../../../tiles/read/plans.ts';
import { ofUses, readParcels } from '../../../workers/pipe-network/parcels.ts';
import { engine } from '../../../workers/plans/engine.ts';
import { readPlannedParcels } from '../../../workers/scheme-design/planned-parcels.ts';
import { cityPlanBasis } from '../../../workers/shared/city-plan-basis.ts';
import type { CityFiles } from '../../../workers/shared/engine.ts';
import { smallCity } from '../../model/city/small-city.ts';

/** A town that calls shops industry, and whose rules drop nothing. */
const folder = mkdtempSync(join(tmpdir(), 'shapan-basis-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { rules, crosswalk } = BASE_PLAN_BASIS;
const OWN: PlanBasis = {
  rules: { ...rules, edition: 'town 1', slivers: { minAreaM2: 0, minWidthM: 0 } },
  crosswalk: {
    ...crosswalk,
    edition: 'town 2',
    rows: crosswalk.rows.map((row) =>
      row.system === 'gb50137-2011' && row.code === 'B' ? { ...row, class: 'industrial' as const } : row,
    ),
  },
};

const { city } = smallCity();
const text = { zh: '', en: '' };
const PLAN = {
  ...{ id: 'kg', authority: text, name: text, version: '1', status: 'draft' as const },
  ...{ codes: 'gb50137-2011' as const, source: { name: text, licence: '', crs: 'EPSG:4326' } },
  features: [
    {
      type: 'Feature' as const,
      id: 'shops',
      properties: { kind: 'parcel' as const, code: 'B1' },
      geometry: {
        type: 'Polygon' as const,
        coordinates: [
          [
            [0, 0],
            [50, 0],
            [50, 50],
            [0, 0],
          ].map(([x, y]) => {
            const { lonDeg, latDeg } = lonLatFromEnu(city.origin, [x, y, 0]);
            return [lonDeg, latDeg] as [number, number];
          }),
        ],
      },
    },
  ],
};

/** Baked with what a recipe names, and read as a worker reads a city. */
function baked(own: Partial<PlanBasis>, plans = [PLAN]): CityFiles {
  const of = (part: keyof PlanBasis) => {
    const set = own[part];
    if (!set) return undefined;
    const path = join(folder, `${part}.json`);
    writeFileSync(path, basisText(set));
    return path;
  };
  const basis = { rules: readOwnBasis('rules', of('rules')), crosswalk: readOwnBasis('crosswalk', of('crosswalk')) };
  const manifest = { ...city, ...writePlans(plans, basis, folder) } as CityFiles['manifest'];
  const read = async (path: string) => new Uint8Array(readFileSync(join(folder, path)));
  const readJson = async (path: string) => JSON.parse(new TextDecoder().decode(await read(path))) as unknown;
  return { manifest, read, readJson, findJson: readJson };
}

test('what a recipe names stands in place of the program’s, each part by itself, with its hash', async () => {
  const machine = nodeMachine('plans', 0);
  const factsOf = async (own: Partial<PlanBasis>) => (await engine.open(baked(own), machine)).facts.basis;
  expect(stampsOf(await factsOf({}))).toEqual(stampsOf(BASE_PLAN_BASIS));
  expect(stampsOf(await factsOf({ crosswalk: OWN.crosswalk }))).toEqual({
    rules: stampsOf(BASE_PLAN_BASIS).rules,
    crosswalk: stampsOf(OWN).crosswalk,
  });
  expect(stampsOf(await factsOf(OWN))).toEqual(stampsOf(OWN));
  await machine.close();
});

test('a city without plans has its own basis too, for those that its planners open', async () => {
  expect(plansOfManifest([], { rules: null, crosswalk: OWN.crosswalk })).toEqual({
    plans: { count: 0, hasRules: false, hasCrosswalk: true },
  });
  expect(plansOfManifest([], { rules: null, crosswalk: null })).toEqual({});
  const machine = nodeMachine('plans', 0);
  const { facts } = await engine.open(baked({ crosswalk: OWN.crosswalk }, []), machine);
  expect([facts.plans, facts.basis.crosswalk.edition]).toEqual([[], 'town 2']);
  await machine.close();
});

test('a scheme takes a parcel’s use by the city’s crosswalk and the plan’s own system of codes', async () => {
  const [shipped] = await readPlannedParcels(baked({}));
  expect([shipped.use, controlsOf(shipped.properties, shipped.use).controls.use]).toEqual(['commercial', 'commercial']);
  const [own] = await readPlannedParcels(baked({ crosswalk: OWN.crosswalk }));
  expect([own.use, controlsOf(own.properties, own.use).controls.use]).toEqual(['industrial', 'industrial']);
});

test('pipes know planned land by the city’s crosswalk', async () => {
  const found = async (own: Partial<PlanBasis>) => (await readParcels(baked(own), ofUses(['industrial']))) !== null;
  expect([await found({}), await found({ crosswalk: OWN.crosswalk })]).toEqual([false, true]);
});

test('other content under the program’s edition, and a file that is none, are refused while baking', () => {
  const path = join(folder, 'same.json');
  writeFileSync(path, basisText({ ...OWN.crosswalk, edition: crosswalk.edition }));
  expect(() => readOwnBasis('crosswalk', path)).toThrow(/edition: expected another one than "3"/);
  writeFileSync(path, '{"format":1');
  expect(() => readOwnBasis('crosswalk', path)).toThrow(/same\.json/);
  expect(() => readOwnBasis('rules', join(folder, 'none.json'))).toThrow(/none\.json/);
});

test('a city has the rules of its own country, and none where the program knows none; its own are taken wherever it lies', async () => {
  const rulesIn = async (country: string | undefined, zone: string, own: Partial<PlanBasis> = {}) => {
    const files = baked(own);
    const { country: _, ...rest } = files.manifest;
    const manifest = { ...rest, zone, ...(country === undefined ? {} : { country }) };
    return (await cityPlanBasis({ ...files, manifest })).rules;
  };
  expect(await rulesIn(undefined, 'Asia/Shanghai')).toBe(rules);
  expect(await rulesIn('CN', 'UTC')).toBe(rules);
  for (const [country, zone] of [
    ['DE', 'Europe/Berlin'],
    [undefined, 'Europe/Berlin'],
    [undefined, 'America/Vancouver'],
  ] as const)
    expect(await rulesIn(country, zone)).toBe(NO_PLAN_RULES);
  expect((await rulesIn('DE', 'Europe/Berlin', { rules: OWN.rules })).edition).toBe('town 1');
});

test('a pack is known again by its content, and rules of one’s own are no pack', () => {
  expect(packCountryOf(parsePlanRules(JSON.parse(basisText(rules)), 'rules.json'))).toBe('CN');
  expect([packCountryOf(OWN.rules), packCountryOf(NO_PLAN_RULES)]).toEqual([null, null]);
});
