import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { cityFilesIn, nodeMachine } from '../../cli/sim/engine-machine.ts';
import { DistrictsRequest } from '../../model/questions/districts.ts';
import { ServiceAreaRequest } from '../../model/questions/service-areas.ts';
import { SiteSelectionRequest } from '../../model/questions/site-selection.ts';
import { engine as districts } from '../../workers/districting/engine.ts';
import { engine as serviceAreas } from '../../workers/service-areas/engine.ts';
import { engine as siteSelection } from '../../workers/site-selection/engine.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const CITIES = resolve(import.meta.dirname, '../../../../public/city');
const LIMIT_MIN = 10;

/** The sites that are chosen on the demo city, served again by the engine of service areas: as many residents within the limit, by another way. */
async function served(): Promise<Verdict[]> {
  const files = cityFilesIn('chengchuan', CITIES);
  const hear = () => {};
  const siting = nodeMachine(siteSelection.id, 0, false);
  const request = v.parse(SiteSelectionRequest, {
    candidates: { by: 'grid', spacingM: 500 },
    limitMin: LIMIT_MIN,
    sites: 4,
  });
  const found = await siteSelection.questions(await siteSelection.open(files, siting)).analyse(request, hear);
  await siting.close();
  const areas = nodeMachine(serviceAreas.id, 0, false);
  const facilities = { by: 'points', pointsM: found?.sites.map(({ atM: [eastM, northM] }) => [eastM, northM]) };
  const asked = v.parse(ServiceAreaRequest, { facilities, minutes: [LIMIT_MIN] });
  const again = await serviceAreas.questions(await serviceAreas.open(files, areas)).analyse(asked, hear);
  await areas.close();
  return [
    exactly(
      'siting.city: residents within 10 minutes, by service areas',
      found?.after.within ?? -1,
      again?.bands[0].residents ?? 0,
    ),
    exactly('siting.city: value of the answer', found?.objective.value ?? -1, found?.after.within ?? 0),
    exactly(
      'siting.city: residents above the proven bound',
      Math.max(0, (found?.after.within ?? 0) - (found?.objective.bound ?? 0)),
      0,
    ),
  ];
}

/** Site selection against service areas on the demo city. */
export const CITY: ValidationCase = {
  name: 'siting.city',
  quick: false,
  missing: () => (existsSync(resolve(CITIES, 'chengchuan/manifest.json')) ? null : 'the demo city is not baked'),
  run: served,
};

/** Squares of a district that a walk over its borders' neighbours does not reach from its first one. */
function tornSquares(list: readonly { atM: readonly [number, number]; district: string }[], cellM: number): number {
  const keyOf = (east: number, north: number) => `${Math.round(east / cellM)} ${Math.round(north / cellM)}`;
  const districtAt = new Map(list.map(({ atM: [east, north], district }) => [keyOf(east, north), district]));
  const seen = new Set<string>();
  const started = new Set<string>();
  for (const { atM, district } of list) {
    if (started.has(district)) continue;
    started.add(district);
    const walk = [atM];
    seen.add(keyOf(...atM));
    for (const [east, north] of walk)
      for (const [dx, dy] of [
        [cellM, 0],
        [-cellM, 0],
        [0, cellM],
        [0, -cellM],
      ]) {
        const key = keyOf(east + dx, north + dy);
        if (seen.has(key) || districtAt.get(key) !== district) continue;
        seen.add(key);
        walk.push([east + dx, north + dy]);
      }
  }
  return list.length - seen.size;
}

/** School districts of the demo city from each home's nearest school: whole, balanced, and never worse than those. */
async function schools(): Promise<Verdict[]> {
  const machine = nodeMachine(districts.id, 0, false);
  const request = v.parse(DistrictsRequest, {
    from: { by: 'places', of: { by: 'attribute', layer: 'buildings', attribute: 'use', value: 'school' } },
  });
  const site = await districts.open(cityFilesIn('chengchuan', CITIES), machine);
  const found = await districts.questions(site).analyse(request, () => {});
  await machine.close();
  if (!found) throw new Error('expected a division that nobody stopped');
  const loads = found.districts.map(({ id }) =>
    found.list.reduce((sum, { district, load }) => sum + (district === id ? load : 0), 0),
  );
  const share = loads.reduce((sum, one) => sum + one, 0) / loads.length;
  const worstPct = Math.max(...loads.map((load) => (100 * Math.abs(load - share)) / share));
  return [
    exactly('siting.schools: squares apart from their district', tornSquares(found.list, request.cellM), 0),
    atMost('siting.schools: off an even share, per cent', worstPct, request.tolerancePct + 1e-6),
    atMost('siting.schools: off its share by more than today, per cent', worstPct, found.before?.worstOffPct ?? 0),
    atMost('siting.schools: ways and changes above the bound, per cent', found.proof?.gapPct ?? 100, 10),
  ];
}

/** Districts of schools on the demo city. */
export const SCHOOLS: ValidationCase = { ...CITY, name: 'siting.schools', run: schools };
