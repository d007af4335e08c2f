import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KINDS_TOPIC } from '../../model/hub/topics.ts';
import { BASE_KINDS } from '../../model/sensors/base-kinds.ts';
import {
  ANY_KIND,
  mergeSensorKinds,
  parseSensorKind,
  parseSensorKinds,
  SENSOR_KINDS_FILE,
  type SensorKindRecord,
  type SensorKinds,
  type SensorKindsFile,
} from '../../model/sensors/sensor-kind.ts';
import { jsonFault } from '../../model/text/json-fault.ts';
import { MessageError } from '../../model/text/message.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { tellPages } from '../broker/bus.ts';
import type { Hub } from '../hub.ts';
import { faultMessage, hubMessage, subjectText } from '../messages.ts';
import { serviceMessage } from '../service-messages.ts';
import type { Sql } from '../sql/sql-api.ts';

const MAX_CHANGES = 200;

/** The kinds of the city that the hub serves: the program's, the city's file over it, the administrators' changes over both. */
export interface KindLayers {
  current(): SensorKinds;
  /** What administrators changed, record by record. */
  changes(): readonly SensorKindRecord[];
  change(record: SensorKindRecord): Promise<void>;
  /** Back to what program and city say; false: nothing was changed. */
  forget(id: string): Promise<boolean>;
  /** Called when the kinds are others; a failure of a listener is the caller's. */
  follow(listener: (kinds: SensorKinds) => Promise<void>): void;
}

/** A city's own file, where it has one; an error names the place in it. */
export async function readCityKinds(cityFolder: string): Promise<SensorKindsFile> {
  const file = join(cityFolder, SENSOR_KINDS_FILE);
  if (!existsSync(file)) return {};
  const text = await readFile(file, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new MessageError(serviceMessage('not-json', { file, reason: jsonFault(error, text) }));
  }
  return parseSensorKinds(json, file);
}

/**
 * Opens the layers of sensor kinds: what this product brings, what the city adds, and what users changed on the hub,
 * the last one winning.
 */
export async function openKindLayers(sql: Sql, cityKinds: SensorKindsFile): Promise<KindLayers> {
  const records = new Map<string, SensorKindRecord>();
  for (const { record } of await sql.query<{ record: SensorKindRecord }>('SELECT record FROM sensor_kinds ORDER BY id'))
    records.set(record.id, record);
  const merged = () => mergeSensorKinds(BASE_KINDS, cityKinds, { kinds: [...records.values()] });
  let current = merged();
  const listeners: ((kinds: SensorKinds) => Promise<void>)[] = [];
  const changed = async () => {
    current = merged();
    for (const listener of listeners) await listener(current);
  };
  return {
    current: () => current,
    changes: () => [...records.values()],
    async change(record) {
      await sql.query(
        'INSERT INTO sensor_kinds VALUES ($1, $2::jsonb) ON CONFLICT (id) DO UPDATE SET record = excluded.record',
        [record.id, JSON.stringify(record)],
      );
      records.set(record.id, record);
      await changed();
    },
    async forget(id) {
      if (!records.has(id)) return false;
      await sql.query('DELETE FROM sensor_kinds WHERE id = $1', [id]);
      records.delete(id);
      await changed();
      return true;
    },
    follow: (listener) => void listeners.push(listener),
  };
}

/** Pages read the kinds; an administrator changes them, audited with what stood before. */
export async function openKindRoutes({ http, bus, nowMs }: Hub, accounts: Accounts, kinds: KindLayers): Promise<void> {
  const beforeOf = (id: string) => kinds.changes().find((record) => record.id === id) ?? null;
  const publish = () => tellPages(bus, KINDS_TOPIC, { atMs: nowMs() });

  http.get('/sensor-kinds', needs('observations.read', 'none'), async () => kinds.current().file);

  http.get('/sensor-kinds/changes', needs('catalogue.write', 'city'), async () => ({ changes: kinds.changes() }));

  http.put<{ Params: { id: string } }>(
    '/sensor-kinds/:id',
    needs('catalogue.write', 'city'),
    async (request, reply) => {
      const { id } = request.params;
      let record: SensorKindRecord;
      try {
        record = parseSensorKind(request.body);
      } catch (error) {
        return refuse(reply, 400, faultMessage(error));
      }
      if (record.id !== id) return refuse(reply, 400, hubMessage('other-kind', { id, got: record.id }));
      const isNew = kinds.current().kindOf(id) === null;
      if (isNew && record.label === undefined && id !== ANY_KIND)
        return refuse(reply, 400, hubMessage('kind-label', { id }));
      if (!beforeOf(id) && kinds.changes().length >= MAX_CHANGES)
        return refuse(reply, 409, hubMessage('too-many', { what: subjectText('sensor-kinds'), most: MAX_CHANGES }));
      const { name: who, role } = accounts.who(request);
      const detail = { before: beforeOf(id), after: record };
      await accounts.audit.append({ atMs: nowMs(), who, role, what: 'kind.change', of: id, detail });
      await kinds.change(record);
      await publish();
      return record;
    },
  );

  http.delete<{ Params: { id: string } }>(
    '/sensor-kinds/:id',
    needs('catalogue.write', 'city'),
    async (request, reply) => {
      const { id } = request.params;
      const before = beforeOf(id);
      if (!before) return refuse(reply, 404, hubMessage('no-such', { what: subjectText('sensor-kinds'), id }));
      const { name: who, role } = accounts.who(request);
      await accounts.audit.append({ atMs: nowMs(), who, role, what: 'kind.forget', of: id, detail: { before } });
      await kinds.forget(id);
      await publish();
      return reply.code(204).send();
    },
  );
}
