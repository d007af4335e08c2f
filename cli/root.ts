import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's folder: above the compiled command as above its source. */
export const ROOT = rootAbove(import.meta.dirname);

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder));
}
