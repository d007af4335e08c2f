import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { areaFeature, bakeBareTown, shapan, stepBox } from '../../e2e/bare-town.ts';
import { readPng } from '../../tiles/tileset/read-png.ts';

/** The program as a client starts it, with a town of two houses. */
const folder = mkdtempSync(join(tmpdir(), 'shapan-mcp-test-'));
const client = new Client({ name: 'test', version: '1' });

beforeAll(async () => {
  const houses = [
    areaFeature(stepBox(0, 0, 1, 1), { id: 'a', building: 'apartments', height: 9 }),
    areaFeature(stepBox(2, 0, 3, 1), { id: 'b', building: 'apartments', height: 3 }),
  ];
  const cities = bakeBareTown(folder, houses, {});
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [resolve('build/node/cli/shapan.js'), 'mcp', '--cities', cities, '--page', 'http://localhost:9000/'],
    }),
  );
}, 120_000);
afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

async function call(name: string, given: object): Promise<{ isError: boolean; text: string }> {
  const { content, isError } = await client.callTool({ name, arguments: { ...given } });
  const [first] = content as { type: string; text: string }[];
  return { isError: isError === true, text: first.text };
}
const answer = async (name: string, given: object) => {
  const { isError, text } = await call(name, given);
  expect(isError, text).toBe(false);
  return JSON.parse(text);
};

test('every tool is listed with a schema, and says that it only reads', async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual([
    'list_cities',
    'search_catalogue',
    'layer_schema',
    'query_things',
    'plan_picture',
    'case_schema',
    'run_case',
    'link_to_page',
  ]);
  for (const { inputSchema, annotations } of tools) {
    expect(inputSchema.type).toBe('object');
    expect(annotations?.readOnlyHint).toBe(true);
  }
});

test('cities, their catalogue and a link are told', async () => {
  const [city] = await answer('list_cities', {});
  expect(city.id).toBe('field');
  const { matched, of, records } = await answer('search_catalogue', { city: 'field', text: 'hut' });
  expect([matched, of > matched, records[0].count]).toEqual([1, true, 2]);
  expect(await answer('link_to_page', { city: 'field', desk: 'command', tool: 'flood' })).toEqual({
    url: 'http://localhost:9000/?city=field#desk=command&tool=flood',
  });
});

test('things of a layer are found by their attributes, and a name that is none is refused with those that are', async () => {
  const { properties } = await answer('layer_schema', { city: 'field', layer: 'hut' });
  expect(properties.height).toMatchObject({ type: 'number', 'x-ogc-unit': 'm' });
  const { matched, features } = await answer('query_things', { city: 'field', layer: 'hut', filter: 'height > 5' });
  expect([matched, features.length, features[0].geometry.type]).toEqual([1, 1, 'Polygon']);
  const refused = await call('query_things', { city: 'field', layer: 'hut', filter: 'colour = 3' });
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain('filter[1]');
});

test('a picture shows houses from above, those that meet the filter in red, with its legend', async () => {
  const [city] = await answer('list_cities', {});
  const given = { city: city.id, layers: ['hut'], marked: { layer: 'hut', filter: 'height > 5' }, widthPx: 400 };
  const { content, isError } = await client.callTool({ name: 'plan_picture', arguments: given });
  const [image, text] = content as [{ type: string; data: string; mimeType: string }, { text: string }];
  expect(isError, text?.text).toBeFalsy();
  expect([image.type, image.mimeType]).toEqual(['image', 'image/png']);
  const legend = JSON.parse(text.text);
  expect(legend.drawn).toMatchObject([{ layer: 'hut', things: 2 }]);
  expect(legend.marked).toMatchObject({ matched: 1, drawn: 1 });
  const png = readPng(Buffer.from(image.data, 'base64'));
  expect([png.width, png.height]).toEqual([400, legend.heightPx]);
  const countOf = (hex: string) => {
    let count = 0;
    for (let y = 0; y < png.height; y++)
      for (let x = 0; x < png.width; x++)
        if (
          hex ===
          `#${png
            .at(x, y)
            .map((part) => part.toString(16).padStart(2, '0'))
            .join('')}`
        )
          count++;
    return count;
  };
  // Both houses are squares of one size, one of them marked.
  const [marked, plain] = [countOf(legend.marked.colour), countOf(legend.drawn[0].colour)];
  expect(marked).toBeGreaterThan(0);
  expect(Math.abs(marked - plain)).toBeLessThanOrEqual(0.2 * marked + 8);
  const refused = await call('plan_picture', { city: city.id, layers: ['none'] });
  expect([refused.isError, refused.text]).toEqual([true, expect.stringContaining('"none"')]);
  const strip = await call('plan_picture', { city: city.id, bbox: [100, 30, 100.1, 31] });
  expect(strip.isError).toBe(true);
});

test('a case is computed by its schema, and gives what the command line gives', async () => {
  const schema = await answer('case_schema', { kind: 'terrain' });
  expect(schema.properties.analysis).toBeDefined();
  const refused = await call('run_case', { kind: 'terrain', case: { format: 1, kind: 'terrain' } });
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain('expected');
  const given = {
    format: 1,
    kind: 'theme',
    id: 'heights',
    title: { zh: '高度', en: 'heights' },
    city: 'field',
    analysis: { layer: 'hut', unit: { by: 'grid', cellM: 100 }, measure: { by: 'count' } },
  };
  const { summary, tables, cut } = await answer('run_case', { kind: 'theme', case: given });
  writeFileSync(join(folder, 'case.json'), JSON.stringify(given));
  const out = join(folder, 'out');
  const cities = join(folder, 'cities');
  const told = shapan('sim', 'theme', join(folder, 'case.json'), '--cities', cities, '--out', out, '--json');
  expect(summary[0].resultHash).toBe(JSON.parse(told).resultHash);
  for (const [name, text] of Object.entries(tables)) expect(text).toBe(readFileSync(join(out, name), 'utf8'));
  expect(Object.keys(tables).length).toBeGreaterThan(0);
  expect(cut).toEqual([]);
});

test('what is wrong with a call is its answer', async () => {
  for (const [name, given, words] of [
    ['search_catalogue', { city: '../etc' }, 'city'],
    ['search_catalogue', { city: 'nowhere' }, 'expected one of field'],
    ['case_schema', { kind: 'weather' }, 'kind'],
    ['link_to_page', { city: 'field', desk: 'none' }, 'desk'],
    ['no_tool', {}, 'expected one of list_cities'],
  ] as const) {
    const { isError, text } = await call(name, given);
    expect([isError, text.includes(words)], text).toEqual([true, true]);
  }
});
