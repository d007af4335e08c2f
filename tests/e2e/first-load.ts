import type { Request } from 'playwright-core';
import type { House } from './house.ts';

/** A file of the page that was asked for before the first tile, as it came over the network. */
export interface FirstFile {
  path: string;
  bytes: number;
}

/** Opens the Plan desk in a new context and lists what its own server sent before the first tile of the city was asked for, as compressed; the city's files are left out. */
export async function firstLoadOf({ url, browser }: Pick<House, 'url' | 'browser'>): Promise<FirstFile[]> {
  const context = await browser.newContext({ viewport: { width: 640, height: 360 }, locale: 'zh-CN' });
  const asked: Request[] = [];
  const tile = context.waitForEvent('request', {
    predicate: (request) => /\/city\/.*\.(?:glb|gltf|b3dm)$/.test(new URL(request.url()).pathname),
    timeout: 180_000,
  });
  context.on('request', (request) => asked.push(request));
  try {
    await (await context.newPage()).goto(`${url}/?quality=fast`, { timeout: 120_000 });
    const first = await tile;
    const before = asked.slice(0, asked.indexOf(first)).filter((request) => isOfPage(request.url(), url));
    return await Promise.all(before.map(fileOf));
  } finally {
    await context.close();
  }
}

const isOfPage = (asked: string, url: string): boolean =>
  asked.startsWith(url) && !/^\/(?:city|hub)\//.test(new URL(asked).pathname);

async function fileOf(request: Request): Promise<FirstFile> {
  const response = await request.response();
  await response?.finished();
  return { path: new URL(request.url()).pathname, bytes: (await request.sizes()).responseBodySize };
}
