import mqttPacket from 'mqtt-packet';
import { expect, test } from 'vitest';
import { packetMeter } from '../../hub/broker/packet-meter.ts';

const publish = (bytes: number) =>
  mqttPacket.generate({
    cmd: 'publish',
    topic: 'v1.1/Observations',
    payload: Buffer.alloc(bytes),
    qos: 0,
    dup: false,
    retain: false,
  });
/** Topic and its length stand before the payload. */
const HEAD = 2 + 'v1.1/Observations'.length;

test('packets up to the limit pass, however their bytes are cut, one after the other', () => {
  const stream = Buffer.concat([publish(10), publish(200), Buffer.from([0xc0, 0]), publish(1000)]);
  for (const part of [1, 2, 3, 7, 100, stream.length]) {
    const isBearable = packetMeter(() => 1000 + HEAD);
    for (let at = 0; at < stream.length; at += part) expect(isBearable(stream.subarray(at, at + part))).toBe(true);
  }
});

test('what announces more is told before its body comes', () => {
  expect(packetMeter(() => 1000 + HEAD)(publish(1001).subarray(0, 3))).toBe(false);
  // 256 MB announced before CONNECT.
  expect(packetMeter(() => 4096)(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]))).toBe(false);
  expect(packetMeter(() => Number.POSITIVE_INFINITY)(Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0x01]))).toBe(false);
});
