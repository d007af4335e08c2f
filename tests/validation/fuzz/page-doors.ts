import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { parseAccounts, parseLogin } from '../../../model/accounts/accounts.ts';
import { parseAlarmList } from '../../../model/alarms/alarm-message.ts';
import { parseCase } from '../../../model/cases/cases.ts';
import { parseDistricts } from '../../../model/city/districts.ts';
import { parseFloodWorks } from '../../../model/city/flood-works.ts';
import { parseDrainNetwork, parseGrid, parseWalkable } from '../../../model/city/grid.ts';
import { parseAtHome } from '../../../model/city/population.ts';
import { planTrianglesOf, tilePlacesOf } from '../../../model/city/tile-plan.ts';
import { parseIndexCard } from '../../../model/city-index/index-card.ts';
import { parseCommands } from '../../../model/commands/commands.ts';
import { parseJournalFile } from '../../../model/plans/plan-journal.ts';
import { readLimitS } from '../../../model/read-limit.ts';
import { jsonOf, readingOf } from '../../../model/sensors/decode.ts';
import { parseSources, parseStreams } from '../../../model/sensors/sources.ts';
import { jsonOfFile } from '../../../model/text/json-file.ts';
import { type Message, MessageError } from '../../../model/text/message.ts';
import { readElementLog } from '../../../readers/element-log/element-log.ts';
import { parseAnalysisCase } from '../../../scenarios/analysis-cases.ts';
import { DESKS } from '../../../src/app/desks.ts';
import { buildMessage } from '../../../src/plugins/build/messages.ts';
import { scenariosOfFile } from '../../../src/plugins/build/scenario-file.ts';
import { caseOfFile } from '../../../src/plugins/crowd/crowd-file.ts';
import { crowdLink } from '../../../src/plugins/crowd/link-part.ts';
import { crowdSlice } from '../../../src/plugins/crowd/slice.ts';
import { parseRecordings } from '../../../src/plugins/feeds/recordings.ts';
import { linesOf } from '../../../src/plugins/feeds/tasks/line-source.ts';
import { readMapped } from '../../../src/plugins/feeds/tasks/mapping.ts';
import { ngsiLdPoll } from '../../../src/plugins/feeds/tasks/ngsi-ld.ts';
import { sensorThings } from '../../../src/plugins/feeds/tasks/sensor-things.ts';
import { formOfCase } from '../../../src/plugins/flood/flood-case.ts';
import { floodLink } from '../../../src/plugins/flood/link-part.ts';
import { type FloodSite, floodSlice } from '../../../src/plugins/flood/slice.ts';
import { tourLink } from '../../../src/plugins/tour/link-part.ts';
import { tourSlice } from '../../../src/plugins/tour/slice.ts';
import { openCatalogue } from '../../../src/twin/catalogue/catalogue-core.ts';
import { twinLinkParts } from '../../../src/twin/link-parts.ts';
import { parseLinkBy } from '../../../src/twin/parse-link.ts';
import { createTwin } from '../../../src/twin/twin.ts';
import { linksOfJson } from '../../../workers/construction/linking/link-rules.ts';
import { RainGridCache } from '../../../workers/flood/rain/rain-grid-cache.ts';
import { smallCity } from '../../model/city/small-city.ts';
import type { Door } from './door.ts';

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

export const jsonDoor =
  (parse: (json: unknown) => unknown): Door =>
  async (bytes) =>
    parse(JSON.parse(textOf(bytes)));

/** All parts of a link but none of the page: each is read, opened and written anew. */
const PARTS = [...twinLinkParts(DESKS), crowdLink, floodLink, tourLink];

async function openLink(bytes: Uint8Array): Promise<void> {
  const { city } = smallCity();
  const { state, problems } = parseLinkBy(PARTS, textOf(bytes), city);
  const twin = createTwin(city, 0, [crowdSlice, floodSlice, tourSlice], DESKS);
  for (const part of PARTS) twin.setState(part.open(state, twin.getState(), city));
  for (const part of PARTS) part.write(twin.getState(), city);
  const words = problems.map(({ text }) => Math.max(Buffer.byteLength(text.zh), Buffer.byteLength(text.en)));
  if (Math.max(0, ...words) > 2000) throw new Error(`a problem of a link of ${Math.max(...words)} bytes`);
}

/** One file of a city in place of its own, and all that the catalogue is asked. */
const catalogueDoor =
  (path: string): Door =>
  async (bytes) => {
    const { city, files } = smallCity();
    files.set(path, Uint8Array.from(bytes));
    const catalogue = openCatalogue(city, async (file) => files.get(file) ?? new Uint8Array());
    await catalogue.describe(0);
    await catalogue.gidOf('bld-ED1-00002');
    await catalogue.search('塔', 5);
    await catalogue.summarise('building', 'height');
    await catalogue.nearest({ eastM: 0, northM: 0, upM: 0, radiusM: 1 }, ['building'], 3);
    await catalogue.related('bld-ED1-00002');
  };

/** A tileset and its one tile; the bytes are either. */
const tilesetDoor =
  (isTile: boolean): Door =>
  async (bytes) => {
    if (isTile) await planTrianglesOf(bytes);
    else tilePlacesOf(textOf(bytes));
  };

const defaultSite: FloodSite = {
  area: { westM: -400, southM: -400, eastM: 400, northM: 400 },
  cellM: 4,
  stormYears: [20],
  riverYears: [],
  riverPeakH: 1,
  riverEndH: 2,
  hasDrains: false,
  supplies: [],
  breaches: [],
  gauges: [],
};

const FIELDS = { stream: 'id', time: 'at', value: 'reading.value' };
const SERVICE = 'https://things.example/v1.1/';

/** A stream of lines, as a person's own source tells them: whatever is wrong with one is told, and the next is read. */
async function readLines(bytes: Uint8Array): Promise<void> {
  const refused: unknown[] = [];
  for await (const line of linesOf(new Blob([Uint8Array.from(bytes)]).stream(), (problem) => refused.push(problem)))
    if (line !== '') readMapped(jsonOf(new TextEncoder().encode(line)), FIELDS, '');
}

/** Answers of another server in place of those that it would give. */
const answered =
  (bytes: Uint8Array) =>
  async (url: string): Promise<{ status: number; text(): Promise<string> }> =>
    url.startsWith(SERVICE) ? { status: 200, text: async () => textOf(bytes) } : { status: 500, text: async () => '' };

async function readThings(bytes: Uint8Array): Promise<void> {
  const service = sensorThings(SERVICE, answered(bytes));
  for await (const _ of service.observations(0, 1e12, null)) if (_.id === '') return;
}

async function readEntities(bytes: Uint8Array): Promise<void> {
  const options = { url: `${SERVICE}ngsi-ld/v1/`, entityType: 'Gauge', isWanted: () => true };
  const poll = ngsiLdPoll({ ...options, fetchText: answered(bytes) });
  for await (const _ of poll(0, () => undefined, new AbortController().signal)) if (_.stream === '') return;
}

/** As the page has it: a thread a model, ended after the time of its size (`tasks/start-model-reader.ts`, whose `Worker` is the browser's). */
function readModelAside(bytes: Uint8Array, name: string): Promise<void> {
  const seconds = 3 + readLimitS(bytes.length);
  return new Promise((done, fail) => {
    const worker = new Worker(join(import.meta.dirname, 'model-thread.js'), { workerData: { bytes, name } });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      settle();
      void worker.terminate();
    };
    const refuse = (message: Message) => end(() => fail(new MessageError(message)));
    const timer = setTimeout(() => refuse(buildMessage('reader-busy', { file: name, seconds })), seconds * 1000);
    worker.once('error', ({ message }) => refuse(buildMessage('reader-stopped', { file: name, reason: message })));
    worker.once('message', ({ elements, messages, stack }) =>
      end(() => (elements ? done() : fail(messages ? new MessageError(...messages) : new Error(stack)))),
    );
  });
}

/** Of the page: what a link, a city's files, other servers and a person's own files bring. */
export const PAGE_DOORS: Readonly<Record<string, Door>> = {
  link: openLink,
  column: catalogueDoor('layers/building/columns/name.bin'),
  'column of numbers': catalogueDoor('layers/building/columns/height.bin'),
  'sorted ids': catalogueDoor('layers/building/sorted.bin'),
  tileset: tilesetDoor(false),
  tile: tilesetDoor(true),
  grid: jsonDoor(parseGrid),
  drains: jsonDoor(parseDrainNetwork),
  works: jsonDoor(parseFloodWorks),
  walkable: jsonDoor(parseWalkable),
  population: jsonDoor((json) => [parseDistricts(json), parseAtHome(json)]),
  sources: jsonDoor(parseSources),
  accounts: jsonDoor(parseAccounts),
  login: jsonDoor(parseLogin),
  alarms: jsonDoor(parseAlarmList),
  case: jsonDoor(parseCase),
  commands: jsonDoor(parseCommands),
  recordings: jsonDoor(parseRecordings),
  async streams(bytes) {
    parseStreams(textOf(bytes));
  },
  async reading(bytes) {
    readingOf(jsonOf(bytes));
  },
  lines: readLines,
  things: readThings,
  entities: readEntities,
  async 'crowd file'(bytes, name) {
    caseOfFile(bytes, name, 'small');
  },
  async 'what-ifs'(bytes, name) {
    scenariosOfFile(jsonOfFile(bytes, name), name);
  },
  async 'flood case'(bytes, name) {
    formOfCase(jsonOfFile(bytes, name), name, 'small', defaultSite);
  },
  async theme(bytes, name) {
    parseAnalysisCase('theme', jsonOfFile(bytes, name), name);
  },
  async decisions(bytes, name) {
    parseJournalFile(jsonOfFile(bytes, name), name);
  },
  async scorecard(bytes, name) {
    parseIndexCard(jsonOfFile(bytes, name), name);
  },
  async links(bytes, name) {
    linksOfJson(jsonOfFile(bytes, name), name);
  },
  model: readModelAside,
  async 'rain grids'(bytes, name) {
    const first = Uint8Array.from(bytes).buffer;
    new RainGridCache().read([
      { name, bytes: first },
      { name: `2-${name}`, bytes: first.slice(0) },
    ]);
  },
  async 'element log'(bytes, name) {
    readElementLog(textOf(bytes), name);
  },
};
