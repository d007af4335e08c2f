import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OwnSensor } from '../../model/sensors/own-sensors.ts';
import { parseOwnSensors } from '../../model/sensors/own-sensors.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { covers } from '../accounts/scope.ts';
import type { Broker } from '../broker/broker.ts';
import { devicePassword } from '../devices/devices.ts';
import type { Hub } from '../hub.ts';
import { faultMessage, hubMessage, subjectText } from '../messages.ts';
import type { OwnSensors } from './own-sensors.ts';

/** Bytes of a body at most: a list of two thousand sensors. */
const MAX_BODY_BYTES = 4_194_304;

/**
 * Opens the routes of the city's own sensors: whoever may write the catalogue connects, changes and takes away
 * those of their part of the city; everybody sees these.
 */
export async function openOwnSensorRoutes(
  { http, places, nowMs, broker }: Hub & { broker: Broker },
  accounts: Accounts,
  own: OwnSensors,
  hubKey: Buffer,
): Promise<void> {
  const find = (id: string) => own.list().find((one) => one.id === id) ?? null;
  /** Whether all of them lie in the asker's part of the city, where they were and where they are to be; else the reply is sent (403). */
  const touchesAll = (request: FastifyRequest, reply: FastifyReply, sensors: readonly OwnSensor[]): boolean =>
    sensors.every((sensor) => {
      const { area } = places.ofObject('', { ...sensor, heightM: 0 });
      return accounts.touches(request, reply, { area, class: sensor.kind });
    });
  const noSuch = (id: string) => hubMessage('no-such', { what: subjectText('own-sensors'), id });

  http.get('/own-sensors', needs('observations.read', 'place'), async (request) => {
    const scope = accounts.scopeOf(request);
    return { sensors: own.list().filter(({ id }) => covers(scope, places.ofObject(id))) };
  });

  http.post(
    '/own-sensors',
    { ...needs('catalogue.write', 'place'), bodyLimit: MAX_BODY_BYTES },
    async (request, reply) => {
      let sensors: readonly OwnSensor[];
      try {
        sensors = parseOwnSensors(request.body);
      } catch (error) {
        return refuse(reply, 400, faultMessage(error));
      }
      const { name: who, role } = accounts.who(request);
      const before = sensors.flatMap(({ id }) => find(id) ?? []);
      if (!touchesAll(request, reply, [...before, ...sensors])) return reply;
      const of = sensors.length === 1 ? sensors[0].id : `${sensors.length} sensors`;
      const detail = { before, after: sensors };
      const row = { atMs: nowMs(), who, role, what: 'own-sensor.write', of, detail };
      await own.put(sensors, () => accounts.audit.append(row));
      return reply.code(201).send({ sensors });
    },
  );

  http.delete<{ Params: { id: string } }>(
    '/own-sensors/:id',
    needs('catalogue.write', 'place'),
    async (request, reply) => {
      const { id } = request.params;
      const before = find(id);
      if (!before) return refuse(reply, 404, noSuch(id));
      if (!touchesAll(request, reply, [before])) return reply;
      const { name: who, role } = accounts.who(request);
      await accounts.audit.append({ atMs: nowMs(), who, role, what: 'own-sensor.remove', of: id, detail: { before } });
      await own.remove(id);
      return reply.code(204).send();
    },
  );

  /** What a device is set up with: its password is made of the hub's key and kept nowhere, so that it can be told again. */
  http.post<{ Params: { id: string } }>(
    '/own-sensors/:id/device',
    needs('catalogue.write', 'place'),
    async (request, reply) => {
      const { id } = request.params;
      const sensor = find(id);
      if (!sensor) return refuse(reply, 404, noSuch(id));
      if (!touchesAll(request, reply, [sensor])) return reply;
      const { name: who, role } = accounts.who(request);
      await accounts.audit.append({ atMs: nowMs(), who, role, what: 'own-sensor.password', of: id, detail: {} });
      return {
        devices: broker.stats().devices,
        name: id,
        password: devicePassword(hubKey, id),
        topic: sensor.topic,
        datastream: own.datastreamOf(id),
      };
    },
  );
}
