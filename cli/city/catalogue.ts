import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { type CatalogueRecord, catalogueOf, GRADES, type Grade } from '../../model/catalogue/record.ts';
import { searchCatalogue } from '../../model/catalogue/search.ts';
import { LAYER_GROUPS, parseManifest } from '../../model/city/manifest.ts';
import { help } from '../help.ts';
import { bakedFolder } from './baked-folder.ts';

interface CatalogueOptions {
  text?: string;
  theme?: string;
  grade?: Grade;
  from?: string;
  to?: string;
  json?: boolean;
}

/** `shapan catalogue <city>` lists what a city has, with source, licence, date, extent and quality. */
export function catalogueCommand(): Command {
  return new Command('catalogue')
    .description(help('catalogue.about'))
    .argument('<city>', help('any.before'))
    .option('--text <words>', help('catalogue.text'))
    .addOption(new Option('--theme <theme>', help('catalogue.theme')).choices([...LAYER_GROUPS]))
    .addOption(new Option('--grade <grade>', help('catalogue.grade')).choices([...GRADES]))
    .option('--from <date>', help('catalogue.from'))
    .option('--to <date>', help('catalogue.to'))
    .option('--json', help('catalogue.json'))
    .action(async (city: string, { json, ...search }: CatalogueOptions) => {
      const file = join(bakedFolder(city), 'manifest.json');
      const records = catalogueOf(parseManifest(JSON.parse(await readFile(file, 'utf8')), file));
      for (const record of searchCatalogue(records, search))
        process.stdout.write(`${json ? JSON.stringify(record) : lineOf(record)}\n`);
    });
}

const lineOf = ({ id, title, grade, count, date, licence, source }: CatalogueRecord): string =>
  [grade, id, `${title.zh} / ${title.en}`, count ?? '—', date ?? '—', licence ?? '—', source?.zh ?? '—'].join('\t');
