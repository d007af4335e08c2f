import mqtt from 'mqtt';
import { FeedError, jsonOf, type Reading, readingOf } from '../../../../model/sensors/decode.ts';
import { failureOf, reasonAt } from '../../../twin/failure.ts';
import { sourceMessage } from '../messages.ts';
import type { Source } from './source.ts';

interface MqttOptions {
  /** `ws:` or `wss:`. */
  url: string;
  /** 4 is MQTT 3.1.1, 5 is MQTT 5. */
  version: 4 | 5;
  /** Short-lived, from the login; visitors have none. */
  token?: string;
  /** Messages of no standard, in place of the observations of SensorThings. */
  messages?: { filter: string; read(json: unknown, topic: string): { stream: string; reading: Reading } };
  /** False: nothing is listened to but `others`. */
  hearsReadings?: boolean;
  /** What else is listened to; a topic without wildcards. */
  others?: Readonly<Record<string, (json: unknown) => void>>;
  /** After so long without a word of ours the broker is asked whether it is there. */
  keepaliveS?: number;
}

/** Observations of all datastreams (OGC SensorThings 1.1 part 1, §14.1): `v1.1/Datastreams(7)/Observations`. */
const FILTER = 'v1.1/+/Observations';
const TOPIC = /(?:^|\/)Datastreams\((.+)\)\/Observations$/;

/** The datastream that a topic speaks of, by its name at the source. */
export function streamIn(topic: string): string | undefined {
  return TOPIC.exec(topic)?.[1];
}

const CONNECT_MS = 10_000;

/** The address of the hub's own broker. */
export function brokerOf(hubUrl: string): string {
  const broker = new URL('mqtt', hubUrl);
  broker.protocol = broker.protocol === 'https:' ? 'wss:' : 'ws:';
  return broker.href;
}

/** The broker's own messages at QoS 0: what is lost is found by its cadence and asked of history. Reconnecting is `keepListening`'s. */
export function mqttSource({
  url,
  version,
  token,
  messages,
  hearsReadings = true,
  others = {},
  keepaliveS = 30,
}: MqttOptions): Source {
  const filters = [...(hearsReadings ? [messages?.filter ?? FILTER] : []), ...Object.keys(others)];
  return {
    listen: (listener, signal) =>
      new Promise((_, reject) => {
        const client = mqtt.connect(url, {
          protocolVersion: version,
          clean: true,
          reconnectPeriod: 0,
          connectTimeout: CONNECT_MS,
          keepalive: keepaliveS,
          ...(token === undefined ? {} : { username: 'token', password: token }),
        });
        let reason = new FeedError(sourceMessage('wire-closed', { url }));
        const end = () => client.end(true);
        signal.addEventListener('abort', end, { once: true });
        client.on('connect', () => {
          client.subscribe(filters, { qos: 0 }, (error) => {
            if (error) {
              reason = new FeedError(sourceMessage('subscription', { url, filter: filters[0], reason: error.message }));
              end();
            } else listener.opened();
          });
        });
        // What the broker says is an answer too: to mqtt.js only the ping's own is, which on a slow machine lies behind seconds of messages.
        let isRequested = false;
        client.on('packetsend', ({ cmd }) => {
          if (cmd === 'pingreq') isRequested = true;
        });
        client.on('message', (topic, payload) => {
          if (isRequested) client.reschedulePing(true);
          isRequested = false;
          const stream = messages ? undefined : streamIn(topic);
          try {
            if (Object.hasOwn(others, topic)) others[topic](jsonOf(payload));
            else if (messages) {
              const readings = messages.read(jsonOf(payload), topic);
              listener.onReading(readings.stream, readings.reading);
            } else if (stream !== undefined) listener.onReading(stream, readingOf(jsonOf(payload)));
          } catch (error) {
            listener.refused(reasonAt(topic, failureOf(error)));
          }
        });
        client.on('error', (error) => {
          reason = new FeedError(sourceMessage('broker', { url, reason: error.message }));
          end();
        });
        client.on('close', () => {
          signal.removeEventListener('abort', end);
          reject(reason);
        });
      }),
  };
}
