import { jsonOfBlob } from '../../../../model/text/json-file.ts';
import { type AnalysisCase, parseAnalysisCase } from '../../../../scenarios/analysis-cases.ts';

/** Reads a map away from the page. */
export async function readTheme(blob: Blob, file: string): Promise<AnalysisCase<'theme'>> {
  return parseAnalysisCase('theme', await jsonOfBlob(blob, file), file);
}
