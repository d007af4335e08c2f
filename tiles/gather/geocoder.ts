import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Box } from '../../model/geo/plane/box.ts';
import { MessageError } from '../../model/text/message.ts';
import { bakeMessage } from '../messages.ts';
import { parseBox } from './box.ts';
import { type Downloader, download, oneLine, withoutSecrets } from './download.ts';

const MAX_BYTES = 1 << 20;

/** Nominatim's answer: south, north, west, east as texts. */
const Answer = v.array(
  v.object({ display_name: v.string(), boundingbox: v.tuple([v.string(), v.string(), v.string(), v.string()]) }),
);

/** The box of a place by its name, from a geocoder that somebody named and that answers as Nominatim does. */
export async function askGeocoder(url: string, name: string, to: Downloader): Promise<{ box: Box; name: string }> {
  const query = new URL(url);
  for (const [key, value] of [
    ['q', name],
    ['format', 'jsonv2'],
    ['limit', '1'],
  ])
    query.searchParams.set(key, value);
  const file = await download(
    { url: query.href, maxBytes: MAX_BYTES, check: (bytes) => void answerIn(url, new TextDecoder().decode(bytes)) },
    to,
  );
  const [found] = answerIn(url, await readFile(file, 'utf8'));
  if (!found) throw new MessageError(bakeMessage('geocoder-none', { url: withoutSecrets(url), name }));
  const [south, north, west, east] = found.boundingbox;
  return { box: parseBox([west, south, east, north].join(',')), name: found.display_name };
}

function answerIn(url: string, text: string): v.InferOutput<typeof Answer> {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Answer), text);
  if (read.success) return read.output;
  throw new MessageError(bakeMessage('geocoder-body', { url: withoutSecrets(url), got: oneLine(text.slice(0, 2000)) }));
}
