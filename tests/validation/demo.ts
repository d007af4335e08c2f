import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan } from '../../demo/plan.ts';
import { checkCity } from '../../tiles/check.ts';
import { bakeInto, readColumn, readManifestOf, sumOf } from './baked.ts';
import { atLeast, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** The demo city, as baked, against its plan. */
export const CASES: ValidationCase[] = [
  {
    name: 'demo',
    quick: true,
    async run() {
      const out = await mkdtemp(join(tmpdir(), 'shapan-demo-'));
      try {
        const folder = await bakeInto(out, 'chengchuan');
        return [...(await countsOf(folder)), ...(await findingsOf(folder))];
      } finally {
        await rm(out, { recursive: true, force: true });
      }
    },
  },
];

async function findingsOf(folder: string): Promise<Verdict[]> {
  const report = await checkCity(folder);
  for (const finding of report.findings.slice(0, 5)) process.stderr.write(`${JSON.stringify(finding)}\n`);
  return [exactly('demo.verify.findings', report.total, 0)];
}

async function countsOf(folder: string): Promise<Verdict[]> {
  const { layers } = await readManifestOf(folder);
  const buildings = layers.filter(({ kind, state }) => kind === 'building' && state === 'existing');
  const pipes = layers.filter(({ kind }) => kind === 'pipe');
  let residents = 0;
  for (const layer of buildings)
    if (layer.attributes.some(({ name }) => name === 'residents'))
      residents += sumOf(await readColumn(folder, layer, 'residents'));
  let pipeM = 0;
  for (const layer of pipes) pipeM += sumOf(await readColumn(folder, layer, 'length'));
  const countOf = (test: (id: string) => boolean) =>
    layers.filter(({ id }) => test(id)).reduce((sum, { count }) => sum + count, 0);
  return [
    atLeast(
      'demo.buildings',
      buildings.reduce((sum, { count }) => sum + count, 0),
      12_000,
    ),
    exactly('demo.residents', residents, plan.population.residents),
    atLeast('demo.pipeKm', Math.round(pipeM / 1000), 400),
    exactly('demo.pipeSystems', pipes.length, 7),
    exactly(
      'demo.sensors',
      countOf((id) => id === 'sensors'),
      plan.sensors.total,
    ),
  ];
}
