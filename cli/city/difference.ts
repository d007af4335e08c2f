import { rename, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { differenceOf, type LayerDifference, type ObjectDifference } from '../../tiles/difference.ts';
import { cliMessage, say } from '../messages.ts';
import { bakedFolder } from './baked-folder.ts';

interface DifferenceOptions {
  geojson?: string;
  json?: boolean;
}

/** `shapan difference <before> <after>`: what was added, removed and changed from one bake of a city to another. */
export function differenceCommand(): Command {
  return new Command('difference')
    .description('compares two bakes by the ids of their objects: added, removed, changed, layer by layer')
    .argument('<before>', 'folder of a baked city, or its id below public/city')
    .argument('<after>', 'the same, baked later')
    .option('--geojson <file>', 'writes each object that differs as a point with layer, id, what and changed')
    .option('--json', 'prints one JSON object a layer')
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
