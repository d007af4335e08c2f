import { type CityCrowdScenario, cityCaseOf } from './crowd-case.ts';

/** Every scenario of the project as a file of its own: read when the tool is opened. */
const FILES = import.meta.glob<unknown>('../../../scenarios/*/scenario.json', { import: 'default' });

/** Evacuations that are written for this city. */
export async function crowdCasesOf(city: string): Promise<CityCrowdScenario[]> {
  const read = await Promise.all(
    Object.entries(FILES).map(async ([file, load]) => {
      const json = await load();
      return isCrowd(json) ? cityCaseOf(json, city, file) : null;
    }),
  );
  return read.filter((scenario) => scenario !== null);
}

const isCrowd = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'kind' in json && json.kind === 'crowd';
