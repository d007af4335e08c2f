import { rename, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { differenceOf, type LayerDifference, type ObjectDifference } from '../../tiles/difference.ts';
import { help } from '../help.ts';
import { cliMessage, say } from '../messages.ts';
import { bakedFolder } from './baked-folder.ts';

interface DifferenceOptions {
  geojson?: string;
  json?: boolean;
}

/** `shapan difference <before> <after>`: what was added, removed and changed from one bake of a city to another. */
export function differenceCommand(): Command {
  return new Command('difference')
    .description(help('difference.about'))
    .argument('<before>', help('any.before'))
    .argument('<after>', help('difference.after'))
    .option('--geojson <file>', help('difference.geojson'))
    .option('--json', help('difference.json'))
    .action(async (before: string, after: string, { geojson, json }: DifferenceOptions) => {
      const points: string[] = [];
      const take = (one: ObjectDifference): void => {
        if (geojson) points.push(JSON.stringify(pointOf(one)));
      };
      const layers = differenceOf(bakedFolder(before), bakedFolder(after), take);
      if (geojson) {
        await writeFile(`${geojson}.draft`, `{"type":"FeatureCollection","features":[\n${points.join(',\n')}\n]}\n`);
        await rename(`${geojson}.draft`, geojson);
      }
      for (const layer of layers)
        if (json) process.stdout.write(`${JSON.stringify(layer)}\n`);
        else tell(layer);
    });
}

const pointOf = ({ lonDeg, latDeg, changed, ...stated }: ObjectDifference) => ({
  type: 'Feature',
  properties: { ...stated, changed: changed.join(' ') },
  geometry: { type: 'Point', coordinates: [Math.round(lonDeg * 1e7) / 1e7, Math.round(latDeg * 1e7) / 1e7] },
});

function tell({ layer, added, removed, changed, same, attributesAdded, attributesDropped }: LayerDifference): void {
  say(cliMessage('difference', { layer, added, removed, changed, same }));
  if (attributesAdded.length + attributesDropped.length > 0)
    say(
      cliMessage('difference-attributes', {
        layer,
        added: attributesAdded.join(', ') || '—',
        dropped: attributesDropped.join(', ') || '—',
      }),
    );
}
