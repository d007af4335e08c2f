import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ACTS_TOPIC, ALARMS_TOPIC, CASES_TOPIC, COMMANDS_TOPIC } from '../../model/hub/topics.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Hub, Message } from '../hub.ts';
import { hubMessage, subjectText } from '../messages.ts';
import { serviceMessage } from '../service-messages.ts';
import { finish, isBrokenRecording, OpenRecording, openRecording } from './recording.ts';

/** A file an hour: 36 MB of the demo city. */
const FILE_MS = 3_600_000;
const FLUSH_MS = 1000;
/** Two days; older files go. */
const MAX_FILES = 48;
/** Topics of what people did: a replay jumps to these moments. */
const ACTS: readonly string[] = [ACTS_TOPIC, CASES_TOPIC, COMMANDS_TOPIC];
/** Alarms as the hub raised them stand in the file for whoever reads it; a replay works its own out of the values. */
const FILTERS = ['v1.1/+/Observations', ALARMS_TOPIC, ...ACTS];
const NAME = /^\d{8}T\d{6}Z\.mcap$/;

const isAct = (topic: string): boolean => ACTS.includes(topic);

/** Records what the bus says, hour by hour, indexed by time and by what operators did. An hour that a crash tore off is finished at the next start. */
export async function openRecorder(hub: Hub): Promise<() => Promise<void>> {
  const { bus, folder, nowMs, health } = hub;
  const place = join(folder, 'recordings');
  await mkdir(place, { recursive: true });
  await finishTorn(place);
  const fail = (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    health.set('recorder', serviceMessage('recorder-failing', { folder: place, reason: reason.slice(0, 300) }));
  };

  const begin = async () => {
    const atMs = nowMs();
    const part = `${new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, '')}.part`;
    await rm(join(place, part), { force: true });
    return { part, untilMs: atMs + FILE_MS, recording: await OpenRecording.begin(join(place, part)) };
  };
  let now = await begin();

  const record = ({ topic, payload }: Message): void => {
    const logMs = nowMs();
    now.recording.add({ topic, logMs, publishMs: timeIn(payload) ?? logMs, data: payload });
  };
  const ends = await Promise.all(FILTERS.map((filter) => bus.subscribe(filter, record)));

  let turning: Promise<void> = Promise.resolve();
  /** Parts that the disk did not let be finished; each hour tries again. */
  let unsettled: string[] = [];
  const turn = async (): Promise<void> => {
    if (nowMs() < now.untilMs) return now.recording.flush();
    const { recording, part } = now;
    now = await begin();
    const parts = [...unsettled, part];
    unsettled = parts;
    await recording.close();
    for (const one of parts) {
      await settle(place, one);
      unsettled = unsettled.filter((other) => other !== one);
    }
  };
  const timer = setInterval(() => {
    turning = turning
      .then(turn)
      .then(() => health.set('recorder', null))
      .catch(fail);
  }, FLUSH_MS);
  serveRecordings(hub, place);

  return async () => {
    clearInterval(timer);
    for (const end of ends) end();
    await turning;
    // A disk without room keeps the hub from finishing a file, not from ending: the next start finishes what is there.
    await now.recording
      .close()
      .then(() => settle(place, now.part))
      .catch(fail);
  };
}

/** Names of the finished recordings, oldest first. */
async function finishedIn(place: string): Promise<string[]> {
  return (await readdir(place)).filter((name) => NAME.test(name)).sort();
}

/** Finishes a part, and lets the oldest recordings go. */
async function settle(place: string, part: string): Promise<void> {
  await finish(join(place, part), join(place, part.replace(/\.part$/, '.mcap')), isAct);
  for (const old of (await finishedIn(place)).slice(0, -MAX_FILES)) await rm(join(place, old));
}

/**
 * What a crash left: a part is finished, a draft of its finishing begun anew. One that is no recording is set aside under its name with
 * `.broken`, for a person to look at; one that the disk does not let be finished now waits for the next start.
 */
async function finishTorn(place: string): Promise<void> {
  const names = await readdir(place);
  for (const draft of names.filter((name) => name.endsWith('.draft'))) await rm(join(place, draft));
  for (const part of names.filter((name) => name.endsWith('.part')))
    await settle(place, part).catch(async (error: unknown) => {
      const file = join(place, part);
      const reason = error instanceof Error ? error.message : String(error);
      const isBroken = isBrokenRecording(error);
      if (isBroken) await rename(file, `${file}.broken`);
      const { text } = isBroken
        ? serviceMessage('recording-set-aside', { file, reason: reason.slice(0, 300) })
        : serviceMessage('recorder-failing', { folder: place, reason: reason.slice(0, 300) });
      process.stderr.write(`hub: ${text.en}\n`);
    });
}

/** A recording holds the whole city, and is for those who see all of it. */
function serveRecordings({ http }: Hub, place: string): void {
  http.get('/recordings', needs('history.export', 'city'), async () => {
    const recordings = [];
    const broken: string[] = [];
    for (const name of await finishedIn(place)) {
      const opened = await openRecording(join(place, name)).catch(() => null);
      if (!opened) {
        broken.push(name);
        continue;
      }
      const { fromMs, toMs, messages, incidents, close } = opened;
      await close();
      recordings.push({ name, fromMs, toMs, messages, incidents });
    }
    return { recordings, broken };
  });

  http.get<{ Params: { name: string } }>(
    '/recordings/:name',
    needs('history.export', 'city'),
    async (request, reply) => {
      const { name } = request.params;
      if (!(await finishedIn(place)).includes(name))
        return refuse(reply, 404, hubMessage('no-such', { what: subjectText('recordings'), id: name }));
      return reply.type('application/octet-stream').send(createReadStream(join(place, name)));
    },
  );
}

/** The sender's own time, without parsing the whole: of an observation its result time. */
function timeIn(payload: Buffer): number | null {
  const [, text] = /"resultTime":"([^"]{20,40})"/.exec(payload.toString('latin1', 0, 1024)) ?? [];
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isFinite(ms) ? ms : null;
}
