import type { FloodQuestion, FloodScenario } from '../../../model/questions/flood.ts';
import {
  type CityFloodScenario,
  caseOfQuestion,
  isByGauge,
  questionOfCase,
} from '../../../model/questions/flood-case.ts';
import { type Message, MessageError } from '../../../model/text/message.ts';
import { parseScenario } from '../../../scenarios/scenario.ts';
import { floodFormMessage } from './messages.ts';
import type { FloodSite } from './slice.ts';

/** The form as a case, and what of it no case can say, in words. */
export function caseOfForm(
  form: FloodQuestion,
  site: FloodSite,
  city: string,
): { scenario: CityFloodScenario; left: Message[] } {
  const written = caseOfQuestion(form, site, city);
  const file = `${written.id}.json`;
  return { scenario: cityCase(parseScenario(written, file), file, city), left: leftOut(form) };
}

/** The form of a case, and what of it the form has no place for. A case of another ground is refused by its name. */
export function formOfCase(
  json: unknown,
  file: string,
  city: string,
  site: FloodSite,
): { form: FloodQuestion; left: Message[] } {
  const scenario = cityCase(parseScenario(json, file), file, city);
  const { ground, rain } = scenario;
  const left: Message[] = [];
  if (rain.kind === 'grids')
    left.push(floodFormMessage('case-grids', { files: rain.grids.map((grid) => grid.file).join(', ') }));
  if (ground.drains && !site.hasDrains) left.push(floodFormMessage('case-drains', { city }));
  return { form: questionOfCase(scenario, site), left };
}

function cityCase(scenario: FloodScenario, file: string, city: string): CityFloodScenario {
  const { ground } = scenario;
  if (ground.kind !== 'city') throw new MessageError(floodFormMessage('case-dem', { file }));
  if (ground.id !== city) throw new MessageError(floodFormMessage('case-city', { file, city, got: ground.id }));
  return { ...scenario, ground };
}

function leftOut(form: FloodQuestion): Message[] {
  const { rain, pit } = form;
  return [
    ...(pit === null ? [] : [floodFormMessage('left-pit', {})]),
    ...(isByGauge(form) ? [floodFormMessage('left-stages', {})] : []),
    ...(rain.kind === 'live' ? [floodFormMessage('left-live', {})] : []),
    ...(rain.kind === 'grids' ? [floodFormMessage('left-grids', { files: rain.grids.files.join(', ') })] : []),
  ];
}
