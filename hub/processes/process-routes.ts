import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import type { ListedCity } from '../../model/city/listed-city.ts';
import { checked, faultMessages } from '../../model/text/schema-faults.ts';
import { needs, refuse } from '../accounts/access.ts';
import { hubMessage } from '../messages.ts';
import { refusePaths } from './case-paths.ts';
import { type Job, type Jobs, openJobs, type ProcessRunner } from './jobs.ts';

/** The engines answer below this path, as OGC API – Processes (OGC 18-062r2) asks for it. */
const PROCESSES_PATH = '/ogc/processes';

const CONFORMANCE = [
  'http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core',
  'http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/core',
  'http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/ogc-process-description',
  'http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/json',
  'http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/job-list',
  'http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/dismiss',
];
const MIME = 'application/json';
const CSV = 'text/csv; charset=utf-8';

/** The name of a process is that of its question; its one input is a case, as `shapan sim` takes it. */
const Execution = v.object({ inputs: v.object({ case: v.record(v.string(), v.unknown()) }) });

interface ProcessDoor {
  runner: ProcessRunner;
  cities(): Promise<readonly ListedCity[]>;
}

type OfProcess = { Params: { id: string } };
type OfJob = { Params: { id: string } };
type OfFile = { Params: { id: string; file: string } };

const link = (rel: string, href: string, type = MIME) => ({ rel, href, type });
const doorOf = ({ protocol, host }: FastifyRequest): string => `${protocol}://${host}${PROCESSES_PATH}`;
/** Without a hub there are no accounts, and whoever comes is known by the address alone. */
const nameOf = ({ asker, ip }: FastifyRequest): string => asker ?? ip;

/**
 * Offers every engine as OGC API – Processes. What can be asked is for everybody; runs are for those who may start them, and each asker sees the
 * own jobs alone. A job runs always by itself: the answer to its start is where it is looked after.
 */
export function processRoutes(server: FastifyInstance, { runner, cities }: ProcessDoor): void {
  const jobs = openJobs(runner);
  server.addHook('onClose', () => jobs.close());
  describeRoutes(server, runner);
  jobRoutes(server, jobs);
  server.post<OfProcess>(
    `${PROCESSES_PATH}/processes/:id/execution`,
    needs('runs.start', 'none'),
    async (request, reply) => {
      const { id } = request.params;
      if (!isKind(runner, id)) return reply.callNotFound();
      const wanted = checked(Execution, request.body);
      if (!wanted.success) return refuse(reply, 400, faultMessages(wanted.issues, 'body')[0]);
      const given = wanted.output.inputs.case;
      refusePaths(given);
      const ids = (await cities()).map((city) => city.id);
      const unknown = citiesOf(given).find(([, city]) => !ids.includes(city));
      if (unknown) {
        const [place, got] = unknown;
        return refuse(reply, 400, hubMessage('bad-choice', { place, choices: ids.join(', '), got }));
      }
      const job = await jobs.add(id, given, nameOf(request));
      const door = doorOf(request);
      return reply
        .code(201)
        .header('Location', `${door}/jobs/${job.id}`)
        .header('Preference-Applied', 'respond-async')
        .send(statusOf(job, door));
    },
  );
}

/** Cities that a case names, each with its place: analyses name one, floods and crowds the ground of one; a schedule by itself has none. */
function citiesOf({ city, ground }: Record<string, unknown>): [place: string, city: string][] {
  const named: [string, string][] = [];
  if (city !== undefined) named.push(['inputs.case.city', String(city)]);
  const { kind, id } = { kind: undefined, id: undefined, ...(ground as object | undefined) };
  if (kind === 'city') named.push(['inputs.case.ground.id', String(id)]);
  return named;
}

const isKind = ({ kinds }: ProcessRunner, kind: string): boolean => kinds.some(({ id }) => id === kind);

function describeRoutes(server: FastifyInstance, runner: ProcessRunner): void {
  const open = needs('nothing', 'none');
  server.get(PROCESSES_PATH, open, async (request) => ({
    title: 'Shapan processes',
    description: 'What the engines can be asked; results are those of the page and of the command line.',
    links: [
      link('self', doorOf(request)),
      link('conformance', `${doorOf(request)}/conformance`),
      link('http://www.opengis.net/def/rel/ogc/1.0/processes', `${doorOf(request)}/processes`),
      link('http://www.opengis.net/def/rel/ogc/1.0/job-list', `${doorOf(request)}/jobs`),
    ],
  }));
  server.get(`${PROCESSES_PATH}/conformance`, open, async () => ({ conformsTo: CONFORMANCE }));
  server.get(`${PROCESSES_PATH}/processes`, open, async (request) => ({
    processes: runner.kinds.map((kind) => summaryOf(kind, doorOf(request))),
    links: [link('self', `${doorOf(request)}/processes`)],
  }));
  server.get<OfProcess>(`${PROCESSES_PATH}/processes/:id`, open, async (request, reply) => {
    const kind = runner.kinds.find(({ id }) => id === request.params.id);
    if (!kind) return reply.callNotFound();
    return {
      ...summaryOf(kind, doorOf(request)),
      inputs: { case: { title: 'Case', minOccurs: 1, maxOccurs: 1, schema: await runner.schema(kind.id) } },
      outputs: {
        summary: { title: 'Summary with its hash', schema: { type: 'object' } },
        tables: { title: 'Result files by name', schema: { type: 'object' } },
      },
    };
  });
}

const summaryOf = ({ id, title }: { id: string; title: string }, door: string) => ({
  id,
  title,
  version: '1.0.0',
  jobControlOptions: ['async-execute', 'dismiss'],
  outputTransmission: ['value', 'reference'],
  links: [
    link('self', `${door}/processes/${id}`),
    link('http://www.opengis.net/def/rel/ogc/1.0/execute', `${door}/processes/${id}/execution`),
  ],
});

function jobRoutes(server: FastifyInstance, jobs: Jobs): void {
  const own = needs('runs.start', 'none');
  const polled = needs('runs.start', 'none', { isPolled: true });
  const ofJob = (request: FastifyRequest<OfJob>): Job | null => jobs.get(request.params.id, nameOf(request));
  server.get(`${PROCESSES_PATH}/jobs`, polled, async (request) => ({
    jobs: jobs.of(nameOf(request)).map((job) => statusOf(job, doorOf(request))),
    links: [link('self', `${doorOf(request)}/jobs`)],
  }));
  server.get<OfJob>(`${PROCESSES_PATH}/jobs/:id`, polled, async (request, reply) => {
    const job = ofJob(request);
    return job ? statusOf(job, doorOf(request)) : reply.callNotFound();
  });
  server.delete<OfJob>(`${PROCESSES_PATH}/jobs/:id`, own, async (request, reply) => {
    const job = ofJob(request);
    if (!job) return reply.callNotFound();
    await jobs.dismiss(job);
    return { ...statusOf(job, doorOf(request)), status: 'dismissed' };
  });
  server.get<OfJob>(`${PROCESSES_PATH}/jobs/:id/results`, own, async (request, reply) => {
    const job = ofJob(request);
    if (!job) return reply.callNotFound();
    if (job.status !== 'successful') return withoutResult(reply, job);
    const at = `${doorOf(request)}/jobs/${job.id}/results`;
    return {
      summary: job.summary,
      tables: Object.fromEntries(job.files.map((name) => [name, { href: `${at}/${encodeURIComponent(name)}` }])),
    };
  });
  server.get<OfFile>(`${PROCESSES_PATH}/jobs/:id/results/:file`, own, async (request, reply) => {
    const job = jobs.get(request.params.id, nameOf(request));
    const bytes = job && (await jobs.file(job, request.params.file));
    if (!bytes) return reply.callNotFound();
    const { file } = request.params;
    return reply
      .type(file.endsWith('.csv') ? CSV : file.endsWith('json') ? MIME : 'application/octet-stream')
      .send(bytes);
  });
}

/** Answers for a job without a result: one that failed says why, one that is not done yet has none. */
function withoutResult(reply: FastifyReply, job: Job): FastifyReply {
  if (job.said && job.status === 'failed') return refuse(reply, 500, job.said);
  return refuse(reply, 404, hubMessage('job-not-done', { status: job.status }));
}

function statusOf(job: Job, door: string): object {
  const at = (ms: number | null) => (ms === null ? undefined : new Date(ms).toISOString());
  const self = `${door}/jobs/${job.id}`;
  return {
    jobID: job.id,
    processID: job.kind,
    type: 'process',
    status: job.status,
    progress: job.progressPct,
    ...(job.said ? { message: job.said.text.en, messageZh: job.said.text.zh } : {}),
    created: at(job.createdMs),
    started: at(job.startedMs),
    finished: at(job.endedMs),
    links: [
      link('self', self),
      ...(job.status === 'successful'
        ? [link('http://www.opengis.net/def/rel/ogc/1.0/results', `${self}/results`)]
        : []),
    ],
  };
}
