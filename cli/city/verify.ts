import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { type CheckReport, checkCity } from '../../tiles/check.ts';
import { help } from '../help.ts';
import { bakedFolder } from './baked-folder.ts';

/** `shapan verify <city>`: reads back what was baked; exit code 1 when anything is not as it must be. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description(help('verify.about'))
    .argument('<city>', help('any.before'))
    .option('--json', help('verify.json'))
    .option('--skip-gltf-validator', help('verify.skip-gltf-validator'))
    .action(async (city: string, options: { json?: boolean; skipGltfValidator?: boolean }) => {
      const folder = bakedFolder(city);
      const bar =
        options.json || !process.stderr.isTTY
          ? null
          : new SingleBar({ format: '{bar} {stage} {value}/{total}', clearOnComplete: true });
      bar?.start(1, 0, { stage: '' });
      const report = await checkCity(folder, {
        skipGltfValidator: options.skipGltfValidator ?? false,
        onProgress: ({ stage, done, total }) => {
          bar?.setTotal(total);
          bar?.update(done, { stage });
        },
      });
      bar?.stop();
      process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : textOf(folder, report));
      if (report.total > 0) process.exitCode = 1;
    });
}

function textOf(folder: string, report: CheckReport): string {
  const lines = report.findings.map(
    ({ code, file, place, expected, got }) =>
      `${file}${place === '' ? '' : `: ${place}`}: ${code}: expected ${expected}, got ${got}`,
  );
  const more = report.total - report.findings.length;
  if (more > 0)
    lines.push(
      `… and ${more} more: ${Object.entries(report.counts)
        .map(([code, count]) => `${code} ${count}`)
        .join(', ')}`,
    );
  const { layers, tiles, features, triangles, areas, areasBeyond, terrainTiles, pictureTiles, files } = report;
  if (areas > 0)
    lines.push(
      `${areas} solids and models: ${areas - areasBeyond} cover what they cover in the source within 0.1 %, ${areasBeyond} within what the grid moves their edges`,
    );
  lines.push(
    `${folder}: ${layers} layers, ${tiles} tiles, ${features} features, ${triangles} triangles, ${terrainTiles} terrain and ${pictureTiles} picture tiles, ${files} files: ${report.total === 0 ? 'nothing found' : `${report.total} findings`}`,
  );
  return `${lines.join('\n')}\n`;
}
