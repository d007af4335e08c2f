import * as v from 'valibot';
import { parseAs } from '../../../model/city/grid.ts';

const Settings = v.object({
  devices: v.string(),
  name: v.string(),
  password: v.string(),
  topic: v.string(),
  datastream: v.number(),
});

/** What a device is set up with. */
interface DeviceSettings {
  host: string;
  port: string;
  /** Whether the port speaks TLS. */
  isTls: boolean;
  /** The port answers on the hub's own machine alone. */
  isLocal: boolean;
  name: string;
  password: string;
  topic: string;
  /** Commands that send a first reading. */
  mqttCommand: string;
  httpCommand: string;
}

const ANYWHERE = ['0.0.0.0', '[::]'];
const LOCAL = ['127.0.0.1', 'localhost', '[::1]'];
const MQTT_PORTS: Record<string, string> = { 'mqtt:': '1883', 'mqtts:': '8883' };

/** Reads the hub's answer. A port that is open on all addresses is reached as the page is. */
export function deviceSettings(answer: unknown, hubUrl: string): DeviceSettings {
  const { devices, name, password, topic, datastream } = parseAs(Settings, answer, 'device');
  const { protocol, hostname, port: given } = new URL(devices);
  const host = ANYWHERE.includes(hostname) ? new URL(hubUrl).hostname : hostname;
  const port = given || (MQTT_PORTS[protocol] ?? '');
  const isTls = protocol === 'mqtts:';
  const tls = isTls ? ' --tls-use-os-certs' : '';
  const at = new URL(`v1.1/Datastreams(${datastream})/Observations`, hubUrl).href;
  return {
    host,
    port,
    isTls,
    isLocal: LOCAL.includes(hostname),
    name,
    password,
    topic,
    mqttCommand: `mosquitto_pub -h ${host} -p ${port}${tls} -q 1 -u ${name} -P ${password} -t '${topic}' -m 1.5`,
    httpCommand: `curl -u ${name}:${password} -H 'Content-Type: application/json' -d '{"result": 1.5}' '${at}'`,
  };
}
