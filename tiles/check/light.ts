import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CITY_FACTS } from '../../model/city/facts.ts';
import { GridError } from '../../model/city/grid.ts';
import { type LightHead, parseLight } from '../../model/city/light.ts';
import type { Manifest } from '../../model/city/manifest.ts';
import type { Findings } from './findings.ts';

/** Where the header of a PNG has width, height and kind (ISO/IEC 15948). */
const WIDTH_AT = 16;
const HEIGHT_AT = 20;
const KIND_AT = 24;
/** Eight bits a channel: red, green, blue and, where not all of it is full, opacity. */
const KINDS = ['8 6', '8 2'];

/** Baked light: a head that parses, and pictures of the stated size. */
export function checkLight(folder: string, { facts }: Manifest, findings: Findings): void {
  if (!facts?.light) return;
  const { file } = CITY_FACTS.light;
  if (!existsSync(join(folder, file))) {
    findings.add('file-missing', file, 'manifest.json facts.light', 'a file', 'none');
    return;
  }
  try {
    const head = parseLight(JSON.parse(readFileSync(join(folder, file), 'utf8')), file);
    checkPicture(folder, head, head.file, findings);
    if (head.night) checkPicture(folder, head, head.night, findings);
  } catch (error) {
    if (!(error instanceof GridError || error instanceof SyntaxError)) throw error;
    findings.add('light', file, '', 'a file as model/city/light.ts has it', error.message);
  }
}

function checkPicture(folder: string, { columns, rows }: LightHead, name: string, findings: Findings): void {
  if (!existsSync(join(folder, name))) {
    findings.add('file-missing', name, CITY_FACTS.light.file, 'a file', 'none');
    return;
  }
  const png = readFileSync(join(folder, name));
  const got =
    png.length > KIND_AT + 1
      ? `${png.readUInt32BE(WIDTH_AT)} × ${png.readUInt32BE(HEIGHT_AT)}, ${png[KIND_AT]} ${png[KIND_AT + 1]}`
      : `${png.length} bytes`;
  const expected = KINDS.map((kind) => `${columns} × ${rows}, ${kind}`);
  if (!expected.includes(got)) findings.add('light', name, 'header', expected[0], got);
}
