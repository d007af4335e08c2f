import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { HubOptions } from '../../hub/start.ts';
import { parseSignerKeys, type SignerKey } from '../../model/signatures/statement.ts';
import { MS_PER_DAY } from '../../model/time.ts';

/** What `start` and `hub` have in common; who runs the services is told by the environment, as services are. */
export function hubOptionsOf(
  data: string,
): Pick<
  HubOptions,
  'folder' | 'databaseUrl' | 'mqttUrl' | 'mqttCa' | 'deviceToken' | 'pluginSigners' | 'ownThread' | 'keepMs'
> {
  const { DATABASE_URL, MQTT_URL, MQTT_CA, SHAPAN_DEVICE_TOKEN, SHAPAN_PLUGIN_SIGNERS } = process.env;
  return {
    folder: resolve(data),
    databaseUrl: DATABASE_URL,
    mqttUrl: MQTT_URL,
    mqttCa: MQTT_CA === undefined ? null : readFileSync(MQTT_CA),
    deviceToken: SHAPAN_DEVICE_TOKEN,
    pluginSigners: SHAPAN_PLUGIN_SIGNERS ? signersIn(SHAPAN_PLUGIN_SIGNERS) : [],
    ownThread: true,
    keepMs: MS_PER_DAY,
  };
}

/** A file of public keys, as the page and `shapan plugin key` write it. */
export const signersIn = (file: string): SignerKey[] => parseSignerKeys(JSON.parse(readFileSync(file, 'utf8')), file);
