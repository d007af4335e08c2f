import { Command } from 'commander';
import { differenceOf, type LayerDifference } from '../../tiles/difference.ts';
import { writeDifference } from '../../tiles/difference-file.ts';
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
      const folders = [bakedFolder(before), bakedFolder(after)] as const;
      const layers = geojson ? writeDifference(...folders, geojson) : differenceOf(...folders);
      for (const layer of layers)
        if (json) process.stdout.write(`${JSON.stringify(layer)}\n`);
        else tell(layer);
    });
}

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
