import { beforeEach, describe, expect, test } from 'vitest';
import type { Description } from '../../../model/city/catalogue.ts';
import { words } from '../../../src/kit/words.ts';
import { KeyValues } from '../../../src/plugins/card/panels/key-values.tsx';
import { DescribedCard, ObjectCard } from '../../../src/plugins/card/panels/object-card.tsx';
import { RelatedList } from '../../../src/plugins/card/panels/related.tsx';
import { Why, WhyButton } from '../../../src/plugins/card/panels/why.tsx';
import type { Twin } from '../../../src/twin/twin.ts';
import { markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const { city } = smallCity();
const [buildings, pipes] = city.layers;
const TOWER: Description = {
  gid: 2,
  layerId: 'building',
  id: 'bld-ND4-00001',
  values: [
    { name: 'name', value: 'Twin Tower' },
    { name: 'height', value: 180 },
    { name: 'storeys', value: 44 },
    { name: 'class', value: 'office' },
    { name: 'facade', value: 2 },
    { name: 'address', value: '澄心大道 88 号' },
  ],
  place: { eastM: 200, northM: 100, upM: 10, radiusM: 22 },
};

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(city);
  await words.changeLanguage('en');
});
const card = (description: Description) =>
  markupIn(twin, <DescribedCard description={description} onClose={() => {}} />);
const rows = (markup: string) =>
  Object.fromEntries(
    [...markup.matchAll(/<dt>(.*?)<\/dt><dd[^>]*>(.*?)<\/dd>/g)].map(([, name, value]) => [
      readable(name),
      readable(value),
    ]),
  );

describe('the card of an object', () => {
  test('says what it is, which one, of which state and how certain', () => {
    const text = readable(card(TOWER));
    expect(text).toContain('Twin Tower Existing Buildings · bld-ND4-00001');
    expect(text).toContain('CIM2');
    expect(text).toContain('CC0-1.0');
  });

  test('has no level of heading left out', () => {
    const levels = [...card(TOWER).matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(2);
    expect(new Set(levels)).toEqual(new Set([2, 3]));
  });

  test('has its sizes in large figures, each with its unit', () => {
    const [keys] = card(TOWER).split('</dl>');
    const figures = rows(keys.slice(keys.indexOf('class="keys"')));
    expect(figures.Height).toBe('180.0 \u2009m');
    expect(figures.storeys ?? figures.Storeys).toBe('44');
    expect(Object.keys(figures)).toEqual(['Height', 'Storeys']);
  });

  test('says beside the height by how much it passes a plan’s limit, in either language', async () => {
    const values = new Map(TOWER.values.map(({ name, value }) => [name, value]));
    const keys = (overM: number | null) =>
      rows(markupIn(twin, <KeyValues layer={buildings} values={values} overM={overM} />));
    expect(keys(72)).toEqual({ Height: '180.0 \u2009m 72 m over the limit', Storeys: '44' });
    expect(keys(null).Height).toBe('180.0 \u2009m');
    await words.changeLanguage('zh');
    expect(keys(72).高度).toContain('超限高 72 m');
  });

  test('lists all attributes: codes in words with the code behind, nothing as a dash', async () => {
    const listed = (description: Description) => {
      const markup = card(description);
      return rows(markup.slice(markup.indexOf('class="attributes"')));
    };
    expect(listed(TOWER)).toMatchObject({ Class: 'Office office', Facade: 'Glass 2', Address: '澄心大道 88 号' });
    const unknown = { ...TOWER, values: TOWER.values.map(({ name }) => ({ name, value: null })) };
    expect(Object.values(listed(unknown)).slice(0, 6)).toEqual(['—', '—', '—', '—', '—', '—']);
    await words.changeLanguage('zh');
    expect(listed(TOWER)).toMatchObject({ 类别: '办公 office', 立面: '玻璃 2' });
  });

  test('is titled by the object’s name; its layer and id stand below, small', () => {
    const [title, rest] = card(TOWER).split('</h2>');
    expect(readable(title)).toContain('Tower');
    expect(readable(title)).not.toContain(TOWER.id);
    expect(readable(rest.split('class="headline"')[1].split('</div>')[0])).toContain(`Buildings · ${TOWER.id}`);
  });

  test('says of a ground that was laid through the feet of models that it is a guess', () => {
    const guess = { code: 'terrain-of-models', values: { used: 12, outliers: 0 } } as const;
    const guessed = {
      ...twin,
      city: { ...twin.city, layers: twin.city.layers.map((layer) => ({ ...layer, assumptions: [guess] })) },
    };
    expect(card(TOWER)).not.toContain('between the buildings it is a guess');
    expect(readable(markupIn(guessed, <DescribedCard description={TOWER} onClose={() => undefined} />))).toContain(
      'between the buildings it is a guess',
    );
  });

  test('without a name is called by its layer', () => {
    const nameless = { ...TOWER, values: [{ name: 'name', value: null }] };
    expect(readable(card(nameless).split('</h2>')[0])).toContain('Buildings');
  });

  test('marks Chinese text as Chinese, so that it is read out so on an English page', () => {
    expect(card(TOWER)).toContain('<dd lang="zh-CN">');
    expect(card(TOWER).split('</h2>')[0]).not.toContain('lang=');
  });

  test('shows markup of the data as text', () => {
    const sly = { ...TOWER, values: [{ name: 'address', value: '<img src=x onerror=alert(1)>' }] };
    expect(card(sly)).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(tagsOf(card(sly), 'img')).toEqual([]);
  });

  test('is nothing of a layer that the city has not, and waits while the object is read', () => {
    expect(card({ ...TOWER, layerId: 'gone' })).toBe('');
    expect(markupIn(twin, <ObjectCard />)).toBe('');
    twin.getState().select(2);
    expect(readable(markupIn(twin, <ObjectCard />))).toBe('Object');
    expect(markupIn(twin, <ObjectCard />)).toContain('role="status"');
  });
});

test('objects that belong to another are listed by name, or by id where they have none', () => {
  const list = markupIn(twin, <RelatedList objects={[TOWER, { ...TOWER, gid: 3, id: 'bld-2', values: [] }]} />);
  expect(readable(list)).toBe('Twin Tower bld-ND4-00001 bld-2 bld-2');
});

describe('why a number is what it is', () => {
  const height = buildings.attributes.find(({ name }) => name === 'height') ?? expect.fail('expected a height');
  const why = () => rows(markupIn(twin, <Why layer={buildings} attribute={height} />));

  test('is told by source, edition, licence, unit, range, column and hash', () => {
    expect(why()).toMatchObject({
      Source: 'Test data',
      Edition: '20 Nov 2026',
      Licence: 'CC0-1.0',
      Unit: 'm',
      'Range in this layer': '6–180',
      'Data column': 'building/height',
      'Input checksum': '3f9a00c1',
    });
  });

  test('says what was assumed of this attribute, and that nobody knows of which objects', () => {
    expect(why().Derivation).toMatch(/Which objects hold assumed values is not recorded\.$/);
    const [, of] = pipes.attributes;
    const stated = rows(markupIn(twin, <Why layer={{ ...pipes, assumptions: [] }} attribute={of} />));
    expect(stated.Derivation).toBe('as given by the source; nothing assumed');
    expect(stated).not.toHaveProperty('Unit');
    expect(stated).not.toHaveProperty('Range in this layer');
  });

  test('is asked by a button that says of which number', async () => {
    const label = () => markupIn(twin, <WhyButton name="Height" isOpen={false} onToggle={() => {}} />);
    expect(label()).toContain('aria-label="Height: how it was derived"');
    await words.changeLanguage('zh');
    expect(label()).toContain('aria-label="Height：计算依据"');
  });

  test('of an edition that the source does not state says so', () => {
    const { date: _, ...source } = buildings.source;
    const undated = { ...buildings, source };
    expect(rows(markupIn(twin, <Why layer={undated} attribute={height} />)).Edition).toBe('not stated by the source');
  });
});
