import { type IncidentPackage, parseIncidentPackage } from '../../../../model/incidents/incident-package.ts';
import { readJson } from './read-json.ts';

/** Reads a package away from the page: its chain is worked out line by line. */
export async function readPackage(blob: Blob, file: string): Promise<IncidentPackage> {
  return parseIncidentPackage(await readJson(blob, file), file);
}
