import { readFileSync } from 'node:fs';
import { compileEarly } from '../../cli/compile-early.ts';
import { osmPbfReader } from '../../readers/osm-pbf/reader.ts';
import { bytesSource } from '../../readers/shared/byte-source.ts';
import { Problems } from '../../readers/shared/problems.ts';

/** A process of `shapan bench`: argv = file, readings. Reads its buildings so often and prints the CPU seconds of that. */
compileEarly();
const [file, readings] = process.argv.slice(2);
const bytes = new Uint8Array(readFileSync(file));
const started = process.cpuUsage();
for (let i = 0; i < Number(readings); i++)
  await osmPbfReader.read(bytesSource(bytes, 'bench.osm.pbf'), { tag: { key: 'building' } }, new Problems());
const { user, system } = process.cpuUsage(started);
process.stdout.write(`${JSON.stringify({ cpuS: (user + system) / 1e6 })}\n`);
