import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ListedCity } from '../../model/city/listed-city.ts';
import { sentencesOf } from '../../model/text/message.ts';
import { CityOpen, openCity } from '../../src/app/choose-city.ts';
import { Chooser } from '../../src/app/shell/city-chooser.tsx';
import { words } from '../../src/kit/words.ts';
import { smallCity } from '../model/city/small-city.ts';

const city = (id: string, zh: string): ListedCity => ({ id, name: { zh, en: id } });
const TWO = [city('east', '东城'), city('west', '西城')];
const MANIFEST = JSON.stringify(smallCity().city);

/** A server of these addresses; all others answer with a status. */
function serve(files: Readonly<Record<string, string>>, status = 404): void {
  vi.stubGlobal('location', { href: 'http://city.invalid/', search: '' });
  vi.stubGlobal('fetch', async (url: string) => {
    const text = files[url];
    return { ok: text !== undefined, status: text === undefined ? status : 200, text: async () => text ?? '' };
  });
}

const refusal = async (named: string | null): Promise<unknown> =>
  openCity(named).then(
    () => expect.fail('it was opened'),
    (error: unknown) => error,
  );

beforeEach(() => void words.changeLanguage('zh'));
afterEach(() => void vi.unstubAllGlobals());

test('a city that is not there is told by its name, with those that are', async () => {
  serve({ '/city/index.json': JSON.stringify(TWO) });
  const error = await refusal('atlantis');
  expect(error).toBeInstanceOf(CityOpen);
  expect(sentencesOf(error, 'zh')).toBe('没有名为“atlantis”的城市');
  expect((error as CityOpen).cities).toEqual(TWO);
});

test('an address without a city opens the only one, and asks where there are several', async () => {
  serve({ '/city/index.json': JSON.stringify([TWO[0]]), '/city/east/manifest.json': MANIFEST });
  expect((await openCity(null)).cityUrl).toBe('http://city.invalid/city/east/');
  serve({ '/city/index.json': JSON.stringify(TWO) });
  expect(((await refusal(null)) as CityOpen).id).toBeNull();
});

test('a server that fails is no city that is not there', async () => {
  serve({ '/city/index.json': JSON.stringify(TWO) }, 503);
  const error = await refusal('east');
  expect(error).not.toBeInstanceOf(CityOpen);
  expect(sentencesOf(error, 'zh')).toBe('/city/east/manifest.json：读取失败（HTTP 503）');
});

test('the chooser says which city is not there, and each that is leads to itself', () => {
  const markup = renderToStaticMarkup(<Chooser unknown="<b>亚特兰蒂斯" cities={TWO} isDark={false} />);
  expect(markup).toMatch(/role="alert">[^<]*&lt;b&gt;亚特兰蒂斯/);
  expect([...markup.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href)).toEqual(['?city=east', '?city=west']);
  expect(markup).toContain('东城');
  expect(markup, 'two are found without a search').not.toContain('type="search"');
});
