import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { cityFilesIn, nodeMachine } from '../../cli/sim/engine-machine.ts';
import { ServiceAreaRequest } from '../../model/questions/service-areas.ts';
import { SiteSelectionRequest } from '../../model/questions/site-selection.ts';
import { engine as serviceAreas } from '../../workers/service-areas/engine.ts';
import { engine as siteSelection } from '../../workers/site-selection/engine.ts';
import { exactly, type ValidationCase, type Verdict } from './verdict.ts';

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
