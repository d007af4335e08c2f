import { expect, test } from 'vitest';
import { BASE_KINDS } from '../../../model/sensors/base-kinds.ts';
import { mergeSensorKinds } from '../../../model/sensors/sensor-kind.ts';
import { deviceSettings } from '../../../src/plugins/feeds/device-settings.ts';
import { emptyForm, formOf, sensorOfForm, withId, withKind } from '../../../src/plugins/feeds/own-form.ts';

const kinds = mergeSensorKinds(BASE_KINDS);
const placed = { zh: '东门', lonDeg: '108.75', latDeg: '34.3' };

test('a form offers an id that is free, its topic and the unit of its kind, and keeps what somebody wrote', () => {
  const first = { ...emptyForm(kinds, 'rain', []), ...placed };
  expect(first).toMatchObject({ id: 'rain-1', topic: 'sensors/rain-1', unit: 'mm' });
  const rain = sensorOfForm(first);
  expect(rain).toMatchObject({ name: { zh: '东门', en: '东门' }, lonDeg: 108.75, cadenceS: 60 });
  expect(emptyForm(kinds, 'rain', [rain]).id).toBe('rain-2');
  expect(withKind(first, 'river', kinds, [])).toMatchObject({ id: 'river-1', topic: 'sensors/river-1', unit: 'm' });
  const own = { ...withId(first, 'gate'), unit: 'cm' };
  expect(own).toMatchObject({ id: 'gate', topic: 'sensors/gate' });
  expect(withKind(own, 'river', kinds, [])).toMatchObject({ id: 'gate', topic: 'sensors/gate', unit: 'cm' });
});

test('what a form describes comes back into the form as it was', () => {
  const form = { ...emptyForm(kinds, 'pond', []), ...placed, elevationM: '381.5', alarm: '0.3', valuePath: 'a.b' };
  expect(formOf(sensorOfForm(form))).toEqual(form);
});

test.each([
  [{ lonDeg: '' }, 'lonDeg'],
  [{ latDeg: '95' }, 'latDeg'],
  [{ unit: 'furlong' }, 'unit'],
  [{ topic: 'a/#' }, 'topic'],
  [{ id: 'ä' }, 'id'],
  [{ zh: '' }, 'name'],
])('a form that describes none says which field: %o', (part, field) => {
  expect(() => sensorOfForm({ ...emptyForm(kinds, 'rain', []), ...placed, ...part })).toThrow(`sensors.0.${field}`);
});

test('a device is told where the hub can be reached, with commands that send its first reading', () => {
  const answer = {
    devices: 'mqtts://0.0.0.0:8883',
    name: 'gate',
    password: 'secret',
    topic: 'sensors/gate',
    datastream: 7,
  };
  expect(deviceSettings(answer, 'https://hub.example/hub/town/')).toMatchObject({
    host: 'hub.example',
    port: '8883',
    isTls: true,
    isLocal: false,
    mqttCommand: `mosquitto_pub -h hub.example -p 8883 --tls-use-os-certs -q 1 -u gate -P secret -t 'sensors/gate' -m 1.5`,
    httpCommand: `curl -u gate:secret -H 'Content-Type: application/json' -d '{"result": 1.5}' 'https://hub.example/hub/town/v1.1/Datastreams(7)/Observations'`,
  });
  const local = deviceSettings({ ...answer, devices: 'mqtt://127.0.0.1:1883' }, 'http://127.0.0.1:8080/');
  expect(local).toMatchObject({ host: '127.0.0.1', port: '1883', isTls: false, isLocal: true });
});
